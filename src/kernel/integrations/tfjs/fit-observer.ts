import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { MethodObserver, ObservedCall } from '../../patch/wrap-method.js';
import type { IntegrationTools } from '../../runs/integration.js';
import { libraryTag } from '../../runs/library-tag.js';
import { FLAVOR } from './flavor.js';
import { fitDatasetParams, fitParams } from './fit-params.js';
import { FitSession } from './fit-session.js';
import type { FitCall } from './fit-session.js';
import type { FitSettings } from './layers-api.js';
import type { TrainedModels } from './measurement-observer.js';

export interface FitObserverOptions {
  readonly read: (model: LayersModel, args: readonly unknown[]) => FitCall;
  /** The library's. */
  readonly version: string;
  /** Is told which run each model was trained in. */
  readonly trainedIn: TrainedModels;
}

/** Gives each call of a training method a run and a session that logs to it. */
export class FitObserver implements MethodObserver {
  constructor(
    private readonly _tools: IntegrationTools,
    private readonly _options: FitObserverOptions
  ) {}

  begin(self: unknown, args: readonly unknown[]): ObservedCall | null {
    const { trainings, faults } = this._tools;
    const { read, version, trainedIn } = this._options;
    // Before a run is started, which nobody would end if this failed.
    const call = read(self as LayersModel, args);
    const training = trainings.begin(FLAVOR, libraryTag({ '@tensorflow/tfjs-layers': version }));
    if (training === null) {
      return null;
    }
    const session = new FitSession(call, training, faults, version);
    const flow = trainings.open(session, training.run);
    const forget = trainings.onInterrupt(() => {
      session.interrupt();
    });
    trainedIn.set(call.model, training.run);
    faults.guard('reading the training call', () => {
      session.called();
    });
    const over = (): void => {
      forget();
      flow.close();
    };
    return {
      within: original => flow.within(original),
      returned: () => {
        over();
        return session.succeeded();
      },
      threw: error => {
        over();
        session.failed(error);
      }
    };
  }
}

/** The arguments of `fit(x, y, settings)`. */
export function readFit(model: LayersModel, args: readonly unknown[]): FitCall {
  const settings = (args[2] ?? {}) as FitSettings;
  const tensors = { x: args[0], y: args[1] };
  return { model, tensors, dataset: null, settings, params: fitParams(settings) };
}

/** The arguments of `fitDataset(dataset, settings)`. */
export function readFitDataset(model: LayersModel, args: readonly unknown[]): FitCall {
  const settings = (args[1] ?? {}) as FitSettings;
  return { model, tensors: null, dataset: args[0], settings, params: fitDatasetParams(settings) };
}
