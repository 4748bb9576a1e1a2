import { randomUUID } from 'node:crypto';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Faults } from '../../patch/faults.js';
import type { Training } from '../../runs/training.js';
import { describeStream, describeTensors } from './dataset.js';
import { compileParams, earlyStoppingParams, findEarlyStopping } from './fit-params.js';
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

/** What tfjs hands to callbacks; its own type knows of the numbers only. */
export type EpochLogs = Readonly<Record<string, number | Scalar>>;

/** Logs one training call, from its first callback to its end. */
export class FitSession {
  private _wasInterrupted = false;
  private _epochsDone = 0;

  constructor(
    private readonly _call: FitCall,
    private readonly _training: Training,
    private readonly _faults: Faults,
    private readonly _version: string
  ) {}

  /** The user wants it to end: it does after the batch that is being trained. */
  interrupt(): void {
    this._wasInterrupted = true;
  }

  /** Set anew with each batch, because tfjs clears the flag as training begins. */
  batchEnded(model: LayersModel): void {
    if (this._wasInterrupted) {
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
    this._training.logParams(compileParams(model));
    this._training.logText('model_summary.txt', summarize(model));
    await this._logDatasets();
  }

  async epochEnded(epoch: number, logs: EpochLogs | undefined): Promise<void> {
    const values: Record<string, number> = {};
    for (const [key, value] of inReadingOrder(Object.entries(logs ?? {}))) {
      values[metricName(key)] =
        typeof value === 'number' ? value : ((await value.data())[0] ?? NaN);
    }
    this._epochsDone = epoch + 1;
    this._showProgress();
    this._training.logMetrics(values, epoch);
  }

  async succeeded(): Promise<void> {
    if (this._wasInterrupted) {
      this._training.end('KILLED', 'interrupted');
      return;
    }
    await this._faults.guardAsync('logging the trained model', () => this._logModel());
    this._training.end('FINISHED', this._describeEarlyStop());
  }

  failed(error: unknown): void {
    this._training.end(this._wasInterrupted ? 'KILLED' : 'FAILED', describeError(error));
  }

  private _showProgress(): void {
    const total = this._call.settings.epochs ?? 1;
    this._training.setProgress({ unit: 'epoch', done: this._epochsDone, total });
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
        params: {}
      },
      await saveModel(model)
    );
  }

  private _describeEarlyStop(): string | null {
    const stopper = findEarlyStopping(this._call.settings.callbacks);
    const epoch = stopper?.stoppedEpoch ?? 0;
    if (stopper === null || epoch === 0) {
      return null;
    }
    this._training.logMetrics({ stopped_epoch: epoch }, epoch);
    return `stopped early, ${metricName(stopper.monitor)} no longer improved`;
  }
}

/** Each metric with its validation counterpart behind it; tfjs lists all `val_…` first. */
function inReadingOrder<T>(entries: readonly [string, T][]): readonly [string, T][] {
  const trained = entries.filter(([key]) => !key.startsWith('val_'));
  const rank = (key: string): number =>
    trained.findIndex(([name]) => name === key.replace(/^val_/, ''));
  return [...trained, ...entries.filter(([key]) => key.startsWith('val_'))].sort(
    ([a], [b]) => rank(a) - rank(b)
  );
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

/** The user's own error in one line: its name and message. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
