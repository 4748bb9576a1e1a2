import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { isRefused, MlflowApiError } from '../../tracking/index.js';
import type { Run } from '../../tracking/index.js';
import { rowOfRun } from '../rows/row-of-run.js';
import type { RunRow } from '../rows/run-row.js';
import type { RunOrder } from './run-order.js';
import { RunPages } from './run-pages.js';
import type { IRunSource } from './run-pages.js';
import { readQuery } from './run-query.js';
import type { RunQuery } from './run-query.js';
import { RunStore } from './run-store.js';

/** The runs of one experiment as a person wants them: sorted, filtered, and all of them in the end. */
export class RunListing implements IDisposable {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _store = new RunStore();
  private readonly _keys = { metrics: new Set<string>(), params: new Set<string>() };
  private _experimentId: string | null = null;
  private _pages: RunPages | null = null;
  private _query: RunQuery = { kind: 'all' };
  private _queryFault: string | null = null;
  private _isWalking = false;
  /** Counts the questions; an answer to anything but the last one is dropped. */
  private _question = 0;
  private _isDisposed = false;

  /** `isWanted`: whether somebody looks on, so that the pages after the first are worth loading. */
  constructor(
    private readonly _source: IRunSource,
    private readonly _isWanted: () => boolean,
    private readonly _trans: TranslationBundle
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get rows(): readonly RunRow[] {
    const { rows } = this._store;
    const query = this._query;
    if (query.kind !== 'name' || this._pages?.filter != null) {
      return rows;
    }
    const text = query.text.toLowerCase();
    return rows.filter(row => row.name.toLowerCase().includes(text));
  }

  /** Whether all runs are here, so that the number of rows is the true total. */
  get isComplete(): boolean {
    return this._experimentId === null || (this._pages !== null && !this._pages.hasMore);
  }

  /** Whether the first page is here. */
  get isLoaded(): boolean {
    return this._experimentId === null || this._pages !== null;
  }

  get isFiltered(): boolean {
    return this._query.kind !== 'all';
  }

  /** What is wrong with the search, in words, or null. The rows are then those of before. */
  get queryFault(): string | null {
    return this._queryFault;
  }

  get order(): RunOrder {
    return this._store.order;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The experiment, or null where there is none; another one is loaded by `load`. */
  set experimentId(experimentId: string | null) {
    if (experimentId !== this._experimentId) {
      this._experimentId = experimentId;
      this._question++;
      this._pages = null;
      this._store.clear();
      this._changed.emit();
    }
  }

  /** Takes all rows that kernels tell of, and those that journals hold and the server doesn't. */
  tell(told: readonly RunRow[], kept: readonly RunRow[]): void {
    this._store.tell(told, kept);
    this._changed.emit();
  }

  /** Loads the first page anew, then the others in the background. Rejects as the client does. */
  load(): Promise<void> {
    return this._load(this._query, this.order);
  }

  /** Asks for what is new. Rejects as the client does. */
  async update(): Promise<void> {
    const question = this._question;
    const pages = this._pages;
    if (pages === null) {
      return this.load();
    }
    const runs = await pages.news(this._store.newestStart, this._store.runningIds);
    if (question === this._question) {
      this._take(runs);
      void this._walk();
    }
  }

  /** Sorts; at once where all is here, else by the server. */
  async sort(order: RunOrder): Promise<void> {
    if (!this.isComplete) {
      return this._load(this._query, order);
    }
    this._store.order = order;
    this._changed.emit();
  }

  /** Filters by a part of the name or in MLflow's language. A fault in it keeps the rows. */
  async search(text: string): Promise<void> {
    const query = readQuery(text, this._keys, this._trans);
    this._queryFault = query.kind === 'fault' ? query.message : null;
    const isWholeHere = this.isComplete && this._pages?.filter == null;
    if (query.kind === 'fault') {
      this._changed.emit();
    } else if (isWholeHere && query.kind !== 'filter') {
      this._query = query;
      this._changed.emit();
    } else {
      await this._load(query, this.order);
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._question++;
    Signal.clearData(this);
  }

  private async _load(query: RunQuery, order: RunOrder): Promise<void> {
    const question = ++this._question;
    if (this._experimentId === null) {
      this._query = query;
      this._changed.emit();
      return;
    }
    const filter = query.kind === 'name' || query.kind === 'filter' ? query.filter : null;
    const pages = new RunPages(this._source, this._experimentId, filter, order);
    try {
      const runs = await pages.next();
      if (question !== this._question) {
        return;
      }
      this._pages = pages;
      this._query = query;
      this._queryFault = null;
      this._store.clear();
      this._store.order = order;
      this._take(runs, true);
    } catch (error) {
      if (question !== this._question || filter === null || !isRefused(error)) {
        throw error;
      }
      this._queryFault = error instanceof MlflowApiError ? error.serverMessage : String(error);
      this._changed.emit();
    }
    void this._walk();
  }

  /** Loads the other pages, one after the other, as long as somebody looks on. */
  private async _walk(): Promise<void> {
    if (this._isWalking) {
      return;
    }
    this._isWalking = true;
    try {
      for (
        let pages = this._pages;
        pages?.hasMore === true && this._isWanted();
        pages = this._pages
      ) {
        const question = this._question;
        const runs = await pages.next();
        if (question === this._question) {
          this._take(runs, true);
        }
      }
    } catch {
      // The next poll meets the same trouble, tells of it, and goes on from here afterwards.
    } finally {
      this._isWalking = false;
    }
  }

  private _take(runs: readonly Run[], mustEmit = false): void {
    for (const { data } of runs) {
      data.metrics.forEach(({ key }) => this._keys.metrics.add(key));
      data.params.forEach(({ key }) => this._keys.params.add(key));
    }
    if (this._store.store(runs.map(rowOfRun)) || mustEmit) {
      this._changed.emit();
    }
  }
}
