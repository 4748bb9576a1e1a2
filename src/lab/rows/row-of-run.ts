import { TAGS } from '../../protocol/index.js';
import type { Run } from '../../tracking/index.js';
import type { RunRow } from './run-row.js';

/** The row for what the tracking server says. Keeps little, as there may be ten thousand of them. */
export function rowOfRun(run: Run): RunRow {
  const { runId, runName, status, startTime, endTime } = run.info;
  const tag = (wanted: string): string | null =>
    run.data.tags.find(({ key }) => key === wanted)?.value ?? null;
  return {
    runId,
    clientRunId: tag(TAGS.clientRunId),
    name: runName,
    status,
    startTime,
    endTime,
    progress: null,
    reason: tag(TAGS.reason),
    metrics: run.data.metrics.map(({ key, value }) => ({ key, value, curve: null })),
    isLive: false,
    isKept: false
  };
}
