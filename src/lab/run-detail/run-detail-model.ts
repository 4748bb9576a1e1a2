import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { CurvePoint } from '../../format/index.js';
import { decodeMetricValue } from '../../protocol/index.js';
import type { RunSummary } from '../../protocol/index.js';
import type { LoggedModel, MlflowClient, Run } from '../../tracking/index.js';
import { overlayRow } from '../rows/overlay-row.js';
import { rowOfRun } from '../rows/row-of-run.js';
import { rowOfSummary } from '../rows/row-of-summary.js';
import { isRunning } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import { troubleWords } from '../rows/trouble-words.js';
import type { IListedRun, ILiveRuns, RunIds } from '../tokens.js';
import { ArtifactTree } from './artifact-tree.js';
import type { IArtifactSource } from './artifact-tree.js';
import { MetricCurves } from './metric-curves.js';
import type { IMetricSource } from './metric-curves.js';
import { modelWords } from './model-words.js';
import type { ModelWords } from './model-words.js';

/** Milliseconds between two looks at a run that goes on, and at one that has ended. */
const RUNNING_INTERVAL = 1000;
const ENDED_INTERVAL = 15_000;

export interface IRunDetailOptions {
  readonly run: RunIds;
  readonly source: IMetricSource &
    IArtifactSource & {
      readonly runs: Pick<MlflowClient['runs'], 'get'>;
      readonly loggedModels: Pick<MlflowClient['loggedModels'], 'get'>;
    };
  readonly live: ILiveRuns;
  /** The list's row of it, or null where it was opened from nowhere. */
  readonly listed: IListedRun | null;
  /** Reads a logged model's file `MLmodel`. */
  readonly readModel: (modelId: string) => Promise<string>;
  readonly trans: TranslationBundle;
}

/** Everything about one run, kept up to date while it goes on. */
export class RunDetailModel implements IDisposable {
  readonly curves: MetricCurves;
  readonly artifacts: ArtifactTree;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _poll: Poll;
  private _run: Run | null = null;
  private _told: RunSummary | null = null;
  private _isTold = false;
  private _models: readonly LoggedModel[] = [];
  private readonly _modelWords = new Map<string, ModelWords>();
  private _trouble: string | null = null;
  private _isVisible = false;

  constructor(private readonly _options: IRunDetailOptions) {
    this.curves = new MetricCurves(_options.source);
    this.artifacts = new ArtifactTree(_options.source);
    this.artifacts.changed.connect(this._onPartChanged, this);
    _options.live.changed.connect(this._onLiveChanged, this);
    _options.listed?.changed.connect(this._onListedChanged, this);
    this._poll = new Poll({
      name: 'jupyterlab-autolog:run',
      factory: () => this._look(),
      frequency: { interval: RUNNING_INTERVAL, backoff: false },
      standby: () => (this._isVisible ? 'when-hidden' : true)
    });
    this._tell();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the server knows, or null before its first answer. */
  get run(): Run | null {
    return this._run;
  }

  /** What server and kernel know together, or null before either said anything. */
  get row(): RunRow | null {
    const told = this._told === null ? null : rowOfSummary(this._told, this._isTold);
    const stored = this._run === null ? null : rowOfRun(this._run);
    if (stored === null) {
      const listed = this._options.listed?.row ?? null;
      return told === null ? listed : { ...told, isKept: listed?.isKept ?? false };
    }
    return told === null ? stored : overlayRow(stored, told);
  }

  get models(): readonly LoggedModel[] {
    return this._models;
  }

  /** What a model's file says, or null where it has not been read. */
  modelWords(modelId: string): ModelWords | null {
    return this._modelWords.get(modelId) ?? null;
  }

  /** Why the server's answer is missing, in words, or null. */
  get trouble(): string | null {
    return this._trouble;
  }

  get runId(): string | null {
    const { run, listed } = this._options;
    return run.runId ?? this._told?.runId ?? listed?.row?.runId ?? null;
  }

  /** Only what is looked at is kept up to date. */
  set isVisible(isVisible: boolean) {
    this._isVisible = isVisible;
    if (isVisible) {
      void this._poll.refresh();
    }
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._poll.dispose();
    this.curves.dispose();
    this.artifacts.dispose();
    Signal.clearData(this);
  }

  private async _look(): Promise<void> {
    const { runId } = this;
    if (runId === null) {
      return;
    }
    let trouble: string | null = null;
    try {
      const run = await this._options.source.runs.get(runId);
      if (this.isDisposed) {
        return;
      }
      const hasEnded = this._run !== null && this._run.info.status !== run.info.status;
      const isFirst = this._run === null;
      this._run = run;
      this._setPace(isRunning(rowOfRun(run)));
      this._changed.emit();
      await Promise.all([
        this.curves.follow(runId, run.data.metrics),
        this._loadModels(run),
        isFirst || hasEnded ? this.artifacts.load(runId) : Promise.resolve()
      ]);
    } catch (error) {
      trouble = troubleWords(error, this._options.trans);
    }
    if (!this.isDisposed && trouble !== this._trouble) {
      this._trouble = trouble;
      this._changed.emit();
    }
  }

  private async _loadModels(run: Run): Promise<void> {
    const ids = run.outputs.models.map(({ modelId }) => modelId);
    const isKnown = (id: string): boolean =>
      this._models.some(
        ({ modelId, status }) => modelId === id && status !== 'LOGGED_MODEL_PENDING'
      );
    if (ids.every(isKnown)) {
      return;
    }
    this._models = await Promise.all(ids.map(id => this._options.source.loggedModels.get(id)));
    await Promise.all(this._models.map(model => this._readModel(model)));
    if (!this.isDisposed) {
      this._changed.emit();
    }
  }

  private async _readModel({ modelId, status }: LoggedModel): Promise<void> {
    if (status !== 'LOGGED_MODEL_READY' || this._modelWords.has(modelId)) {
      return;
    }
    try {
      this._modelWords.set(modelId, modelWords(await this._options.readModel(modelId)));
    } catch {
      // A model of MLflow's own make may have no such file; its other facts are shown.
    }
  }

  private _setPace(goesOn: boolean): void {
    const interval = goesOn ? RUNNING_INTERVAL : ENDED_INTERVAL;
    if (this._poll.frequency.interval !== interval) {
      this._poll.frequency = { interval, backoff: false, max: interval };
    }
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  /** The list may know what MLflow calls a run that was delivered only now. */
  private _onListedChanged(): void {
    if (this._run === null) {
      void this._poll.refresh();
      this._changed.emit();
    }
  }

  private _onLiveChanged(): void {
    if (this._tell()) {
      this._changed.emit();
    }
  }

  /** Takes what the kernel has said of the run; false for nothing new. */
  private _tell(): boolean {
    const { run, live } = this._options;
    const clientRunId = run.clientRunId ?? this._told?.clientRunId ?? this.row?.clientRunId ?? null;
    const told = live.summaryOf({ runId: run.runId, clientRunId });
    if (told === null || (told.summary === this._told && told.isLive === this._isTold)) {
      return false;
    }
    const { summary, isLive } = told;
    const isBecomingKnown = this.runId === null && summary.runId !== null;
    const hasEnded = this._told?.status === 'RUNNING' && summary.status !== 'RUNNING';
    this._told = summary;
    this._isTold = isLive;
    this.curves.tell(curvesOf(summary));
    if (isBecomingKnown || hasEnded) {
      void this._poll.refresh();
    }
    return true;
  }
}

function curvesOf(summary: RunSummary): ReadonlyMap<string, readonly CurvePoint[]> {
  return new Map(
    summary.metrics.map(({ key, curve, last, lastStep }) => [
      key,
      withLast(curve, lastStep, decodeMetricValue(last))
    ])
  );
}

/** A card's curve is thinned out; its last value is always there. */
function withLast(
  curve: readonly CurvePoint[],
  lastStep: number,
  last: number
): readonly CurvePoint[] {
  return Number.isFinite(last) && (curve.at(-1)?.[0] ?? -Infinity) < lastStep
    ? [...curve, [lastStep, last]]
    : curve;
}
