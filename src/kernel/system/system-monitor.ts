import type { Faults } from '../patch/faults.js';
import type { RecordedRun } from '../runs/recorded-run.js';
import { GpuLoad } from './gpu-load.js';
import { MachineLoad } from './machine-load.js';

/** MLflow's own, in seconds; its variable sets another. */
const SAMPLING_INTERVAL = 10;
const SAMPLING_INTERVAL_VARIABLE = 'MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL';
const ENABLE_VARIABLE = 'MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING';

/**
 * Logs the machine's load to runs while they go on, under MLflow's names, `system/…`. Nothing is
 * measured while no run wants it. A cell that never yields is measured when it does.
 */
export class SystemMonitor {
  private readonly _steps = new Map<RecordedRun, number>();
  private readonly _machine = new MachineLoad();
  private readonly _gpu = new GpuLoad();
  private _isEnabled: boolean;
  private _interval: number;
  private _timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly _faults: Faults,
    environment: NodeJS.ProcessEnv = process.env
  ) {
    this._isEnabled = /^(1|true)$/i.test(environment[ENABLE_VARIABLE] ?? '');
    const given = Number(environment[SAMPLING_INTERVAL_VARIABLE] ?? NaN);
    this._interval = given > 0 ? given : SAMPLING_INTERVAL;
  }

  /** Whether runs that say nothing themselves are watched. */
  set isEnabled(isEnabled: boolean) {
    this._isEnabled = isEnabled;
  }

  /** Seconds between two samples, from the next run on. */
  set interval(seconds: number) {
    this._interval = seconds;
  }

  /** Watches `run` from now on, where that is `wanted`; by default where it is enabled. */
  watch(run: RecordedRun, wanted: boolean | undefined): void {
    if (!(wanted ?? this._isEnabled)) {
      return;
    }
    this._steps.set(run, this._steps.get(run) ?? 0);
    if (this._timer === null) {
      this._machine.start();
      this._timer = setInterval(() => {
        void this._faults.guardAsync("measuring the machine's load", () => this._sample());
      }, this._interval * 1000);
      // It must not keep a script from ending.
      this._timer.unref();
    }
  }

  private async _sample(): Promise<void> {
    for (const run of this._steps.keys()) {
      if (!run.isRunning) {
        this._steps.delete(run);
      }
    }
    if (this._steps.size === 0) {
      this._stop();
      return;
    }
    const time = Date.now();
    const load = { ...this._machine.measure(process.cwd()), ...(await this._gpu.measure()) };
    const values = Object.fromEntries(
      Object.entries(load).map(([name, value]) => [`system/${name}`, Math.round(value * 10) / 10])
    );
    for (const [run, step] of this._steps) {
      if (run.isRunning) {
        run.logMetrics(values, step, time);
        this._steps.set(run, step + 1);
      }
    }
  }

  private _stop(): void {
    if (this._timer !== null) {
      clearInterval(this._timer);
      this._timer = null;
      this._machine.stop();
    }
  }
}
