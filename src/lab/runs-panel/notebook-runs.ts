import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ExperimentRef, RunCard } from '../../protocol/index.js';
import type { Experiment, MlflowClient } from '../../tracking/index.js';
import type { IExperimentSource } from '../notebooks/find-experiment.js';
import { rowOfSummary } from '../rows/row-of-summary.js';
import { rowOfWaiting } from '../rows/row-of-waiting.js';
import { troubleWords } from '../rows/trouble-words.js';
import type { ILiveRuns, INotebookDocument } from '../tokens.js';
import { KeptRuns } from './kept-runs.js';
import type { IWaitingSource } from './kept-runs.js';
import { RunListing } from './run-listing.js';
import type { RunOrder } from './run-order.js';
import type { IRunSource } from './run-pages.js';
import { ShownExperiment } from './shown-experiment.js';

export interface INotebookRunsOptions {
  readonly notebook: INotebookDocument;
  readonly source: IRunSource &
    IExperimentSource & { readonly experiments: Pick<MlflowClient['experiments'], 'restore'> };
  readonly live: ILiveRuns;
  readonly waiting: IWaitingSource;
  /** Whether a notebook lies at a path below the server's root. */
  readonly exists: (path: string) => Promise<boolean>;
  readonly trans: TranslationBundle;
}

/** The runs of one notebook: its experiment found, its runs loaded, its kernel listened to. */
export class NotebookRuns implements IDisposable {
  readonly listing: RunListing;
  /** What the journals hold, and what was refused. */
  readonly kept: KeptRuns;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _shown: ShownExperiment;
  private _trouble: string | null = null;
  /** Questions that are open; what a poll would bring, they bring too. */
  private _attempts = 0;
  private _isActive = false;
  private _isDisposed = false;

  constructor(private readonly _options: INotebookRunsOptions) {
    const { notebook, live, source, trans, waiting } = _options;
    this._shown = new ShownExperiment(_options);
    this.kept = new KeptRuns(notebook, waiting);
    this.kept.changed.connect(this._onKeptChanged, this);
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
    return this._shown.experiment;
  }

  /** The name of the experiment whose runs these are. */
  get experimentName(): string {
    return this._shown.name;
  }

  /** The experiment that the running kernel logs to, where that isn't the notebook's own; else null. */
  get elsewhere(): ExperimentRef | null {
    return this._shown.elsewhere;
  }

  /** Whether the notebook's own runs are shown, though its kernel logs elsewhere. */
  get wantsOwn(): boolean {
    return this._shown.wantsOwn;
  }

  /** Whether the server has said which runs there are. */
  get isLoaded(): boolean {
    return this._shown.isKnown && (this.isDeleted || this.listing.isLoaded);
  }

  get isDeleted(): boolean {
    return this._shown.isDeleted;
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
  async refresh(): Promise<void> {
    void this.kept.look();
    await this._attempt(async () => {
      await this._find();
      if (this._shown.isFound) {
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
      if (!this._shown.isFound || this._trouble !== null) {
        await this._find();
      }
      if (this._shown.isFound) {
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

  /** Shows the notebook's own runs, or those of the experiment that its kernel logs to. Never rejects. */
  showOwn(wantsOwn: boolean): Promise<void> {
    this._shown.wantsOwn = wantsOwn;
    return this.refresh();
  }

  /** Brings the deleted experiment back. Never rejects; see `trouble`. */
  restore(): Promise<void> {
    return this._attempt(async () => {
      const { experiment } = this;
      if (this.isDeleted && experiment !== null) {
        await this._options.source.experiments.restore(experiment.experimentId);
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
    this.kept.dispose();
    Signal.clearData(this);
  }

  private async _find(): Promise<void> {
    const news = await this._shown.find();
    if (this._isDisposed || news === 'overtaken') {
      return;
    }
    const { experiment, isFound } = this._shown;
    this.listing.experimentId = isFound ? (experiment?.experimentId ?? null) : null;
    if (news === 'other') {
      this._tell();
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
    const cards = this._cards.filter(card => this._shown.has(card.experiment));
    this.listing.tell(
      cards.flatMap(card => {
        const isLive = live.isLive(card);
        return card.runs.map(summary => ({
          ...rowOfSummary(summary, isLive),
          isKept: isWaiting(card) || (!isLive && this.kept.has(summary.clientRunId))
        }));
      }),
      this.kept.runs
        .filter(({ experiment }) => this._shown.has({ name: experiment, id: null }))
        .map(rowOfWaiting)
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
    const leadsElsewhere = this._shown.hear();
    if (this._isActive && leadsElsewhere) {
      void this.refresh();
    }
  }

  private _onKeptChanged(): void {
    this._tell();
  }

  private _onPathChanged(): void {
    this._shown.forget();
    if (this._isActive) {
      void this.refresh();
    }
  }

  private _onKernelChanged(): void {
    this._changed.emit();
  }
}

/** Whether a card says that the records of its runs are not on their way. */
function isWaiting({ delivery }: RunCard): boolean {
  return delivery.state === 'waiting' || delivery.state === 'offline';
}
