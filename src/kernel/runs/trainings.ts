import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveRuns } from './active-runs.js';
import type { CellExecutions } from './cell-execution.js';
import type { Recorder } from './recorder.js';
import type { RecordedRun } from './recorded-run.js';
import { Training } from './training.js';

/**
 * Decides which run a training call is logged to, by MLflow's rules for managed runs
 * (`with_managed_run` and `_AutologgingSessionManager` of its autologging_utils):
 * nested calls belong to the outermost one; a run of the user's is used only after
 * `mlflow.autolog()`, and never ended; otherwise the call gets a run of its own.
 */
export class Trainings {
  private readonly _flow = new AsyncLocalStorage<object>();

  constructor(
    private readonly _recorder: Recorder,
    private readonly _active: ActiveRuns,
    private readonly _cells: CellExecutions
  ) {}

  /** What {@link within} was given around the calling code, or null outside any training. */
  get scope(): object | null {
    return this._flow.getStore() ?? null;
  }

  /** Starts a training of `flavor`, or null where none is to be logged. */
  begin(flavor: string): Training | null {
    if (this.scope !== null || !this._active.autologEnabled) {
      return null;
    }
    const tags = { 'mlflow.autologging': flavor };
    const userRun = this._active.current;
    if (userRun === null) {
      return new Training(this._recorder.start({ tags }), true);
    }
    if (!this._active.autologUserRuns) {
      return null;
    }
    userRun.setTags(tags);
    return new Training(userRun, false);
  }

  /**
   * The run that a measurement outside any training call belongs to: the user's own, if it
   * is autologged, or else `trained`, the run that the measured model came from.
   */
  runForMeasurement(trained: RecordedRun | null): RecordedRun | null {
    const { autologEnabled, autologUserRuns, current } = this._active;
    if (this.scope !== null || !autologEnabled) {
      return null;
    }
    return current === null ? trained : autologUserRuns ? current : null;
  }

  /** Runs `body`, and all that it starts, as part of a training. */
  within<T>(scope: object, body: () => T): T {
    return this._flow.run(scope, body);
  }

  /** Calls `listener` when the user interrupts the kernel, until the returned function is called. */
  onInterrupt(listener: () => void): () => void {
    return this._cells.onInterrupt(listener);
  }
}
