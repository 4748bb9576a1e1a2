import type { Callback, LayersModel, Logs } from '@tensorflow/tfjs-layers';
import type { Faults } from '../../patch/faults.js';
import { FitSession } from './fit-session.js';

/** Training yields to the event loop at least this often, in ms; tfjs's own default is 125. */
const YIELD_EVERY = 100;

/**
 * A callback class that tells the session of the training it finds itself in.
 * tfjs makes one instance of a registered class for each training call.
 *
 * With callback instances (early stopping, say) tfjs never yields to the event loop,
 * so that not even an interrupt of the kernel is seen until training has ended. This
 * callback yields then, as tfjs does by default.
 */
export function makeCallbackClass(
  Base: new () => Callback,
  currentScope: () => object | null,
  faults: Faults
): new () => Callback {
  return class AutologCallback extends Base {
    private readonly _session: FitSession | null;
    private _lastYield = performance.now();

    constructor() {
      super();
      const scope = currentScope();
      this._session = scope instanceof FitSession ? scope : null;
    }

    override async onTrainBegin(): Promise<void> {
      await faults.guardAsync('reading the training call', () => this._session?.trainingBegan());
    }

    override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
      await faults.guardAsync('reading the epoch', () => this._session?.epochEnded(epoch, logs));
    }

    override async onBatchEnd(): Promise<void> {
      if (this._session === null) {
        return;
      }
      if (performance.now() - this._lastYield >= YIELD_EVERY) {
        await new Promise(resolve => setImmediate(resolve));
        this._lastYield = performance.now();
      }
      // `setModel` has refused anything but a LayersModel.
      this._session.batchEnded(this.model as LayersModel);
    }
  };
}
