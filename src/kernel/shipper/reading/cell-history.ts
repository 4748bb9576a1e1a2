import type { CellRecord } from '../../journal/records.js';

/** The executions of cells that the journal holds, in order. */
export class CellHistory {
  add(cell: CellRecord): void {
    this._cells.push(cell);
  }

  /** All executions up to and with number `executionCount`, or all known where that is null. */
  upTo(executionCount: number | null): readonly CellRecord[] {
    const own = this._cells.map(cell => cell.executionCount).lastIndexOf(executionCount ?? NaN);
    return own < 0 ? [...this._cells] : this._cells.slice(0, own + 1);
  }

  private readonly _cells: CellRecord[] = [];
}
