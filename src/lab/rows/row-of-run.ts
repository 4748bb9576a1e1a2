import { TAGS } from '../../protocol/index.js';
import type { Run } from '../../tracking/index.js';
import type { RunRow } from './run-row.js';

/** The row for what the tracking server says. Keeps little, as there may be ten thousand of them. */
export function rowOfRun(run: Run): RunRow {
  const { runId, runName, status, startTime, endTime } = run.info;
  return {
    runId,
    clientRunId: run.data.tags.find(({ key }) => key === TAGS.clientRunId)?.value ?? null,
    name: runName,
    status,
    startTime,
    endTime,
    progress: null,
    reason: null,
    metrics: run.data.metrics.map(({ key, value }) => ({ key, value, curve: null })),
    isLive: false
  };
}
