import { randomUUID } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describeError } from '../../patch/describe-error.js';
import type { Faults } from '../../patch/faults.js';
import type { ModelFile } from '../../runs/recorded-run.js';
import type { Training } from '../../runs/training.js';
import { Checkpoints } from './checkpoints.js';
import { describeStream, describeTensors } from './dataset.js';
import { EpochMetrics } from './epoch-metrics.js';
import type { EpochLogs } from './epoch-metrics.js';
import { compileParams, earlyStoppingParams, findEarlyStopping } from './fit-params.js';
import { inputExample } from './input-example.js';
import { namedTensors } from './layers-api.js';
import type { FitSettings } from './layers-api.js';
import { metricName } from './metric-names.js';
import { modelSignature, saveModel } from './saved-model.js';

/** A call of `fit` or `fitDataset`, as its arguments tell it. */
export interface FitCall {
  readonly model: LayersModel;
  /** `fit`'s x and y; null for `fitDataset`. */
  readonly tensors: { readonly x: unknown; readonly y: unknown } | null;
  readonly dataset: unknown;
  readonly settings: FitSettings;
  readonly params: Readonly<Record<string, string>>;
}

/** Logs one training call, from its first callback to its end. */
export class FitSession {
  private _isClaimed = false;
  private _isInterrupted = false;
  /** The interrupt has cut the training short. */
  private _wasCut = false;
  private _epochsDone = 0;
  private _example: ModelFile | null = null;
  private readonly _metrics = new EpochMetrics();
  private readonly _checkpoints: Checkpoints | null;

  constructor(
    private readonly _call: FitCall,
    private readonly _training: Training,
    private readonly _faults: Faults,
    private readonly _version: string
  ) {
    this._checkpoints = _training.settings.checkpoint
      ? new Checkpoints(_call.model, _training)
      : null;
  }

  /** The user wants it to end: it does after the batch that is being trained. */
  interrupt(): void {
    this._isInterrupted = true;
  }

  /** True for the first who asks: trainings inside this one find themselves in its flow too. */
  claim(): boolean {
    const isFirst = !this._isClaimed;
    this._isClaimed = true;
    return isFirst;
  }

  /** Whether tfjs itself never lets timers and interrupts through while it trains. */
  get starvesEventLoop(): boolean {
    const { callbacks, yieldEvery } = this._call.settings;
    return yieldEvery !== 'never' && areInstances(callbacks);
  }

  /** Set anew with each batch, because tfjs clears the flag as training begins. */
  batchEnded(model: LayersModel): void {
    if (this._isInterrupted) {
      this._wasCut = true;
      model.stopTraining = true;
    }
  }

  /** Before the library has looked at the arguments, so that a refused call has its params too. */
  called(): void {
    const { settings, params } = this._call;
    this._epochsDone = settings.initialEpoch ?? 0;
    this._training.logParams({ ...params, ...earlyStoppingParams(settings.callbacks) });
    this._showProgress();
  }

  async trainingBegan(): Promise<void> {
    const { model } = this._call;
    this._faults.guard('reading how the model was compiled', () => {
      this._training.logParams(compileParams(model));
    });
    this._faults.guard('summarizing the model', () => {
      this._training.logText('model_summary.txt', summarize(model));
    });
    const { logDatasets, logInputExamples } = this._training.settings;
    if (logDatasets) {
      await this._faults.guardAsync('describing the dataset', () => this._logDatasets());
    }
    if (logInputExamples) {
      await this._faults.guardAsync('taking an example of the input', async () => {
        this._example = await this._takeExample();
      });
    }
  }

  async epochEnded(epoch: number, logs: EpochLogs | undefined): Promise<void> {
    const values = await this._metrics.read(logs ?? {});
    this._epochsDone = epoch + 1;
    this._showProgress();
    if (epoch % this._training.settings.everyNIter === 0) {
      this._training.logMetrics(values, epoch);
    }
    if (this._checkpoints !== null) {
      await this._checkpoints.epochEnded(epoch, values);
    }
  }

  async succeeded(): Promise<void> {
    if (this._wasCut) {
      this._training.end('KILLED', 'interrupted');
      return;
    }
    if (this._training.settings.logModels) {
      await this._faults.guardAsync('logging the trained model', () => this._logModel());
    }
    this._training.end('FINISHED', this._describeEarlyStop());
  }

  failed(error: unknown): void {
    this._training.end(this._wasCut ? 'KILLED' : 'FAILED', describeError(error));
  }

  private _showProgress(): void {
    const { epochs = 1 } = this._call.settings;
    this._training.setProgress({
      unit: 'epoch',
      done: isCount(this._epochsDone) ? this._epochsDone : 0,
      total: isCount(epochs) ? epochs : null
    });
  }

  private async _logDatasets(): Promise<void> {
    const { model, tensors, dataset, settings } = this._call;
    if (tensors === null) {
      this._training.logDataset(describeStream('train', dataset));
    } else {
      this._training.logDataset(await describe('train', model, tensors.x, tensors.y));
    }
    const validation: unknown = settings.validationData;
    if (Array.isArray(validation)) {
      this._training.logDataset(await describe('eval', model, validation[0], validation[1]));
    } else if (validation !== undefined && validation !== null) {
      this._training.logDataset(describeStream('eval', validation));
    }
  }

  private async _logModel(): Promise<void> {
    const { model } = this._call;
    this._training.logModel(
      {
        model: randomUUID(),
        name: 'model',
        step: this._epochsDone,
        flavors: {
          tfjs: { format: 'layers-model', data: 'model.json', tfjs_version: this._version }
        },
        signature: modelSignature(model),
        params: {},
        hasInputExample: this._example !== null
      },
      [...(await saveModel(model)), ...(this._example === null ? [] : [this._example])]
    );
  }

  /** Null for data that comes as a stream, which must not be read twice. */
  private async _takeExample(): Promise<ModelFile | null> {
    const { model, tensors } = this._call;
    return tensors === null ? null : inputExample(namedTensors(tensors.x, model.inputNames));
  }

  private _describeEarlyStop(): string | null {
    const { callbacks, epochs = 1 } = this._call.settings;
    if (this._epochsDone >= epochs) {
      return null;
    }
    const stopper = findEarlyStopping(callbacks);
    if (stopper === null) {
      return 'stopped early';
    }
    const stopped_epoch = this._epochsDone - 1;
    this._training.logMetrics({ stopped_epoch }, stopped_epoch);
    return `stopped early, ${metricName(stopper.monitor)} no longer improved`;
  }
}

/**
 * Whether these are callbacks that tfjs takes as they are. Of plain objects it makes
 * `CustomCallback`s, the only ones that yield.
 */
function areInstances(callbacks: unknown): boolean {
  const list: unknown[] = Array.isArray(callbacks) ? callbacks : [callbacks];
  const instances = list.filter(
    callback => typeof callback === 'object' && callback !== null && 'setParams' in callback
  );
  return instances.length > 0 && !instances.some(callback => 'yieldEvery' in (callback as object));
}

/** Settings come from programs that may not be typed. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

async function describe(
  context: 'train' | 'eval',
  model: LayersModel,
  x: unknown,
  y: unknown
): Promise<Awaited<ReturnType<typeof describeTensors>>> {
  const features = namedTensors(x, model.inputNames);
  return describeTensors(context, features, namedTensors(y, model.outputNames));
}

function summarize(model: LayersModel): string {
  const lines: string[] = [];
  model.summary(100, undefined, (line?: string) => lines.push(line ?? ''));
  return `${lines.join('\n')}\n`;
}
