import { decodeMetricValue } from '../../protocol/index.js';
import type { WaitingRun } from '../../protocol/index.js';
import type { RunRow } from './run-row.js';

/** The row for what a journal says of a run that the tracking server doesn't have. */
export function rowOfWaiting(run: WaitingRun): RunRow {
  const { runId, clientRunId, name, status, startTime, endTime, reason, metrics } = run;
  return {
    runId,
    clientRunId,
    name,
    status,
    startTime,
    endTime,
    progress: null,
    reason,
    metrics: metrics.map(({ key, value }) => ({
      key,
      value: decodeMetricValue(value),
      curve: null
    })),
    isLive: false,
    isKept: true
  };
}
