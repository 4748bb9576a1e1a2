import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { RunCard, RunSummary } from '../../protocol/index.js';
import type { ICardArrival, ILiveRuns, INotebookDocument, INotebooks, RunIds } from '../tokens.js';

/** How many cards of a notebook are kept; older ones are found at the tracking server. */
const KEPT = 50;

interface Told {
  card: RunCard;
  readonly notebook: INotebookDocument;
  isLive: boolean;
}

/** Remembers the cards that came since the page was opened, and which kernels still run. */
export class LiveRuns implements ILiveRuns {
  private readonly _told = new Map<string, Told>();
  private readonly _changed = new Signal<this, RunCard>(this);

  constructor(notebooks: Pick<INotebooks, 'cardArrived' | 'kernelEnded'>) {
    notebooks.cardArrived.connect(this._onCardArrived, this);
    notebooks.kernelEnded.connect(this._onKernelEnded, this);
  }

  newest(card: RunCard): RunCard | null {
    return this._told.get(executionKey(card))?.card ?? null;
  }

  isLive(card: RunCard): boolean {
    return this._told.get(executionKey(card))?.isLive ?? false;
  }

  summaryOf(run: RunIds): { readonly summary: RunSummary; readonly isLive: boolean } | null {
    for (const { card, isLive } of this._told.values()) {
      const summary = card.runs.find(
        ({ runId, clientRunId }) =>
          clientRunId === run.clientRunId || (runId !== null && runId === run.runId)
      );
      if (summary !== undefined) {
        return { summary, isLive };
      }
    }
    return null;
  }

  cardsOf(notebook: INotebookDocument): readonly RunCard[] {
    return [...this._told.values()]
      .filter(told => told.notebook === notebook)
      .map(({ card }) => card);
  }

  get changed(): ISignal<this, RunCard> {
    return this._changed;
  }

  private _onCardArrived(_: unknown, { card, notebook }: ICardArrival): void {
    const key = executionKey(card);
    // Taken out and put back, so that the map is in the order of the last word.
    this._told.delete(key);
    this._told.set(key, { card, notebook, isLive: true });
    this._forgetOldest(notebook);
    this._changed.emit(card);
  }

  private _onKernelEnded(_: unknown, { kernelId }: { readonly kernelId: string }): void {
    for (const told of this._told.values()) {
      if (told.card.kernelId === kernelId && told.isLive) {
        told.isLive = false;
        this._changed.emit(told.card);
      }
    }
  }

  private _forgetOldest(notebook: INotebookDocument): void {
    const own = [...this._told].filter(([, told]) => told.notebook === notebook);
    for (const [key] of own.slice(0, Math.max(0, own.length - KEPT))) {
      this._told.delete(key);
    }
  }
}

function executionKey({ kernelId, cellId, executionCount }: RunCard): string {
  return JSON.stringify([kernelId, cellId, executionCount]);
}
