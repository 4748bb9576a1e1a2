import type {
  DatasetInput,
  LoggedModelInput,
  LoggedModelOutput,
  Metric,
  Param,
  Run,
  RunStatus,
  RunTag,
  ViewType
} from './entities.js';
import type { SearchOptions, SearchResults } from './search-results.js';
import type { Loggable } from './values.js';

export interface CreateRunOptions {
  /** Milliseconds since the epoch. Default: now. */
  readonly startTime?: number;
  /** `mlflow.user` is also kept as the run's `userId`. */
  readonly tags?: Readonly<Record<string, Loggable>>;
  /** 250 characters at most. Default: a name that the server makes up. */
  readonly runName?: string;
}

export interface SearchRunsOptions extends SearchOptions {
  /** Default: `ACTIVE_ONLY`. */
  readonly runViewType?: ViewType;
}

export interface UpdateRunOptions {
  readonly status?: RunStatus;
  readonly name?: string;
}

export interface SetTerminatedOptions {
  /** Default: `FINISHED`. */
  readonly status?: RunStatus;
  /** Milliseconds since the epoch. Default: now. */
  readonly endTime?: number;
}

export interface LogMetricOptions {
  /** Milliseconds since the epoch. Default: now. */
  readonly timestamp?: number;
  /** A whole number. Default: 0. */
  readonly step?: number;
  /** The logged model that it is about: it gets the value too. */
  readonly modelId?: string;
  /** With the digest, the dataset that it was measured on; kept with the logged model. */
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

export interface LogBatchOptions {
  readonly metrics?: readonly Metric[];
  readonly params?: readonly Param[];
  readonly tags?: readonly RunTag[];
}

export interface LogInputsOptions {
  readonly datasets?: readonly DatasetInput[];
  readonly models?: readonly LoggedModelInput[];
}

/**
 * The part of {@link MlflowClient} that is about runs. Where a run is named that doesn't exist,
 * its methods reject with an MlflowApiError `RESOURCE_DOES_NOT_EXIST`; those that write, with
 * `INVALID_PARAMETER_VALUE` where it is deleted.
 */
export interface RunMethods {
  /**
   * Makes a run. It goes on until {@link setTerminated}, and isn't the one that `mlflow.logMetric`
   * and its like log to. Although an answer may get lost and the call is repeated, one run is made:
   * the tag `autolog.clientRunId` tells it.
   */
  createRun(experimentId: string, options?: CreateRunOptions): Promise<Run>;

  /** A run, also a deleted one. */
  getRun(runId: string): Promise<Run>;

  /** The run that this one is nested in, or null. */
  getParentRun(runId: string): Promise<Run | null>;

  /**
   * Searches the runs of experiments, by default the one started last first.
   * @param experimentIds One id or several.
   * @throws MlflowArgumentError at the call, for ids and options that are not allowed.
   */
  searchRuns(
    experimentIds: string | readonly string[],
    options?: SearchRunsOptions
  ): SearchResults<Run>;

  /** Moves a run to the bin. One that is there stays there. */
  deleteRun(runId: string): Promise<void>;

  /** Takes a run out of the bin. */
  restoreRun(runId: string): Promise<void>;

  /** Gives a run another status or name. It doesn't end it: see {@link setTerminated}. */
  updateRun(runId: string, update: UpdateRunOptions): Promise<void>;

  /** Ends a run. */
  setTerminated(runId: string, options?: SetTerminatedOptions): Promise<void>;

  /**
   * Logs a value of a metric.
   * @param key 1 to 250 letters, digits, spaces and `_ - . : /`.
   * @param value Any number; NaN and the infinities too.
   * @throws MlflowArgumentError when the key, value, step or timestamp is not allowed.
   */
  logMetric(runId: string, key: string, value: number, options?: LogMetricOptions): Promise<void>;

  /**
   * Logs a param. Values are cut to 6000 characters.
   * @param key As of {@link logMetric}.
   * @throws MlflowApiError `INVALID_PARAMETER_VALUE` when it has another value already.
   */
  logParam(runId: string, key: string, value: Loggable): Promise<void>;

  /**
   * Logs many things, in as many requests as they need: tags first, then params, then metrics.
   * @throws MlflowArgumentError when one of them is not allowed, or a param has two values;
   * nothing is logged then. Where the server refuses a request, those before it are logged.
   */
  logBatch(runId: string, batch: LogBatchOptions): Promise<void>;

  /** Sets a tag; a later value replaces an earlier one. Values are cut to 8000 characters. */
  setTag(runId: string, key: string, value: Loggable): Promise<void>;

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when there is no such tag. */
  deleteTag(runId: string, key: string): Promise<void>;

  /**
   * Says what a run read. MLflow knows a dataset by name and digest: of one that is there already,
   * the first schema, profile and tags stay.
   */
  logInputs(runId: string, inputs: LogInputsOptions): Promise<void>;

  /** Says which logged models a run made. One that is linked already stays as it is. */
  logOutputs(runId: string, models: readonly LoggedModelOutput[]): Promise<void>;

  /** All values of a metric, by time, step and value; none where the run has no such metric. */
  getMetricHistory(runId: string, key: string): Promise<Metric[]>;
}
