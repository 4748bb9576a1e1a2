import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { CurvePoint } from '../../format/index.js';
import type { Metric, MlflowClient } from '../../tracking/index.js';

/** The part of the tracking client that knows how metrics went. */
export interface IMetricSource {
  readonly metrics: Pick<MlflowClient['metrics'], 'sampledHistory'>;
}

/** More points than a chart of this size has pixels for. */
const POINTS = 600;

interface Curve {
  points: readonly CurvePoint[];
  /** What the metric was when the points were asked for. */
  last: Metric | null;
}

/** The curves of a run's metrics, loaded when they are looked at and again when they went on. */
export class MetricCurves {
  private readonly _curves = new Map<string, Curve>();
  private readonly _wanted = new Set<string>();
  private readonly _changed = new Signal<this, string>(this);
  private _last: ReadonlyMap<string, Metric> = new Map();
  private _told: ReadonlyMap<string, readonly CurvePoint[]> = new Map();
  private _runId: string | null = null;

  constructor(private readonly _source: IMetricSource) {}

  /** The key of the curve that is another one. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  /** What is known of a curve: what the server keeps, and what the kernel has said beyond it. */
  points(key: string): readonly CurvePoint[] {
    const stored = this._curves.get(key)?.points ?? [];
    const told = this._told.get(key) ?? [];
    const lastStep = stored.at(-1)?.[0] ?? -Infinity;
    return stored.length === 0 ? told : [...stored, ...told.filter(([step]) => step > lastStep)];
  }

  /** Says that a curve is looked at, or no longer. */
  want(key: string, isWanted: boolean): void {
    if (isWanted) {
      this._wanted.add(key);
      void this._load(key);
    } else {
      this._wanted.delete(key);
    }
  }

  /** Takes the last values that the server knows; loads what went on. */
  async follow(runId: string, metrics: readonly Metric[]): Promise<void> {
    this._runId = runId;
    this._last = new Map(metrics.map(metric => [metric.key, metric]));
    await Promise.all([...this._wanted].map(key => this._load(key)));
  }

  /** Takes the curves that the kernel tells of. */
  tell(curves: ReadonlyMap<string, readonly CurvePoint[]>): void {
    this._told = curves;
    for (const key of curves.keys()) {
      if (this._wanted.has(key)) {
        this._changed.emit(key);
      }
    }
  }

  dispose(): void {
    this._wanted.clear();
    Signal.clearData(this);
  }

  private async _load(key: string): Promise<void> {
    const last = this._last.get(key) ?? null;
    const known = this._curves.get(key);
    if (
      this._runId === null ||
      last === null ||
      (known !== undefined && isSame(known.last, last))
    ) {
      return;
    }
    this._curves.set(key, { points: known?.points ?? [], last });
    try {
      const history = await this._source.metrics.sampledHistory({
        runIds: [this._runId],
        key,
        maxResults: POINTS
      });
      this._curves.set(key, { points: toCurve(history), last });
      this._changed.emit(key);
    } catch {
      // Asked for again when the run is looked at next; that look tells what is wrong.
      this._curves.set(key, { points: known?.points ?? [], last: null });
    }
  }
}

/** By step, finite values only, the last one of each step. */
function toCurve(history: readonly Metric[]): readonly CurvePoint[] {
  const bySteps = new Map<number, number>();
  for (const { step, value } of history) {
    if (Number.isFinite(value)) {
      bySteps.set(step, value);
    }
  }
  return [...bySteps].sort(([one], [other]) => one - other);
}

function isSame(one: Metric | null, other: Metric): boolean {
  return (
    one !== null &&
    one.step === other.step &&
    one.timestamp === other.timestamp &&
    Object.is(one.value, other.value)
  );
}
