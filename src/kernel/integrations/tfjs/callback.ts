import type { Callback, Logs } from '@tensorflow/tfjs-layers';
import type { Faults } from '../../patch/faults.js';
import { FitSession } from './fit-session.js';

/** How often training yields to the event loop, in ms: tfjs's own default. */
const YIELD_EVERY = 125;

/** The same for each batch: tfjs waits for every callback at every batch, and a promise costs. */
const DONE = Promise.resolve();

/**
 * A callback class that tells the session of the training it finds itself in.
 * tfjs makes one instance of a registered class for each training call, before it calls
 * anything of the user's.
 *
 * With callback instances (early stopping, say) tfjs never yields to the event loop,
 * so that not even an interrupt of the kernel is seen until training has ended. This
 * callback yields then, as tfjs does without them.
 */
export function makeCallbackClass(
  Base: new () => Callback,
  currentScope: () => object | null,
  faults: Faults
): new () => Callback {
  return class AutologCallback extends Base {
    private readonly _session: FitSession | null;
    private readonly _yields: boolean;
    private _lastYield = performance.now();

    constructor() {
      super();
      // tfjs makes it inside the user's `fit`, which a fault in here must not end.
      this._session =
        faults.guard('joining the training', () => {
          const scope = currentScope();
          return scope instanceof FitSession && scope.claim() ? scope : null;
        }) ?? null;
      this._yields = this._session?.starvesEventLoop ?? false;
    }

    override onTrainBegin(): Promise<void> {
      return faults.guardAsync('reading the training call', () => this._session?.trainingBegan());
    }

    override onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
      return faults.guardAsync('reading the epoch', () => this._session?.epochEnded(epoch, logs));
    }

    override onBatchBegin(): Promise<void> {
      return DONE;
    }

    override onBatchEnd(): Promise<void> {
      const { _session: session } = this;
      if (session === null) {
        return DONE;
      }
      if (this._yields && performance.now() - this._lastYield >= YIELD_EVERY) {
        return this._yieldBefore(session);
      }
      this._batchEnded(session);
      return DONE;
    }

    private async _yieldBefore(session: FitSession): Promise<void> {
      await new Promise(resolve => setImmediate(resolve));
      this._lastYield = performance.now();
      this._batchEnded(session);
    }

    private _batchEnded(session: FitSession): void {
      // `setModel` has refused anything but a LayersModel.
      const { model } = this;
      faults.guard('ending a batch', () => {
        session.batchEnded(model);
      });
    }
  };
}
