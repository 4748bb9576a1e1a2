import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ServerStatus } from '../../protocol/index.js';
import type { IAutologServer, INotebookDocument, INotebooks } from '../tokens.js';
import type { NotebookRuns } from './notebook-runs.js';

export interface IRunsPanelOptions {
  readonly notebooks: Pick<INotebooks, 'current' | 'currentChanged'>;
  readonly server: Pick<IAutologServer, 'status' | 'trouble' | 'statusChanged'>;
  readonly createRuns: (notebook: INotebookDocument) => NotebookRuns;
  /** Milliseconds between two looks at the tracking server. */
  readonly pollInterval: number;
}

/** What the panel shows: the runs of the notebook in front, and how the tracking server is. */
export class RunsPanelModel implements IDisposable {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _runs = new Map<INotebookDocument, NotebookRuns>();
  private readonly _poll: Poll;
  private _current: NotebookRuns | null = null;
  private _isVisible = false;
  private _visibleMetrics: readonly string[] = [];

  constructor(private readonly _options: IRunsPanelOptions) {
    this._poll = new Poll({
      name: 'jupyterlab-autolog:runs',
      auto: false,
      factory: () => this._look(),
      frequency: { interval: _options.pollInterval, backoff: false },
      standby: () => (this._isVisible ? 'when-hidden' : true)
    });
    _options.notebooks.currentChanged.connect(this._onCurrentChanged, this);
    _options.server.statusChanged.connect(this._onStatusChanged, this);
    this._onStatusChanged();
    this._onCurrentChanged();
    void this._poll.start();
  }

  /** The runs of the notebook in front, or null without one. */
  get current(): NotebookRuns | null {
    return this._current;
  }

  get status(): ServerStatus | null {
    return this._options.server.status;
  }

  /** Why `status` is not known, in words, or null. */
  get serverTrouble(): string | null {
    return this._options.server.trouble;
  }

  /** Metrics that a person wants in every row; none: those that matter by their names. */
  get visibleMetrics(): readonly string[] {
    return this._visibleMetrics;
  }

  set visibleMetrics(keys: readonly string[]) {
    this._visibleMetrics = keys;
    this._changed.emit();
  }

  /** Emitted when another notebook, its runs, or the server's status is to be shown. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** In milliseconds. */
  set pollInterval(interval: number) {
    this._poll.frequency = { interval, backoff: false, max: interval };
  }

  /** Whether the panel is open: only then is anything asked for, and MLflow only when it is ready. */
  set isVisible(isVisible: boolean) {
    this._isVisible = isVisible;
    this._activate();
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._poll.dispose();
    this._runs.forEach(runs => {
      runs.dispose();
    });
    this._runs.clear();
    Signal.clearData(this);
  }

  private _onCurrentChanged(): void {
    const notebook = this._options.notebooks.current;
    const next = notebook === null ? null : this._runsOf(notebook);
    const last = this._current;
    if (next === last) {
      return;
    }
    if (last !== null && !last.isDisposed) {
      last.isActive = false;
      last.changed.disconnect(this._onRunsChanged, this);
    }
    this._current = next;
    next?.changed.connect(this._onRunsChanged, this);
    this._activate();
    this._changed.emit();
  }

  private _runsOf(notebook: INotebookDocument): NotebookRuns {
    let runs = this._runs.get(notebook);
    if (runs === undefined) {
      runs = this._options.createRuns(notebook);
      this._runs.set(notebook, runs);
      notebook.disposed.connect(this._onNotebookDisposed, this);
    }
    return runs;
  }

  private _onNotebookDisposed(notebook: unknown): void {
    const runs = this._runs.get(notebook as INotebookDocument);
    this._runs.delete(notebook as INotebookDocument);
    if (this._current === runs) {
      this._current = null;
      this._changed.emit();
    }
    runs?.dispose();
  }

  private _onRunsChanged(): void {
    this._changed.emit();
  }

  private _onStatusChanged(): void {
    this._activate();
    this._changed.emit();
  }

  private get _mayAsk(): boolean {
    return this._isVisible && this.status?.tracker.state === 'ready';
  }

  private _activate(): void {
    if (this._current !== null) {
      this._current.isActive = this._mayAsk;
      void this._lookAtKept();
    }
  }

  private async _look(): Promise<void> {
    await Promise.all([this._mayAsk ? this._current?.poll() : null, this._lookAtKept()]);
  }

  /** Also without a tracking server: it is the Jupyter server that reads the journals. */
  private async _lookAtKept(): Promise<void> {
    if (this._isVisible && this.status !== null) {
      await this._current?.kept.look();
    }
  }
}
