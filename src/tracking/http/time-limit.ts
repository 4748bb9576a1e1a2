import { MlflowAbortError, MlflowTimeoutError } from '../errors.js';

/** Stops an attempt when its time is over or a caller aborts, and knows which it was. */
export class TimeLimit {
  private readonly _controller = new AbortController();
  private readonly _timer: ReturnType<typeof setTimeout>;
  private readonly _abort: () => void;
  private _isOver = false;

  constructor(
    private readonly _milliseconds: number,
    private readonly _signals: readonly AbortSignal[]
  ) {
    this._abort = () => this._controller.abort(this._aborted()?.reason);
    this._timer = setTimeout(() => {
      this._isOver = true;
      this._controller.abort();
    }, _milliseconds);
    for (const signal of _signals) {
      signal.addEventListener('abort', this._abort, { once: true });
    }
    if (this._aborted() !== undefined) {
      this._abort();
    }
  }

  /** To be given to `fetch`. */
  get signal(): AbortSignal {
    return this._controller.signal;
  }

  /** The error to throw instead of what `fetch` threw, or null if we did not stop it. */
  verdict(what: string): MlflowAbortError | MlflowTimeoutError | null {
    const aborted = this._aborted();
    if (aborted !== undefined) {
      return abortError(what, aborted);
    }
    return this._isOver
      ? new MlflowTimeoutError(
          `${what}: no whole answer within ${this._milliseconds / 1000} s. ` +
            'The server may be overloaded, or a proxy holds the answer back.'
        )
      : null;
  }

  /** Ends the time limit, but leaves the caller's signals in force: for bodies that are read later. */
  stopClock(): void {
    clearTimeout(this._timer);
  }

  dispose(): void {
    this.stopClock();
    for (const signal of this._signals) {
      signal.removeEventListener('abort', this._abort);
    }
  }

  private _aborted(): AbortSignal | undefined {
    return this._signals.find(signal => signal.aborted);
  }
}

export function abortError(what: string, signal: AbortSignal): MlflowAbortError {
  return new MlflowAbortError(`${what} was stopped by its caller.`, { cause: signal.reason });
}
