import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { IDisposable } from '@lumino/disposable';
import { rowKey } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import type { IListedRun } from '../tokens.js';
import type { NotebookRuns } from './notebook-runs.js';

/** One row of a list, for as long as somebody looks at its run in full. */
export class FollowedRow implements IListedRun, IDisposable {
  private readonly _changed = new Signal<this, void>(this);
  private _row: RunRow | null = null;
  private _isDisposed = false;

  constructor(
    private readonly _runs: NotebookRuns,
    private readonly _run: Pick<RunRow, 'runId' | 'clientRunId'>
  ) {
    this._look();
    _runs.changed.connect(this._onRunsChanged, this);
  }

  /** As it was listed last; a search that leaves it out doesn't take it away. */
  get row(): RunRow | null {
    return this._row;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  private _onRunsChanged(): void {
    if (this._look()) {
      this._changed.emit();
    }
  }

  /** Whether there was something new to see. */
  private _look(): boolean {
    const key = rowKey(this._run);
    const row = this._runs.listing.rows.find(
      one => rowKey(one) === key || (one.runId !== null && one.runId === this._run.runId)
    );
    if (row === undefined || row === this._row) {
      return false;
    }
    this._row = row;
    return true;
  }
}
