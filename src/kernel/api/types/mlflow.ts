/*
 * The type of the global `mlflow` in a cell. Shipped to users as it stands, so this file
 * imports nothing, and uses no syntax that tslab's TypeScript 5.0 doesn't know.
 */

/** Values that are logged as text. */
export type Loggable = string | number | boolean | bigint | null;

/** How a run ends. */
export type EndStatus = 'FINISHED' | 'FAILED' | 'KILLED';

export interface AutologOptions {
  /** True switches autologging off until the next call. Default: false. */
  disable?: boolean;
}

export interface StartRunOptions {
  /** Default: a name made up, as in `brisk-otter-417`. */
  runName?: string;
  /** Tags of the run. */
  tags?: Record<string, Loggable>;
  /** Markdown, shown as the run's description. */
  description?: string;
  /** Starts it inside the run that is active, as its child. Without one it has no parent. Default: false. */
  nested?: boolean;
}

export interface FlushOptions {
  /** The longest that it waits, in seconds; Infinity for ever. Default: 60. */
  timeout?: number;
}

export interface FlushResult {
  /** Records that the server refused for good. */
  readonly refused: number;
}

/** A run that goes on. */
export interface ActiveRun {
  /** The id that the run is known by before the server has given it one; its tag `autolog.clientRunId`. */
  readonly clientRunId: string;
  readonly runName: string;
  /** When it began, in milliseconds since the epoch. */
  readonly startTime: number;
}

/**
 * MLflow's fluent API. Every call returns at once: what was logged is safe in a journal
 * and is delivered to the tracking server in the background, also when the server is
 * away or the kernel dies. The logging functions log to the run of the training that goes on,
 * when a callback of it calls them, or else to the run started by hand; without either they
 * start one, which is active until {@link Mlflow.endRun}.
 */
export interface Mlflow {
  /**
   * Training calls inside runs started by hand are logged into them from now on. Training
   * outside such runs is logged without this call.
   * @param options.disable Switches autologging off altogether.
   */
  autolog(options?: AutologOptions): void;

  /**
   * Starts a run, which further calls log to until {@link endRun}.
   * @throws Error when a run is still active and `nested` isn't set, and inside a training.
   * @throws MlflowArgumentError when the name, description or a tag is not allowed.
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

  /**
   * Logs a param. MLflow never changes one that it has.
   * @throws MlflowArgumentError when the key is not allowed, or has another value already.
   */
  logParam(key: string, value: Loggable): void;

  /** Logs several params. @throws As {@link logParam}; nothing is logged then. */
  logParams(params: Record<string, Loggable>): void;

  /**
   * Logs a value of a metric.
   * @param value Any number; NaN and the infinities too.
   * @param step A whole number. Default: 0.
   * @throws MlflowArgumentError when the key, value or step is not allowed.
   */
  logMetric(key: string, value: number, step?: number): void;

  /** Logs values of several metrics at one step. @throws As {@link logMetric}; nothing is logged then. */
  logMetrics(metrics: Record<string, number>, step?: number): void;

  /** Sets a tag; a later value replaces an earlier one. @throws MlflowArgumentError when the key is not allowed. */
  setTag(key: string, value: Loggable): void;

  /** Sets several tags. @throws As {@link setTag}; nothing is set then. */
  setTags(tags: Record<string, Loggable>): void;

  /**
   * Logs a text as an artifact.
   * @param artifactFile Path below the run's artifacts, as in `notes/findings.md`.
   * @throws MlflowArgumentError when the path is not allowed.
   */
  logText(text: string, artifactFile: string): void;

  /**
   * Logs an object as an artifact, in JSON (which is YAML too, for names in `.yaml` and `.yml`).
   * @param artifactFile Path below the run's artifacts, as in `config.json`.
   * @throws MlflowArgumentError when the path is not allowed, or the object has no JSON form.
   */
  logDict(dictionary: object, artifactFile: string): void;

  /**
   * Waits until the tracking server has all that was logged before the call. Nothing needs it to
   * be delivered: it is for code that reads the server next.
   * @returns How many records the server refused meanwhile; where they are kept stands on the card.
   * @throws Error when it takes longer than `timeout`, with what it waits for, and when something
   * could not be recorded.
   */
  flush(options?: FlushOptions): Promise<FlushResult>;
}
