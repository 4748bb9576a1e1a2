import type { RunRow } from './run-row.js';

/** Names that say most about a training, most telling first. */
const TELLING: readonly RegExp[] = [
  /^(train(ing)?_)?loss$/,
  /^(val(idation)?|test|eval)_loss$/,
  /^(train(ing)?_)?acc(uracy)?$/,
  /^(val(idation)?|test|eval)_acc(uracy)?$/,
  /f1|auc|r2|rmse|mae|mse|score|precision|recall/,
  /loss|acc|error/
];

/** Rows looked at; the keys of an experiment hardly ever differ further down. */
const LOOKED_AT = 100;

/** All metrics of `rows`, those that matter first: by how telling, then how frequent they are. */
export function rankMetrics(rows: readonly RunRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { metrics } of rows.slice(0, LOOKED_AT)) {
    for (const { key } of metrics) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([key, count]) => ({ key, count, rank: rankOf(key) }))
    .sort((a, b) => a.rank - b.rank || b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

function rankOf(key: string): number {
  if (key.startsWith('system/')) {
    return TELLING.length + 1;
  }
  const rank = TELLING.findIndex(pattern => pattern.test(key));
  return rank < 0 ? TELLING.length : rank;
}
