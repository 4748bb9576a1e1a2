/*
 * What an MLflow server holds, in the shape of MLflow's Python entities with names in camelCase.
 * Shipped to users as it stands: it imports nothing, and uses no syntax that tslab's
 * TypeScript 5.0 doesn't know. Times are milliseconds since the epoch.
 */

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** `deleted` means in the bin, from where it can be restored. */
export type LifecycleStage = 'active' | 'deleted';

/** Which of the things searched for: those that are active, those in the bin, or both. */
export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** `FAILED` means that its files could not be uploaded. */
export type LoggedModelStatus = 'PENDING' | 'READY' | 'FAILED' | 'UNSPECIFIED';

/** MLflow's stages, which it keeps beside the newer aliases. */
export type ModelVersionStage = 'None' | 'Staging' | 'Production' | 'Archived';

export type ModelVersionStatus = 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY';

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  /** Where its runs keep their files, unless they were made before it moved. */
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  readonly tags: Readonly<Record<string, string>>;
  /** Null where an old server doesn't say. */
  readonly creationTime: number | null;
  readonly lastUpdateTime: number | null;
}

export interface Run {
  readonly info: RunInfo;
  readonly data: RunData;
  readonly inputs: RunInputs;
  readonly outputs: RunOutputs;
}

export interface RunInfo {
  readonly runId: string;
  readonly experimentId: string;
  readonly runName: string;
  /** Null where nobody said. MLflow's pages show the tag `mlflow.user`. */
  readonly userId: string | null;
  readonly status: RunStatus;
  readonly startTime: number;
  /** Null while it goes on. */
  readonly endTime: number | null;
  /** The root of its files. */
  readonly artifactUri: string;
  readonly lifecycleStage: LifecycleStage;
}

export interface RunData {
  /** The last value of each metric: that of the highest step. See `getMetricHistory` for all. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a run read. */
export interface RunInputs {
  readonly datasetInputs: readonly DatasetInput[];
  readonly modelInputs: readonly LoggedModelInput[];
}

/** What a run made. */
export interface RunOutputs {
  readonly modelOutputs: readonly LoggedModelOutput[];
}

/** A value of a metric. */
export interface Metric {
  readonly key: string;
  /** NaN is kept; a database keeps the infinities as plus and minus 1.797e308. */
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  /** The logged model that it is about. */
  readonly modelId?: string;
  /** With the digest, the dataset that it was measured on: kept for the logged model alone. */
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

export interface Param {
  readonly key: string;
  readonly value: string;
}

export interface RunTag {
  readonly key: string;
  readonly value: string;
}

export interface Dataset {
  readonly name: string;
  /** A hash of its content, of 36 characters at most. Name and digest are what MLflow knows it by. */
  readonly digest: string;
  /** As in `code`, `http`, `local`. */
  readonly sourceType: string;
  /** Where it comes from, as a text of JSON. */
  readonly source: string;
  /** Its columns or tensors, as a text of JSON. */
  readonly schema?: string;
  /** Its statistics, such as the number of rows, as a text of JSON. */
  readonly profile?: string;
}

export interface InputTag {
  readonly key: string;
  readonly value: string;
}

/** A dataset as a run used it. */
export interface DatasetInput {
  readonly dataset: Dataset;
  /** `mlflow.data.context` says what for, as in `train` or `eval`. */
  readonly tags: readonly InputTag[];
}

export interface LoggedModelInput {
  readonly modelId: string;
}

export interface LoggedModelOutput {
  readonly modelId: string;
  /** The step of the training that it was made at. */
  readonly step: number;
}

export interface FileInfo {
  /** Relative to the root of the run's or model's files. */
  readonly path: string;
  readonly isDir: boolean;
  /** In bytes; null for folders. */
  readonly fileSize: number | null;
}

/** A model of an experiment, whether it is registered or not. */
export interface LoggedModel {
  /** Begins with `m-`. */
  readonly modelId: string;
  readonly experimentId: string;
  /** Not unique. */
  readonly name: string;
  /** The root of its files. */
  readonly artifactLocation: string;
  /** `models:/` and its id: what to load it by, and what to register it from. */
  readonly modelUri: string;
  readonly creationTimestamp: number;
  readonly lastUpdatedTimestamp: number;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly statusMessage: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each metric, for each dataset and run that it was logged with. */
  readonly metrics: readonly Metric[];
}

/** A name in the model registry. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly creationTimestamp: number;
  readonly lastUpdatedTimestamp: number;
  /** The newest version of each stage that has one. */
  readonly latestVersions: readonly ModelVersion[];
  readonly tags: Readonly<Record<string, string>>;
  /** The version that each alias points at. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface ModelVersion {
  readonly name: string;
  /** A number from 1, as text. */
  readonly version: string;
  readonly description: string;
  readonly creationTimestamp: number;
  readonly lastUpdatedTimestamp: number;
  readonly userId: string | null;
  readonly currentStage: ModelVersionStage;
  /** What it was made from: `models:/m-…` for a logged model. */
  readonly source: string;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly status: ModelVersionStatus;
  readonly statusMessage: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Searches may leave them out, for the server's sake. */
  readonly aliases: readonly string[];
  /** Null where the server doesn't say; `source` names the model then. */
  readonly modelId: string | null;
}
