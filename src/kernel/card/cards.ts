import type { Faults } from '../patch/faults.js';
import type { CellExecution } from '../runs/cell-execution.js';
import type { RunAudience } from '../runs/recorder.js';
import type { RunView } from '../runs/run-view.js';
import { rehearseBundle } from './card-bundle.js';
import { CellCard } from './cell-card.js';
import type { CardSurroundings } from './cell-card.js';

/** Cards that news about deliveries still reach: the newest ones, and those whose runs go on. */
const FOLLOWED = 20;

/** A card for each cell execution that makes runs. */
export class Cards implements RunAudience {
  private readonly _cards = new WeakMap<CellExecution, CellCard>();
  private readonly _followed = new Set<CellCard>();

  constructor(
    private readonly _surroundings: CardSurroundings,
    private readonly _faults: Faults
  ) {}

  /** Makes the first card quick. To be called where some milliseconds more are not noticed. */
  prepare(): void {
    this._faults.guard('preparing the run card', rehearseBundle);
  }

  began(view: RunView, cell: CellExecution | null): () => void {
    if (cell === null) {
      return () => undefined;
    }
    const card = this._of(cell);
    card.add(view);
    this._followed.add(card);
    this._forgetOldest();
    return () => {
      card.changed();
    };
  }

  /** News that concerns every card, such as the tracking server's absence. */
  allChanged(): void {
    for (const card of this._followed) {
      card.changed();
    }
  }

  /**
   * Something is with the server to its end: a card with all of whose runs that is so says it and
   * stays as it is from then on, whatever becomes of other runs.
   */
  delivered(): void {
    for (const card of this._followed) {
      if (card.isDelivered) {
        card.flush();
        this._followed.delete(card);
      }
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
    }
    return card;
  }

  private _forgetOldest(): void {
    for (const card of this._followed) {
      if (this._followed.size <= FOLLOWED) {
        return;
      }
      if (!card.hasRunning) {
        this._followed.delete(card);
      }
    }
  }
}
