import { isRunning } from './run-row.js';
import type { RowMetric, RunRow } from './run-row.js';

/**
 * What is known of a run from both sides: the server's `stored` and the card's `told`.
 * The card is ahead while the run goes on; once the server says it ended, it has the
 * last word on status and values, and the card still has the curves.
 */
export function overlayRow(stored: RunRow, told: RunRow): RunRow {
  const isSettled = !isRunning(stored) && stored.status !== 'UNKNOWN';
  return {
    ...stored,
    clientRunId: stored.clientRunId ?? told.clientRunId,
    status: isSettled || told.status === 'UNKNOWN' ? stored.status : told.status,
    endTime: stored.endTime ?? told.endTime,
    progress: isSettled ? (stored.progress ?? told.progress) : told.progress,
    reason: told.reason ?? stored.reason,
    metrics: mergeMetrics(stored.metrics, told.metrics, isSettled),
    isLive: told.isLive && !isSettled
  };
}

function mergeMetrics(
  stored: readonly RowMetric[],
  told: readonly RowMetric[],
  isSettled: boolean
): readonly RowMetric[] {
  const merged = new Map(stored.map(metric => [metric.key, metric]));
  for (const metric of told) {
    const known = merged.get(metric.key);
    merged.set(
      metric.key,
      known !== undefined && isSettled ? { ...known, curve: metric.curve } : metric
    );
  }
  return [...merged.values()];
}
