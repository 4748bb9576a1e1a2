import type { Logging } from './logging.js';
import type { EndStatus, Loggable } from './values.js';

export interface StartRunOptions {
  /** Default: a name made up, as in `brisk-otter-417`. */
  runName?: string;
  /** Goes on with this run, which may have ended: MLflow's id of it, or its `clientRunId`. Default: the environment's `MLFLOW_RUN_ID`. */
  runId?: string;
  /** MLflow's id of the experiment. Default: the one that is set for this kernel or script. */
  experimentId?: string;
  /** Tags of the run. */
  tags?: Readonly<Record<string, Loggable>>;
  /** Markdown, shown as the run's description. */
  description?: string;
  /** Starts it inside the run that is active, as its child. Without one it has no parent. Default: false. */
  nested?: boolean;
  /** MLflow's id of the run to start it inside of, which need not be active, or its `clientRunId`. */
  parentRunId?: string;
  /** Logs the machine's load while the run goes on. Default: as `enableSystemMetricsLogging` says. */
  logSystemMetrics?: boolean;
}

/** A run of this program. What is logged to it after its end is kept too. */
export interface ActiveRun extends Logging {
  /** The id that the run is known by before the server has given it one; its tag `autolog.clientRunId`. */
  readonly clientRunId: string;
  /** MLflow's id, or null before the server has given it one: `await mlflow.flush()` waits for that. */
  readonly runId: string | null;
  readonly runName: string;
  /** When it began, in milliseconds since the epoch. */
  readonly startTime: number;
  readonly status: 'RUNNING' | EndStatus;
  /** Ends the run, also one that isn't active. Does nothing where it has ended. @param status Default: `FINISHED`. */
  end(status?: EndStatus): void;
}

/** Starting and ending runs. */
export interface StartingRuns {
  /**
   * Starts a run, which further calls log to until {@link endRun}.
   * @throws Error when a run is still active and `nested` isn't set, and inside a training.
   * @throws MlflowArgumentError when an option is not allowed, and when the run to go on with, or
   * the parent, is deleted or does not exist. Where the server can't be asked, that shows later.
   */
  startRun(options?: StartRunOptions): ActiveRun;

  /**
   * Starts a run, calls `body` with it active, and ends it: `FINISHED`, `FAILED` when `body`
   * throws or rejects, `KILLED` when the kernel is interrupted meanwhile. It is active for
   * `body` and all that it starts, so that several of them may go on at once.
   * @returns What `body` returns: a promise for a promise.
   * @throws What `body` throws, and as {@link startRun}.
   */
  withRun<T>(body: (run: ActiveRun) => T): T;
  withRun<T>(options: StartRunOptions, body: (run: ActiveRun) => T): T;

  /**
   * Ends the run that was started by hand. Does nothing without one.
   * @param status Default: `FINISHED`.
   */
  endRun(status?: EndStatus): void;

  /** The run that the logging functions log to, or null where they would start one. */
  activeRun(): ActiveRun | null;

  /** The run that is active, or else the last one that this program started, also by autologging, or null. */
  lastActiveRun(): ActiveRun | null;
}
