import type { ILiveRuns } from '../tokens.js';

/** What is opened. */
export interface IOpenable {
  readonly isVisible: boolean;
  openQuietly(open: () => void): void;
}

/**
 * Opens the panel when the first run of this page begins, so that nobody has to know of it.
 * Once: a person who closes it then wants it closed.
 */
export class FirstRunOpening {
  /** Whether it opens at all. */
  isEnabled = false;

  constructor(
    private readonly _live: Pick<ILiveRuns, 'changed'>,
    private readonly _panel: IOpenable,
    private readonly _open: () => void
  ) {
    _live.changed.connect(this._onRun, this);
  }

  private _onRun(): void {
    if (!this.isEnabled) {
      return;
    }
    this._live.changed.disconnect(this._onRun, this);
    if (!this._panel.isVisible) {
      this._panel.openQuietly(this._open);
    }
  }
}
