/** Lets a number of tasks run at the same time; the others wait in the order they came. */
export class Slots {
  constructor(private _free: number) {}

  /** Resolves when there is room. To be followed by one `release`. */
  async acquire(): Promise<void> {
    if (this._free > 0) {
      this._free--;
      return;
    }
    await new Promise<void>(resolve => {
      this._waiting.push(resolve);
    });
  }

  release(): void {
    const next = this._waiting.shift();
    if (next === undefined) {
      this._free++;
    } else {
      next();
    }
  }

  private readonly _waiting: (() => void)[] = [];
}
