/**
 * Lets `action` happen soon, then at most once per `interval` milliseconds, and always once more
 * after the last request. The first time it has a turn of the event loop to itself: all its code
 * is cold then, and so is what its caller has just done. Synchronous training starves timers, so a
 * due action happens with the next request where its timer did not fire.
 */
export class Throttle {
  private _due = -Infinity;
  /** Takes back the action that is to come, or null where none is. */
  private _cancel: (() => void) | null = null;

  constructor(
    private readonly _action: () => void,
    private readonly _interval: number,
    private readonly _now: () => number = () => performance.now()
  ) {}

  request(): void {
    const now = this._now();
    if (this._due === -Infinity) {
      this._due = now + this._interval;
      this._cancel = inNextTurn(() => {
        this.flush();
      });
    } else if (now >= this._due) {
      this.flush();
    } else {
      this._cancel ??= after(this._due - now, () => {
        this.flush();
      });
    }
  }

  /** Does it now, whether due or not. */
  flush(): void {
    this._cancel?.();
    this._cancel = null;
    this._due = this._now() + this._interval;
    this._action();
  }

  /** Does it now if somebody waits for it. */
  settle(): void {
    if (this._cancel !== null) {
      this.flush();
    }
  }
}

function inNextTurn(action: () => void): () => void {
  const turn = setImmediate(action);
  return () => {
    clearImmediate(turn);
  };
}

function after(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  // A card is no reason to keep an ending kernel alive.
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
