import { FlowValue } from './flow-value.js';

/** Output by MIME type, as Jupyter's `display_data` carries it. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** One execution of one cell. */
export interface CellExecution {
  /** The cell's id, or null where the front end sent none. */
  readonly cellId: string | null;
  readonly executionCount: number;
  readonly source: string;
  /** When it began, in milliseconds since the epoch. */
  readonly time: number;
  /** Shows `data` below the cell, or replaces what was shown under `displayId`. */
  show(data: MimeBundle, displayId: string, replace: boolean): void;
}

/** How many executions are remembered for `notebook/executed.ipynb`; older ones are forgotten. */
const REMEMBERED = 10_000;

/**
 * Which cell is running, told apart in overlapping asynchronous cells by the
 * asynchronous flow, and which cells ran before.
 */
export class CellExecutions {
  private readonly _flow = new FlowValue<CellExecution>();
  private readonly _ended = new WeakSet<CellExecution>();
  private readonly _interruptListeners = new Set<() => void>();
  private _history: CellExecution[] = [];
  /** How many executions were forgotten. */
  private _forgotten = 0;
  private readonly _taken = new WeakMap<object, number>();

  /** The execution that the calling code belongs to, or null outside any. */
  get current(): CellExecution | null {
    return this._flow.current;
  }

  /** From here on the calling flow, and all that it starts, belongs to `cell`, which begins now. */
  enter(cell: CellExecution): void {
    this._history.push(cell);
    if (this._history.length > REMEMBERED) {
      this._forgotten += this._history.length - REMEMBERED / 2;
      this._history = this._history.slice(-REMEMBERED / 2);
    }
    this._flow.enter(cell);
  }

  /** `cell` has given its result. What it started may go on. */
  end(cell: CellExecution): void {
    this._ended.add(cell);
  }

  hasEnded(cell: CellExecution): boolean {
    return this._ended.has(cell);
  }

  /** The executions that `taker` did not take yet, oldest first: to each of them each is given once. */
  takeHistory(taker: object): readonly CellExecution[] {
    const begin = Math.max(0, (this._taken.get(taker) ?? 0) - this._forgotten);
    this._taken.set(taker, this._forgotten + this._history.length);
    return this._history.slice(begin);
  }

  /** The user interrupted the kernel. */
  interrupt(): void {
    for (const listener of [...this._interruptListeners]) {
      listener();
    }
  }

  /** Calls `listener` at each interrupt, until the returned function is called. */
  onInterrupt(listener: () => void): () => void {
    this._interruptListeners.add(listener);
    return () => this._interruptListeners.delete(listener);
  }
}
