import type { CellExecution, CellExecutions } from './cell-execution.js';
import { FlowValue } from './flow-value.js';
import type { RecordedRun } from './recorded-run.js';

/** The body of a `withRun`: the runs that are active for it and for all that it starts. */
export class RunScope {
  private _isOpen = true;

  constructor(
    private readonly _runs: RecordedRun[],
    private readonly _outer: RunScope | null,
    private readonly _flow: FlowValue<RunScope>
  ) {}

  within<T>(body: () => T): T {
    return this._flow.within(this, body);
  }

  /**
   * The body has ended: what it left behind, such as a timer, belongs to it no more.
   * Gives the runs that are still active, innermost first.
   */
  close(): readonly RecordedRun[] {
    this._isOpen = false;
    return this._runs.splice(0).reverse();
  }

  remove(run: RecordedRun): void {
    const index = this._runs.indexOf(run);
    if (index >= 0) {
      this._runs.splice(index, 1);
    } else {
      this._outer?.remove(run);
    }
  }

  /** The runs of this body, or of the nearest one around it, that goes on and has any. */
  get activeRuns(): RecordedRun[] | null {
    return this._isOpen && this._runs.length > 0 ? this._runs : (this._outer?.activeRuns ?? null);
  }

  /** Where a run that starts now belongs. */
  get openRuns(): RecordedRun[] | null {
    return this._isOpen ? this._runs : (this._outer?.openRuns ?? null);
  }
}

/**
 * The runs that the user started by hand.
 *
 * A run belongs to the asynchronous flow that started it, so that overlapping ones each log to
 * their own: to the body of a `withRun`, or else to the execution of a cell. Once that has ended,
 * the run that it left open is everybody's, as for the cells that follow.
 */
export class ActiveRuns {
  private readonly _scopes = new FlowValue<RunScope>();
  /** Newest first. */
  private readonly _startedInCells: {
    readonly run: RecordedRun;
    readonly cell: CellExecution | null;
  }[] = [];

  constructor(private readonly _cells: CellExecutions) {}

  get current(): RecordedRun | null {
    const runs = this._scopes.current?.activeRuns ?? null;
    return runs?.at(-1) ?? this._startedInCells[this._indexOfCurrent]?.run ?? null;
  }

  push(run: RecordedRun): void {
    const runs = this._scopes.current?.openRuns ?? null;
    if (runs === null) {
      this._startedInCells.unshift({ run, cell: this._cells.current });
    } else {
      runs.push(run);
    }
  }

  /** Takes the current run off, or null when there is none. */
  pop(): RecordedRun | null {
    const runs = this._scopes.current?.activeRuns ?? null;
    if (runs !== null) {
      return runs.pop() ?? null;
    }
    const index = this._indexOfCurrent;
    return index < 0 ? null : (this._startedInCells.splice(index, 1)[0]?.run ?? null);
  }

  /** Takes `run` off, wherever it was started. */
  remove(run: RecordedRun): void {
    const index = this._startedInCells.findIndex(started => started.run === run);
    if (index >= 0) {
      this._startedInCells.splice(index, 1);
    } else {
      this._scopes.current?.remove(run);
    }
  }

  /** A scope in which `run` is active. */
  open(run: RecordedRun): RunScope {
    return new RunScope([run], this._scopes.current, this._scopes);
  }

  private get _indexOfCurrent(): number {
    const { current } = this._cells;
    const own = this._startedInCells.findIndex(({ cell }) => cell === current);
    return own >= 0
      ? own
      : this._startedInCells.findIndex(({ cell }) => cell === null || this._cells.hasEnded(cell));
  }
}
