/**
 * Spaces out what a run sends while it goes on. Each request costs the server, often on the
 * training's own machine, more than it is worth to have a number there sooner: cards and panel
 * get theirs from the kernel.
 */
export class Pace {
  /** `interval` in milliseconds; the first request waits for it too. */
  constructor(private readonly _interval: number) {
    this._due = performance.now() + _interval;
  }

  /** Resolves when a request may go, for all who wait at the same time. */
  wait(): Promise<void> {
    const pause = this._due - performance.now();
    if (pause <= 0 || this._isHurried) {
      this._due = performance.now() + this._interval;
      return Promise.resolve();
    }
    this._turn ??= new Turn(pause, () => {
      this.wake();
    });
    return this._turn.comes;
  }

  /** Lets go who waits now. */
  wake(): void {
    if (this._turn !== null) {
      this._due = performance.now() + this._interval;
      this._turn.come();
      this._turn = null;
    }
  }

  /** Lets everybody go from now on. */
  hurry(): void {
    this._isHurried = true;
    this.wake();
  }

  /** Spaces requests out again. */
  relax(): void {
    this._isHurried = false;
  }

  private _due: number;
  private _isHurried = false;
  private _turn: Turn | null = null;
}

class Turn {
  readonly comes: Promise<void>;
  private readonly _timer: NodeJS.Timeout;
  private _resolve: () => void = () => undefined;

  constructor(milliseconds: number, ring: () => void) {
    this.comes = new Promise(resolve => (this._resolve = resolve));
    this._timer = setTimeout(ring, milliseconds);
  }

  come(): void {
    clearTimeout(this._timer);
    this._resolve();
  }
}
