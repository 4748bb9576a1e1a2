import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { isRunCard } from '../../protocol/index.js';
import type { RunCard } from '../../protocol/index.js';
import { overlayRow } from '../rows/overlay-row.js';
import { rowOfSummary } from '../rows/row-of-summary.js';
import type { RunRow } from '../rows/run-row.js';
import type { ILiveRuns } from '../tokens.js';

/** Asks the tracking server how runs of these ids stand. */
export type LookUpRuns = (runIds: readonly string[]) => Promise<readonly RunRow[]>;

/** What a card shows: what its notebook holds, what the kernel has said since, what became of it. */
export class RunCardModel implements IDisposable {
  private readonly _changed = new Signal<this, void>(this);
  private _card: RunCard | null = null;
  private _isDisposed = false;
  private readonly _found = new Map<string, RunRow>();
  private readonly _asked = new Set<string>();

  constructor(
    private readonly _live: ILiveRuns | null,
    private readonly _lookUp: LookUpRuns | null
  ) {
    _live?.changed.connect(this._onLiveChanged, this);
  }

  /** The newest card, or null where what the notebook holds is not one that we can read. */
  get card(): RunCard | null {
    return this._card;
  }

  /** Whether its kernel still runs, so that a running run goes on. */
  get isLive(): boolean {
    return this._card !== null && (this._live?.isLive(this._card) ?? false);
  }

  /** Whether the kernel spoke in this page; else the card is as the notebook was saved. */
  get wasLive(): boolean {
    return this._card !== null && this._live?.newest(this._card) != null;
  }

  get rows(): readonly RunRow[] {
    const { isLive } = this;
    return (this._card?.runs ?? []).map(summary => {
      const told = rowOfSummary(summary, isLive);
      const found = summary.runId === null ? undefined : this._found.get(summary.runId);
      return found === undefined || isLive ? told : overlayRow(found, told);
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Takes what the notebook holds. */
  show(data: unknown): void {
    const held = isRunCard(data) ? data : null;
    // After a reload the output is as it was saved, but the kernel may have said more.
    this._card = held === null ? null : (this._live?.newest(held) ?? held);
    this._changed.emit();
    this._askForLostRuns();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onLiveChanged(_: ILiveRuns, card: RunCard): void {
    if (this._card !== null && isSameExecution(this._card, card)) {
      this._card = card;
      this._changed.emit();
      this._askForLostRuns();
    }
  }

  /** Runs that were running, of which no kernel tells any more: how did they end? */
  private _askForLostRuns(): void {
    const lost = this.rows
      .filter(row => row.status === 'UNKNOWN')
      .map(row => row.runId)
      .filter(id => id !== null)
      .filter(id => !this._asked.has(id));
    if (lost.length === 0 || this._lookUp === null) {
      return;
    }
    lost.forEach(id => this._asked.add(id));
    this._lookUp(lost).then(
      rows => {
        rows.forEach(row => row.runId !== null && this._found.set(row.runId, row));
        if (!this._isDisposed && rows.length > 0) {
          this._changed.emit();
        }
      },
      () => {
        // The card then says what it knows; the panel tells why the server does not answer.
      }
    );
  }
}

function isSameExecution(one: RunCard, other: RunCard): boolean {
  return (
    one.kernelId === other.kernelId &&
    one.cellId === other.cellId &&
    one.executionCount === other.executionCount
  );
}
