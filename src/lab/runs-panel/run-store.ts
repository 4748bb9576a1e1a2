import { overlayRow } from '../rows/overlay-row.js';
import { isRunning, rowKey } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import { compareRows, NEWEST } from './run-order.js';
import type { RunOrder } from './run-order.js';

/** The runs of an experiment that are known so far, from server, cards and journals, in order. */
export class RunStore {
  /** By MLflow's id. */
  private readonly _stored = new Map<string, RunRow>();
  /** By our own id. */
  private _told = new Map<string, RunRow>();
  private _order: RunOrder = NEWEST;
  private _rows: readonly RunRow[] | null = null;

  get order(): RunOrder {
    return this._order;
  }

  set order(order: RunOrder) {
    this._order = order;
    this._rows = null;
  }

  /** All rows, each run once. The same array until something changes. */
  get rows(): readonly RunRow[] {
    this._rows ??= this._assemble();
    return this._rows;
  }

  /** Start time of the newest run that the server knows; 0 without one. */
  get newestStart(): number {
    let newest = 0;
    for (const { startTime } of this._stored.values()) {
      newest = Math.max(newest, startTime);
    }
    return newest;
  }

  /** MLflow's ids of the runs that the server thinks are running. */
  get runningIds(): readonly string[] {
    return [...this._stored].filter(([, row]) => isRunning(row)).map(([id]) => id);
  }

  /** Takes rows that the server sent; newer ones replace older ones. True if any was not known so. */
  store(rows: readonly RunRow[]): boolean {
    let isNews = false;
    for (const row of rows) {
      if (row.runId !== null) {
        isNews ||= !isSame(this._stored.get(row.runId), row);
        this._stored.set(row.runId, row);
      }
    }
    if (isNews) {
      this._rows = null;
    }
    return isNews;
  }

  /** Forgets what the server sent. */
  clear(): void {
    this._stored.clear();
    this._rows = null;
  }

  /** Takes all rows that cards tell of, and those of journals; a card knows more of the same run. */
  tell(told: readonly RunRow[], kept: readonly RunRow[]): void {
    this._told = new Map([...kept, ...told].map(row => [rowKey(row), row]));
    this._rows = null;
  }

  private _assemble(): readonly RunRow[] {
    // A run that the server has is listed as the server's, whatever else is told of it.
    const untold = new Map(this._told);
    const byRunId = new Map([...this._told.values()].map(row => [row.runId, row]));
    const rows: RunRow[] = [];
    for (const stored of this._stored.values()) {
      const told = untold.get(stored.clientRunId ?? '') ?? byRunId.get(stored.runId);
      if (told === undefined) {
        rows.push(stored);
      } else {
        untold.delete(rowKey(told));
        rows.push(overlayRow(stored, told));
      }
    }
    rows.push(...untold.values());
    return rows.sort(compareRows(this._order));
  }
}

function isSame(known: RunRow | undefined, row: RunRow): boolean {
  return (
    known !== undefined &&
    known.status === row.status &&
    known.name === row.name &&
    known.endTime === row.endTime &&
    known.metrics.length === row.metrics.length &&
    known.metrics.every(({ key, value }, index) => {
      const other = row.metrics[index];
      return other?.key === key && Object.is(other.value, value);
    })
  );
}
