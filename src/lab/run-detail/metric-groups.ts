/** Metrics that belong into one chart: a quantity while training, and the same one on other data. */
export interface MetricGroup {
  readonly name: string;
  /** The plain one first. */
  readonly keys: readonly string[];
}

const OTHER_DATA = /^(val|validation|test|eval|train|training)_/;

/** Puts `loss` and `val_loss` together; keeps the order otherwise. */
export function groupMetrics(keys: readonly string[]): readonly MetricGroup[] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const name = key.replace(OTHER_DATA, '');
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  return [...groups].map(([name, members]) => ({
    name: members.length === 1 ? (members[0] ?? name) : name,
    keys: members.sort((a, b) => a.length - b.length)
  }));
}
