/** Work under way at the same time, of which some may fail. */
export class WorkCrowd {
  constructor(private readonly _onFailure: (error: unknown) => void) {}

  readonly add = (work: Promise<void>): void => {
    const settled = work
      .catch((error: unknown) => {
        this._onFailure(error);
      })
      .finally(() => this._underWay.delete(settled));
    this._underWay.add(settled);
  };

  /** Resolves when all is done, with what was added meanwhile. */
  async allDone(): Promise<void> {
    while (this._underWay.size > 0) {
      await Promise.all(this._underWay);
    }
  }

  private readonly _underWay = new Set<Promise<unknown>>();
}
