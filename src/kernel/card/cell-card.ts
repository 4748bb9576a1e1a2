import { randomUUID } from 'node:crypto';
import { CARD_LIMITS } from '../../protocol/index.js';
import type { Delivery, RunCard } from '../../protocol/index.js';
import type { Faults } from '../patch/faults.js';
import type { CellExecution } from '../runs/cell-execution.js';
import type { RunView } from '../runs/run-view.js';
import { makeBundle } from './card-bundle.js';
import { Throttle } from './throttle.js';

/** What a card says besides its runs. */
export interface CardSurroundings {
  readonly kernelId: string;
  /** MLflow's id of an experiment, once known. */
  experimentId(name: string): string | null;
  /** How far the records of these runs are on their way. */
  delivery(runs: ReadonlySet<string>): Delivery;
  /** Whether all that was recorded of these runs is delivered, or refused. */
  isDelivered(runs: ReadonlySet<string>): boolean;
  notes(): readonly string[];
}

/** The one output of ours below a cell: the runs that one execution of it made. */
export class CellCard {
  private readonly _views: RunView[] = [];
  private readonly _displayId = randomUUID();
  private readonly _throttle: Throttle;
  /** Our ids of all runs that it made, also of those that it shows no more. */
  private readonly _runs = new Set<string>();
  private _isShown = false;

  constructor(
    private readonly _cell: CellExecution,
    private readonly _surroundings: CardSurroundings,
    faults: Faults
  ) {
    const show = (): void => {
      faults.guard('showing the run card', () => {
        this._show();
      });
    };
    this._throttle = new Throttle(show, 1000 / CARD_LIMITS.messagesPerSecond);
  }

  /** A run that goes on in the cell that made it stands on its card already. */
  add(view: RunView): void {
    if (this._views.includes(view)) {
      return;
    }
    this._runs.add(view.clientRunId);
    this._views.push(view);
    if (this._views.length > CARD_LIMITS.runs) {
      this._views.shift();
    }
  }

  get hasRunning(): boolean {
    return this._views.some(({ status }) => status === 'RUNNING');
  }

  /** Whether all there will be of its runs, as far as is known now, is recorded and delivered. */
  get isDelivered(): boolean {
    return (
      this._views.every(({ isRecorded }) => isRecorded) &&
      this._surroundings.isDelivered(this._runs)
    );
  }

  /** Something on it changed. */
  changed(): void {
    this._throttle.request();
  }

  /** Shows it now. */
  flush(): void {
    this._throttle.flush();
  }

  /** Shows now what waits to be shown. */
  settle(): void {
    this._throttle.settle();
  }

  private _show(): void {
    this._cell.show(makeBundle(this._card), this._displayId, this._isShown);
    this._isShown = true;
  }

  private get _card(): RunCard {
    const name = this._views.at(-1)?.experiment ?? '';
    return {
      version: 1,
      kernelId: this._surroundings.kernelId,
      cellId: this._cell.cellId,
      executionCount: this._cell.executionCount,
      experiment: { name, id: this._surroundings.experimentId(name) },
      totalRuns: this._runs.size,
      runs: this._views.map(view => view.summary),
      delivery: this._surroundings.delivery(this._runs),
      faults: this._surroundings.notes()
    };
  }
}
