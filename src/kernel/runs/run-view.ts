import { CARD_LIMITS } from '../../protocol/index.js';
import type { Progress, RunStatus, RunSummary } from '../../protocol/index.js';
import { MetricCurve } from './metric-curve.js';

/** What people see of a run while it goes on. Knows no journal and no server. */
export class RunView {
  status: RunStatus = 'RUNNING';
  /** MLflow's id, once the server has given one. */
  runId: string | null = null;
  endTime: number | null = null;
  progress: Progress | null = null;
  reason: string | null = null;
  /** Whether the journal has all of it, its end included. */
  isRecorded = false;
  private readonly _curves = new Map<string, MetricCurve>();

  constructor(
    readonly clientRunId: string,
    public name: string,
    readonly experiment: string,
    readonly startTime: number
  ) {}

  /** It goes on after its end. */
  resume(): void {
    this.status = 'RUNNING';
    this.endTime = null;
    this.reason = null;
    this.isRecorded = false;
  }

  addMetric(key: string, step: number, value: number): void {
    let curve = this._curves.get(key);
    if (curve === undefined) {
      curve = new MetricCurve(key);
      this._curves.set(key, curve);
    }
    curve.add(step, value);
  }

  get summary(): RunSummary {
    const { clientRunId, runId, name, status, startTime, endTime, progress, reason } = this;
    const metrics = [...this._curves.values()].slice(0, CARD_LIMITS.metrics);
    return {
      clientRunId,
      runId,
      name,
      status,
      startTime,
      endTime,
      progress,
      metrics: metrics.map(curve => curve.summary),
      reason
    };
  }
}
