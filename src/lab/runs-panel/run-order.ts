import type { RunRow } from '../rows/run-row.js';

/** What a list of runs is sorted by. */
export type RunOrder =
  | { readonly by: 'newest' }
  | { readonly by: 'metric'; readonly key: string; readonly ascending: boolean };

export const NEWEST: RunOrder = { by: 'newest' };

/** The same order in MLflow's words. */
export function toOrderBy(order: RunOrder): readonly string[] {
  switch (order.by) {
    case 'newest':
      return ['attributes.start_time DESC'];
    case 'metric':
      return [
        `metrics.\`${order.key}\` ${order.ascending ? 'ASC' : 'DESC'}`,
        'attributes.start_time DESC'
      ];
  }
}

/** Compares as MLflow's server does: runs without the metric, or with NaN, last; then newest first. */
export function compareRows(order: RunOrder): (one: RunRow, other: RunRow) => number {
  const newest = (one: RunRow, other: RunRow): number => other.startTime - one.startTime;
  switch (order.by) {
    case 'newest':
      return newest;
    case 'metric': {
      const { key, ascending } = order;
      const sign = ascending ? 1 : -1;
      return (one, other) => {
        const a = valueOf(one, key);
        const b = valueOf(other, key);
        if (a === b) {
          return newest(one, other);
        }
        if (a === null || b === null) {
          return a === null ? 1 : -1;
        }
        return (a - b) * sign;
      };
    }
  }
}

function valueOf(row: RunRow, key: string): number | null {
  const value = row.metrics.find(metric => metric.key === key)?.value;
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Whether the lower value of the metric is the better one, as far as its name tells. */
export function isLowerBetter(key: string): boolean {
  return /loss|error|err\b|mse|mae|rmse|mape|perplexity|time|duration/i.test(key);
}
