import type { MlflowClient } from './client.js';
import type { SearchRunsOptions } from './client-runs.js';
import type { Run } from './entities.js';
import type { SearchResults } from './search-results.js';

export interface SearchRunsEverywhere extends SearchRunsOptions {
  /** MLflow's ids of the experiments to search. Default: the one that runs go to now. */
  readonly experimentIds?: readonly string[];
  /** The same by name, instead of ids; names of no experiment find nothing. */
  readonly experimentNames?: readonly string[];
}

/**
 * A run as a row: `runId`, `runName`, `experimentId`, `status`, `startTime`, `endTime`,
 * `artifactUri`, and a column for each `metrics.KEY`, `params.KEY` and `tags.KEY` that one of
 * the runs has; null where this one has none.
 */
export type RunRow = Readonly<Record<string, string | number | null>>;

export interface FoundRuns extends SearchResults<Run> {
  /** All of them as rows with the same columns. */
  table(): Promise<RunRow[]>;
}

/** Where an artifact is: below a run, or by its URI, `runs:/RUN_ID/PATH`. */
export type ArtifactPlace = string | { readonly runId?: string; readonly artifactPath: string };

export interface DownloadArtifactsOptions {
  /** As in `runs:/RUN_ID/PATH`; instead of the other two. */
  readonly artifactUri?: string;
  /** MLflow's id of the run, or its `clientRunId`. Default: the run that is active, or was last. */
  readonly runId?: string;
  /** A file or a folder. Default: all. */
  readonly artifactPath?: string;
  /** The folder to put it in. Default: a new temporary one. */
  readonly dstPath?: string;
}

export interface LoadTableOptions {
  /** MLflow's ids of the runs, or their `clientRunId`s. Default: all runs of the experiment that have the table. */
  readonly runIds?: readonly string[];
  /** Columns with facts of the run to add, such as `runId`, `startTime`, `params.lr`. Default: none. */
  readonly extraColumns?: readonly string[];
}

export interface ClientOptions {
  /** Address of an MLflow server. Default: the one that this program logs to. */
  readonly trackingUri?: string;
  /** Address of the server whose model registry is used. Default: the tracking server. */
  readonly registryUri?: string;
}

/**
 * What the tracking server has. Each of these waits first until it has what this program
 * logged before, at most a minute, so that you read your own writes. They reject with an
 * MlflowError where the server can't be reached or says no.
 */
export interface Reading {
  /** @param runId MLflow's id of a run, or its `clientRunId`. @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` */
  getRun(runId: string): Promise<Run>;

  /** The run that this one is nested in, or null. */
  getParentRun(runId: string): Promise<Run | null>;

  /**
   * Runs, the one started last first.
   * @throws MlflowArgumentError at the call, for options that are not allowed.
   */
  searchRuns(options?: SearchRunsEverywhere): FoundRuns;

  /** Moves a run to the bin. From then on nothing can be logged to it. */
  deleteRun(runId: string): Promise<void>;

  /** Takes a run out of the bin. */
  restoreRun(runId: string): Promise<void>;

  /**
   * Downloads a file of a run, or a folder with all that is in it.
   * @returns The path of what was downloaded.
   */
  downloadArtifacts(options?: DownloadArtifactsOptions): Promise<string>;

  /** The text of an artifact. A path alone is that of the run that is active, or was last. */
  loadText(artifact: ArtifactPlace): Promise<string>;

  /** The object of an artifact in JSON. @throws Error when it is no JSON. */
  loadDict(artifact: ArtifactPlace): Promise<unknown>;

  /** The rows of a table, logged with `logTable` or Python's `log_table`, of one run or of many. */
  loadTable(artifactFile: string, options?: LoadTableOptions): Promise<Record<string, unknown>[]>;

  /** MLflow's client: the whole API, call by call, straight to the server. */
  readonly MlflowClient: new (options?: ClientOptions) => MlflowClient;
}
