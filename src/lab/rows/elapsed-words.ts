import { formatDuration } from '../../format/index.js';
import { isRunning } from './run-row.js';
import type { RunRow } from './run-row.js';

/**
 * How long a run took, or has been running at `now`, in whole seconds then: tenths would
 * flicker. Empty where nobody knows.
 */
export function elapsedWords(row: RunRow, now: number): string {
  if (row.endTime !== null) {
    return formatDuration(row.endTime - row.startTime);
  }
  if (!isRunning(row)) {
    return '';
  }
  return formatDuration(Math.floor(Math.max(0, now - row.startTime) / 1000) * 1000);
}
