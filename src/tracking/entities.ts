/** What a tracking server holds, as this client hands it out. Times are milliseconds since the epoch. */

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
export type LifecycleStage = 'active' | 'deleted';
export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';
export type LoggedModelStatus =
  'LOGGED_MODEL_PENDING' | 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED';

export type ModelStage = 'None' | 'Staging' | 'Production' | 'Archived';

/** A tag or a param. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  readonly creationTime: number | null;
  readonly lastUpdateTime: number | null;
  readonly tags: readonly KeyValue[];
}

export interface Metric {
  readonly key: string;
  /** May be NaN. The server keeps infinities as plus or minus 1.797e308 and gives them back so. */
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly modelId?: string;
  /** With the digest, the dataset that it was measured on: kept for the model, not for the run. */
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

/** A point of a sampled curve. */
export interface SampledMetric extends Metric {
  readonly runId: string;
}

export interface RunInfo {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly userId: string | null;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly artifactUri: string;
  readonly lifecycleStage: LifecycleStage;
}

export interface RunData {
  /** The last value of each metric. */
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

export interface Run {
  readonly info: RunInfo;
  readonly data: RunData;
  readonly inputs: {
    readonly datasets: readonly DatasetInput[];
    readonly models: readonly ModelInput[];
  };
  readonly outputs: { readonly models: readonly ModelOutput[] };
}

/** `source`, `schema` and `profile` are JSON texts. */
export interface Dataset {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
}

export interface DatasetInput {
  readonly dataset: Dataset;
  /** `mlflow.data.context` says what it was used for: `train` or `eval`. */
  readonly tags: readonly KeyValue[];
}

/** A logged model that a run read. */
export interface ModelInput {
  readonly modelId: string;
}

/** A logged model that a run made. */
export interface ModelOutput {
  readonly modelId: string;
  readonly step: number;
}

export interface FileInfo {
  /** Relative to the run's artifact root. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** In bytes; null for folders. */
  readonly size: number | null;
}

export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly artifactUri: string;
  readonly status: LoggedModelStatus | 'LOGGED_MODEL_STATUS_UNSPECIFIED';
  readonly statusMessage: string | null;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly tags: readonly KeyValue[];
  readonly params: readonly KeyValue[];
  readonly metrics: readonly Metric[];
}

export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  /** The newest version of each stage. */
  readonly latestVersions: readonly ModelVersion[];
  readonly aliases: readonly { readonly alias: string; readonly version: string }[];
  readonly tags: readonly KeyValue[];
}

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  /** `models:/m-...` for a logged model. */
  readonly source: string;
  readonly runId: string | null;
  /** An address of the run, where somebody gave one. */
  readonly runLink: string | null;
  /** Null where the server doesn't say; the source tells it then. */
  readonly modelId: string | null;
  readonly userId: string | null;
  /** `READY`, `PENDING_REGISTRATION` or `FAILED_REGISTRATION`. */
  readonly status: string;
  readonly statusMessage: string | null;
  /** `None`, `Staging`, `Production` or `Archived`. */
  readonly currentStage: string;
  readonly aliases: readonly string[];
  readonly tags: readonly KeyValue[];
}
