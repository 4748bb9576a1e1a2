import type { LayersModel } from '@tensorflow/tfjs-layers';
import { wrapMethod } from '../../patch/wrap-method.js';
import type { MethodObserver } from '../../patch/wrap-method.js';
import type { Integration, IntegrationTools } from '../../runs/integration.js';
import { makeCallbackClass } from './callback.js';
import { FitObserver, readFit, readFitDataset } from './fit-observer.js';
import { isLayersModule } from './layers-api.js';
import { MeasurementObserver } from './measurement-observer.js';
import type { TrainedModels } from './measurement-observer.js';

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
    const Callback = makeCallbackClass(exports.Callback, () => trainings.scope, faults);
    exports.registerCallbackConstructor(0, Callback);

    const version = exports.version_layers;
    const trainedIn: TrainedModels = new WeakMap();
    const evaluations = new MeasurementObserver(tools, EVALUATION_PREFIX, trainedIn);
    const observers: Readonly<Record<string, MethodObserver>> = {
      fit: new FitObserver(tools, { read: readFit, version, trainedIn }),
      fitDataset: new FitObserver(tools, { read: readFitDataset, version, trainedIn }),
      evaluate: evaluations,
      evaluateDataset: evaluations,
      // Single batches are logged only into a run that the user asked for.
      trainOnBatch: new MeasurementObserver(tools, '', new WeakMap<LayersModel, never>())
    };
    // `Sequential` delegates to an inner model; wrapping it too names the user's own.
    for (const owner of [exports.LayersModel.prototype, exports.Sequential.prototype]) {
      for (const [name, observer] of Object.entries(observers)) {
        wrapMethod(owner, name, observer, faults);
      }
    }
  }
};
