/** Whether the kernel whose journal is shipped still lives. */
export class KernelLife {
  /** When it was found gone, in milliseconds since the epoch, or null while it lives. */
  get goneAt(): number | null {
    return this._goneAt;
  }

  /** Calls `listener` once: now, if the kernel is gone already. */
  whenGone(listener: () => void): void {
    if (this._goneAt === null) {
      this._listeners.push(listener);
    } else {
      listener();
    }
  }

  /** @param at Milliseconds since the epoch. */
  setGone(at: number): void {
    if (this._goneAt === null) {
      this._goneAt = at;
      for (const listener of this._listeners.splice(0)) {
        listener();
      }
    }
  }

  private _goneAt: number | null = null;
  private readonly _listeners: (() => void)[] = [];
}
