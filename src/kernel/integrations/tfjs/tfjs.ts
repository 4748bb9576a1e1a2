import type { LayersModel } from '@tensorflow/tfjs-layers';
import { wrapMethod } from '../../patch/wrap-method.js';
import type { MethodObserver } from '../../patch/wrap-method.js';
import type { Integration, IntegrationTools } from '../../runs/integration.js';
import type { RecordedRun } from '../../runs/recorded-run.js';
import { makeCallbackClass } from './callback.js';
import { logMeasurement } from './evaluation.js';
import { fitDatasetParams, fitParams } from './fit-params.js';
import { FitSession } from './fit-session.js';
import type { FitCall } from './fit-session.js';
import { isLayersModule } from './layers-api.js';
import type { FitSettings } from './layers-api.js';

const FLAVOR = 'tfjs';

/** Keras's name for values of a test pass; see MLflow's Keras callback, `on_test_end`. */
const EVALUATION_PREFIX = 'validation_';

/**
 * TensorFlow.js Layers. `@tensorflow/tfjs`, `tfjs-node` and scikit.js all train through
 * the one `@tensorflow/tfjs-layers`, so that is where they are observed.
 */
export const tfjs: Integration = {
  moduleName: '@tensorflow/tfjs-layers',

  observe(exports: unknown, tools: IntegrationTools): void {
    if (!isLayersModule(exports)) {
      throw new Error('this version of @tensorflow/tfjs-layers is not known');
    }
    const { trainings, faults } = tools;
    const trainedIn = new WeakMap<LayersModel, RecordedRun>();
    const Callback = makeCallbackClass(exports.Callback, () => trainings.scope, faults);
    exports.registerCallbackConstructor(0, Callback);

    const fits = (read: typeof readFit): MethodObserver =>
      observeFits(tools, trainedIn, exports.version_layers, read);
    const observers: Readonly<Record<string, MethodObserver>> = {
      fit: fits(readFit),
      fitDataset: fits(readFitDataset),
      evaluate: observeMeasurements(
        tools,
        EVALUATION_PREFIX,
        model => trainedIn.get(model) ?? null
      ),
      evaluateDataset: observeMeasurements(
        tools,
        EVALUATION_PREFIX,
        model => trainedIn.get(model) ?? null
      ),
      trainOnBatch: observeMeasurements(tools, '', () => null)
    };
    // `Sequential` delegates to an inner model; wrapping it too names the user's own.
    for (const owner of [exports.LayersModel.prototype, exports.Sequential.prototype]) {
      for (const [name, observer] of Object.entries(observers)) {
        wrapMethod(owner, name, observer, faults);
      }
    }
  }
};

function observeFits(
  { trainings, faults }: IntegrationTools,
  trainedIn: WeakMap<LayersModel, RecordedRun>,
  version: string,
  read: (model: LayersModel, args: readonly unknown[]) => FitCall
): MethodObserver {
  return {
    begin(self, args) {
      const training = trainings.begin(FLAVOR);
      if (training === null) {
        return null;
      }
      const call = read(self as LayersModel, args);
      const session = new FitSession(call, training, faults, version);
      trainedIn.set(call.model, training.run);
      faults.guard('reading the training call', () => {
        session.called();
      });
      const forget = trainings.onInterrupt(() => {
        session.interrupt();
      });
      return {
        within: original => trainings.within(session, original),
        returned: async () => {
          forget();
          await session.succeeded();
        },
        threw: error => {
          forget();
          session.failed(error);
        }
      };
    }
  };
}

function observeMeasurements(
  { trainings }: IntegrationTools,
  prefix: string,
  trainedIn: (model: LayersModel) => RecordedRun | null
): MethodObserver {
  return {
    begin(self) {
      const model = self as LayersModel;
      const run = trainings.runForMeasurement(trainedIn(model));
      if (run === null) {
        return null;
      }
      return {
        within: original => trainings.within({}, original),
        returned: result => logMeasurement(run, model, result, prefix),
        threw: () => undefined
      };
    }
  };
}

function readFit(model: LayersModel, args: readonly unknown[]): FitCall {
  const settings = (args[2] ?? {}) as FitSettings;
  const tensors = { x: args[0], y: args[1] };
  return { model, tensors, dataset: null, settings, params: fitParams(settings) };
}

function readFitDataset(model: LayersModel, args: readonly unknown[]): FitCall {
  const settings = (args[1] ?? {}) as FitSettings;
  return { model, tensors: null, dataset: args[0], settings, params: fitDatasetParams(settings) };
}
