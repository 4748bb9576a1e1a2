import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { MethodObserver, ObservedCall } from '../../patch/wrap-method.js';
import type { IntegrationTools } from '../../runs/integration.js';
import type { RecordedRun } from '../../runs/recorded-run.js';
import type { Training } from '../../runs/training.js';
import { FLAVOR } from './flavor.js';
import { isTensor } from './layers-api.js';
import { metricName } from './metric-names.js';

/** The run that each model was trained in last. */
export type TrainedModels = WeakMap<LayersModel, RecordedRun>;

/**
 * Logs what `evaluate` or `trainOnBatch` returned, one value for each of the model's
 * metrics, as `<prefix><metric>`, outside training calls: to the user's own run, if it is
 * autologged, or to the one that the model was trained in.
 */
export class MeasurementObserver implements MethodObserver {
  /** How often each run was measured, which is the step of its next measurement. */
  private readonly _steps = new WeakMap<RecordedRun, number>();

  constructor(
    private readonly _tools: IntegrationTools,
    private readonly _prefix: string,
    private readonly _trainedIn: TrainedModels
  ) {}

  begin(self: unknown): ObservedCall | null {
    const { trainings } = this._tools;
    const model = self as LayersModel;
    const measured = trainings.forMeasurement(FLAVOR, this._trainedIn.get(model) ?? null);
    if (measured === null) {
      return null;
    }
    const flow = trainings.open({}, measured.run);
    return {
      within: original => flow.within(original),
      returned: result => {
        flow.close();
        return this._log(measured, model, result);
      },
      threw: () => {
        flow.close();
      }
    };
  }

  private async _log(measured: Training, model: LayersModel, result: unknown): Promise<void> {
    const step = this._nextStep(measured.run);
    const results = withoutPartialLosses(Array.isArray(result) ? result : [result], model);
    // Asked for before the first wait: afterwards the user may have disposed of them. Reading
    // copies them; they stay the user's.
    const reads = results.map(value => (isTensor(value) ? value.data() : value));
    const values: Record<string, number> = {};
    for (const [index, read] of reads.entries()) {
      const value = await (read as Promise<ArrayLike<number>> | number);
      const name = model.metricsNames[index] ?? `metric_${index}`;
      values[this._prefix + metricName(name)] =
        typeof value === 'number' ? value : (value[0] ?? NaN);
    }
    measured.logMetrics(values, step);
  }

  private _nextStep(run: RecordedRun): number {
    const step = this._steps.get(run) ?? 0;
    this._steps.set(run, step + 1);
    return step;
  }
}

/**
 * One value for each name. Of a model with several outputs tfjs returns the growing sums
 * of their losses first, of which only the last is the model's loss.
 */
function withoutPartialLosses(
  results: readonly unknown[],
  { metricsNames }: LayersModel
): readonly unknown[] {
  return results.slice(Math.max(0, results.length - metricsNames.length));
}
