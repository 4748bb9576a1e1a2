import type { Faults } from '../patch/faults.js';
import type { CellExecution } from '../runs/cell-execution.js';
import type { RunAudience } from '../runs/recorder.js';
import type { RunView } from '../runs/run-view.js';
import { CellCard } from './cell-card.js';
import type { CardSurroundings } from './cell-card.js';

/** Cards that news about deliveries still reach: the newest ones. */
const FOLLOWED = 20;

/** A card for each cell execution that makes runs. */
export class Cards implements RunAudience {
  private readonly _cards = new Map<CellExecution, CellCard>();

  constructor(
    private readonly _surroundings: CardSurroundings,
    private readonly _faults: Faults
  ) {}

  began(view: RunView, cell: CellExecution | null): () => void {
    if (cell === null) {
      return () => undefined;
    }
    const card = this._of(cell);
    card.add(view);
    return () => {
      card.changed();
    };
  }

  /** News that concerns every card, such as the tracking server's absence. */
  allChanged(): void {
    for (const card of this._cards.values()) {
      card.changed();
    }
  }

  /** The cell has ended: shows what waits to be shown. */
  settle(cell: CellExecution): void {
    this._cards.get(cell)?.settle();
  }

  private _of(cell: CellExecution): CellCard {
    let card = this._cards.get(cell);
    if (card === undefined) {
      card = new CellCard(cell, this._surroundings, this._faults);
      this._cards.set(cell, card);
      this._forgetOldest();
    }
    return card;
  }

  private _forgetOldest(): void {
    for (const [cell, card] of this._cards) {
      if (this._cards.size <= FOLLOWED) {
        return;
      }
      if (!card.hasRunning) {
        this._cards.delete(cell);
      }
    }
  }
}
