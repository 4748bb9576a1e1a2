/**
 * A metric's value in JSON. JSON has no NaN and no infinities, so they travel as
 * the strings that Protocol Buffers' JSON mapping uses, which MLflow reads too.
 */
export type MetricValue = number | 'NaN' | 'Infinity' | '-Infinity';

/** The JSON form of `value`. Never fails. */
export function encodeMetricValue(value: number): MetricValue {
  if (Number.isFinite(value)) {
    return value;
  }
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** The number that `value` stands for. */
export function decodeMetricValue(value: MetricValue): number {
  return typeof value === 'number' ? value : Number(value);
}

/** Whether `value` is the JSON form of a metric's value. */
export function isMetricValue(value: unknown): value is MetricValue {
  return (
    (typeof value === 'number' && Number.isFinite(value)) ||
    value === 'NaN' ||
    value === 'Infinity' ||
    value === '-Infinity'
  );
}
