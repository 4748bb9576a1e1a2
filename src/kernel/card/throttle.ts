/**
 * Lets `action` happen at once, then at most once per `interval` milliseconds, and
 * always once more after the last request. Synchronous training starves timers, so a
 * due action happens with the next request where its timer did not fire.
 */
export class Throttle {
  private _due = 0;
  private _timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly _action: () => void,
    private readonly _interval: number,
    private readonly _now: () => number = () => performance.now()
  ) {}

  request(): void {
    const wait = this._due - this._now();
    if (wait <= 0) {
      this.flush();
    } else if (this._timer === null) {
      this._timer = setTimeout(() => {
        this.flush();
      }, wait);
      // A card is no reason to keep an ending kernel alive.
      this._timer.unref();
    }
  }

  /** Does it now, whether due or not. */
  flush(): void {
    if (this._timer !== null) {
      clearTimeout(this._timer);
      this._timer = null;
    }
    this._due = this._now() + this._interval;
    this._action();
  }

  /** Does it now if somebody waits for it. */
  settle(): void {
    if (this._timer !== null) {
      this.flush();
    }
  }
}
