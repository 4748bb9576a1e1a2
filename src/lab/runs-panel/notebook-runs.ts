import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { RunCard } from '../../protocol/index.js';
import { isNotFound } from '../../tracking/index.js';
import type { Experiment, MlflowClient } from '../../tracking/index.js';
import { rowOfSummary } from '../rows/row-of-summary.js';
import type { ILiveRuns, INotebookDocument } from '../tokens.js';
import { findExperiment } from '../notebooks/find-experiment.js';
import type { FoundExperiment, IExperimentSource } from '../notebooks/find-experiment.js';
import { RunListing } from './run-listing.js';
import type { RunOrder } from './run-order.js';
import type { IRunSource } from './run-pages.js';
import { troubleWords } from '../rows/trouble-words.js';

export interface INotebookRunsOptions {
  readonly notebook: INotebookDocument;
  readonly source: IRunSource &
    IExperimentSource & { readonly experiments: Pick<MlflowClient['experiments'], 'restore'> };
  readonly live: ILiveRuns;
  /** Whether a notebook lies at a path below the server's root. */
  readonly exists: (path: string) => Promise<boolean>;
  readonly trans: TranslationBundle;
}

/** The runs of one notebook: its experiment found, its runs loaded, its kernel listened to. */
export class NotebookRuns implements IDisposable {
  readonly listing: RunListing;
  private readonly _changed = new Signal<this, void>(this);
  private _found: FoundExperiment | null = null;
  private _trouble: string | null = null;
  /** Questions that are open; what a poll would bring, they bring too. */
  private _attempts = 0;
  private _isActive = false;
  private _isDisposed = false;

  constructor(private readonly _options: INotebookRunsOptions) {
    const { notebook, live, source, trans } = _options;
    this.listing = new RunListing(source, () => this._isActive, trans);
    this.listing.changed.connect(this._onListingChanged, this);
    live.changed.connect(this._onLiveChanged, this);
    notebook.pathChanged.connect(this._onPathChanged, this);
    notebook.kernelChanged.connect(this._onKernelChanged, this);
    this._tell();
  }

  get notebook(): INotebookDocument {
    return this._options.notebook;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Null until the server was asked for it, and where there is none. */
  get experiment(): Experiment | null {
    return this._found === null || this._found.kind === 'none' ? null : this._found.experiment;
  }

  /** Whether the server has said which runs there are. */
  get isLoaded(): boolean {
    return this._found !== null && (this.isDeleted || this.listing.isLoaded);
  }

  get isDeleted(): boolean {
    return this._found?.kind === 'deleted';
  }

  /** Why the server's answer is missing, in words, or null. The rows stay. */
  get trouble(): string | null {
    return this._trouble;
  }

  /** Records of this notebook's kernel that wait for the tracking server. */
  get waitingRecords(): number {
    const delivery = this._cards.at(-1)?.delivery;
    return delivery?.state === 'waiting' ? delivery.waiting : 0;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether somebody looks on: only then is anything loaded. */
  get isActive(): boolean {
    return this._isActive;
  }

  set isActive(isActive: boolean) {
    if (isActive !== this._isActive) {
      this._isActive = isActive;
      if (isActive) {
        void this.poll();
      }
    }
  }

  /** Loads all anew. Never rejects; see `trouble`. */
  refresh(): Promise<void> {
    return this._attempt(async () => {
      await this._find();
      if (this._found?.kind === 'found') {
        await this.listing.load();
      }
    });
  }

  /** Asks for what is new. Never rejects; see `trouble`. */
  async poll(): Promise<void> {
    if (this._attempts > 0) {
      return;
    }
    await this._attempt(async () => {
      if (this._found?.kind !== 'found' || this._trouble !== null) {
        await this._find();
      }
      if (this._found?.kind === 'found') {
        await this.listing.update();
      }
    });
  }

  /** Never rejects; see `trouble`. */
  sort(order: RunOrder): Promise<void> {
    return this._attempt(() => this.listing.sort(order));
  }

  /** Never rejects; see `trouble` and the listing's `queryFault`. */
  search(text: string): Promise<void> {
    return this._attempt(() => this.listing.search(text));
  }

  /** Brings the deleted experiment back. Never rejects; see `trouble`. */
  restore(): Promise<void> {
    return this._attempt(async () => {
      if (this._found?.kind === 'deleted') {
        await this._options.source.experiments.restore(this._found.experiment.experimentId);
        await this._find();
        await this.listing.load();
      }
    });
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._isActive = false;
    this.listing.dispose();
    Signal.clearData(this);
  }

  private async _find(): Promise<void> {
    const { notebook, source, exists } = this._options;
    const { path, notebookId } = notebook;
    const experimentId = this._cards.at(-1)?.experiment.id ?? null;
    let found: FoundExperiment;
    try {
      found = await findExperiment(source, { path, notebookId, experimentId }, exists);
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      found = { kind: 'none' };
    }
    if (this._isDisposed || path !== notebook.path) {
      return;
    }
    const isNews = this._found?.kind !== found.kind;
    this._found = found;
    this.listing.experimentId = found.kind === 'found' ? found.experiment.experimentId : null;
    if (isNews) {
      this._changed.emit();
    }
  }

  private async _attempt(act: () => Promise<void>): Promise<void> {
    let trouble: string | null = null;
    this._attempts++;
    try {
      await act();
    } catch (error) {
      trouble = troubleWords(error, this._options.trans);
    } finally {
      this._attempts--;
    }
    if (!this._isDisposed && trouble !== this._trouble) {
      this._trouble = trouble;
      this._changed.emit();
    }
  }

  private get _cards(): readonly RunCard[] {
    return this._options.live.cardsOf(this.notebook);
  }

  private _tell(): void {
    const { live } = this._options;
    this.listing.tell(
      this._cards.flatMap(card =>
        card.runs.map(summary => rowOfSummary(summary, live.isLive(card)))
      )
    );
  }

  private _onListingChanged(): void {
    this._changed.emit();
  }

  private _onLiveChanged(_: ILiveRuns, card: RunCard): void {
    if (!this._cards.includes(card)) {
      return;
    }
    this._tell();
    const { id } = card.experiment;
    if (this._isActive && id !== null && id !== this.experiment?.experimentId) {
      void this.refresh();
    }
  }

  private _onPathChanged(): void {
    this._found = null;
    if (this._isActive) {
      void this.refresh();
    }
  }

  private _onKernelChanged(): void {
    this._changed.emit();
  }
}
