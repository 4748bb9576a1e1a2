import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RecordedRun } from '../../runs/recorded-run.js';
import { isTensor } from './layers-api.js';
import { metricName } from './metric-names.js';

/** How often each run was measured, which is the step of its next measurement. */
const measurements = new WeakMap<RecordedRun, Map<string, number>>();

/**
 * Logs what `evaluate` or `trainOnBatch` returned, one value for each of the model's
 * metrics, as `<prefix><metric>`. Reading the scalars copies them; they stay the user's.
 */
export async function logMeasurement(
  run: RecordedRun,
  model: LayersModel,
  result: unknown,
  prefix: string
): Promise<void> {
  const results: unknown[] = Array.isArray(result) ? result : [result];
  // Asked for before the first wait: afterwards the user may have disposed of them.
  const reads = results.map(value => (isTensor(value) ? value.data() : value));
  const step = nextStep(run, prefix);
  const values: Record<string, number> = {};
  for (const [index, read] of reads.entries()) {
    const value = await (read as Promise<ArrayLike<number>> | number);
    const name = model.metricsNames[index] ?? `metric_${index}`;
    values[prefix + metricName(name)] = typeof value === 'number' ? value : (value[0] ?? NaN);
  }
  run.logMetrics(values, step);
}

function nextStep(run: RecordedRun, prefix: string): number {
  const steps = measurements.get(run) ?? new Map<string, number>();
  const step = steps.get(prefix) ?? 0;
  steps.set(prefix, step + 1);
  measurements.set(run, steps);
  return step;
}
