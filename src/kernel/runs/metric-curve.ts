import { CARD_LIMITS, encodeMetricValue } from '../../protocol/index.js';
import type { MetricSummary } from '../../protocol/index.js';

/**
 * A metric as a card shows it: last value, extremes, and a curve of a bounded number
 * of points. When the curve is full every second point is dropped and only every
 * second one is kept from then on, so that it always spans the whole run.
 */
export class MetricCurve {
  private _points: [step: number, value: number][] = [];
  private _stride = 1;
  private _seen = 0;
  private _last: [step: number, value: number] = [0, NaN];
  private _lastFinite: [step: number, value: number] | null = null;
  private _min = Infinity;
  private _max = -Infinity;

  constructor(private readonly _key: string) {}

  add(step: number, value: number): void {
    this._last = [step, value];
    if (!Number.isFinite(value)) {
      return;
    }
    this._lastFinite = this._last;
    this._min = Math.min(this._min, value);
    this._max = Math.max(this._max, value);
    if (this._seen % this._stride === 0) {
      this._points.push([step, value]);
    }
    this._seen += 1;
    // One place stays free for the last value.
    if (this._points.length >= CARD_LIMITS.curvePoints) {
      this._points = this._points.filter((_, index) => index % 2 === 0);
      this._stride *= 2;
    }
  }

  get summary(): MetricSummary {
    const [lastStep, last] = this._last;
    const hasValues = this._lastFinite !== null;
    return {
      key: this._key,
      last: encodeMetricValue(last),
      lastStep,
      min: encodeMetricValue(hasValues ? this._min : NaN),
      max: encodeMetricValue(hasValues ? this._max : NaN),
      curve: this._curve()
    };
  }

  /** By step, each step once with its newest value, the last finite value always among them. */
  private _curve(): (readonly [number, number])[] {
    const bySteps = new Map(this._points);
    if (this._lastFinite !== null) {
      bySteps.set(...this._lastFinite);
    }
    return [...bySteps].sort(([a], [b]) => a - b);
  }
}
