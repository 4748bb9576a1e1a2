import { decodeMetricValue } from '../../protocol/index.js';
import type { RunSummary } from '../../protocol/index.js';
import type { RunRow } from './run-row.js';

/**
 * The row for what a card says. `isLive`: the kernel that sent it still runs; otherwise
 * nothing is known of how a run that was running went on.
 */
export function rowOfSummary(summary: RunSummary, isLive: boolean): RunRow {
  const { clientRunId, runId, name, status, startTime, endTime, progress, reason } = summary;
  return {
    runId,
    clientRunId,
    name,
    status: status === 'RUNNING' && !isLive ? 'UNKNOWN' : status,
    startTime,
    endTime,
    progress,
    reason,
    metrics: summary.metrics.map(({ key, last, curve }) => ({
      key,
      value: decodeMetricValue(last),
      curve
    })),
    isLive: isLive && status === 'RUNNING',
    isKept: false
  };
}
