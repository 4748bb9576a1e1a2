import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Training } from '../../runs/training.js';
import { saveModel } from './saved-model.js';

/** Where MLflow's own integrations keep them. */
const FOLDER = 'checkpoints/latest_checkpoint';

/** Keeps the best model of a training while it goes on, by validation loss, or else by loss. */
export class Checkpoints {
  private _best = Infinity;

  constructor(
    private readonly _model: LayersModel,
    private readonly _training: Training
  ) {}

  /** `values` are those of the epoch that ended. Rejects when a layer can't be serialized. */
  async epochEnded(epoch: number, values: Readonly<Record<string, number>>): Promise<void> {
    const loss = values['val_loss'] ?? values['loss'] ?? NaN;
    if (!(loss < this._best)) {
      return;
    }
    this._best = loss;
    for (const { name, bytes } of await saveModel(this._model)) {
      this._training.logBytes(`${FOLDER}/${name}`, bytes);
    }
    const facts = JSON.stringify({ epoch, ...values });
    this._training.logText(`${FOLDER}_metrics.json`, `${facts}\n`);
  }
}
