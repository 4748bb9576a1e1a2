import type {
  Dataset,
  KeyValue,
  Metric,
  ModelInput,
  ModelStage,
  RunStatus,
  ViewType
} from './entities.js';

/** What calls are given. Times are milliseconds since the epoch. */

export interface CreateExperiment {
  readonly name: string;
  readonly tags?: readonly KeyValue[];
  /** Where runs keep their files; the server's own place by default. */
  readonly artifactLocation?: string;
}

export interface CreateRun {
  readonly experimentId: string;
  readonly name: string;
  readonly startTime: number;
  readonly tags?: readonly KeyValue[];
  /** Also wanted as the tag `mlflow.user`, which is what MLflow's pages show. */
  readonly userId?: string;
}

export interface UpdateRun {
  readonly status?: RunStatus;
  readonly endTime?: number;
  readonly name?: string;
}

export interface SearchExperiments {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** Default `ACTIVE_ONLY`. */
  readonly viewType?: ViewType;
  /** Experiments a page, from 1 to 50,000. Default 1000. */
  readonly maxResults?: number;
}

export interface SearchRuns {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** Default `ACTIVE_ONLY`. */
  readonly viewType?: ViewType;
  /** Runs a page, from 1 to 50,000. Default 1000. */
  readonly maxResults?: number;
}

export interface SearchRunsPage extends SearchRuns {
  /** From the page before; null or absent for the first. */
  readonly pageToken?: string | null;
}

/** What one `log-batch` holds. */
export interface Batch {
  readonly metrics?: readonly Metric[];
  readonly params?: readonly KeyValue[];
  readonly tags?: readonly KeyValue[];
}

export interface LogDataset {
  readonly dataset: Dataset;
  /** What the run used it for; no tag says it where it is left out. */
  readonly context?: string;
  readonly tags?: readonly KeyValue[];
}

export interface MetricHistory {
  readonly runId: string;
  readonly key: string;
}

export interface SampledHistory {
  /** 1 to 100 runs. */
  readonly runIds: readonly string[];
  readonly key: string;
  /** Points of each run, from 1 to 2500. Default 320. */
  readonly maxResults?: number;
  /** First and last step wanted; both or neither. */
  readonly steps?: readonly [number, number];
}

export interface RunInputs {
  readonly datasets?: readonly LogDataset[];
  readonly models?: readonly ModelInput[];
}

export interface CreateLoggedModel {
  readonly experimentId: string;
  /** Default: a name that the server makes up. */
  readonly name?: string;
  readonly modelType?: string;
  readonly sourceRunId?: string;
  readonly params?: readonly KeyValue[];
  readonly tags?: readonly KeyValue[];
}

export interface SearchLoggedModels {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  /** Conditions on metrics count for what was measured on one of these datasets. Default: any. */
  readonly datasets?: readonly DatasetFilter[];
  readonly orderBy?: readonly LoggedModelOrder[];
  /** Models a page, from 1 to 1000. Default 50. */
  readonly maxResults?: number;
}

export interface DatasetFilter {
  readonly name: string;
  /** MLflow 3.17 finds nothing by `datasets` without it. */
  readonly digest?: string;
}

export interface LoggedModelOrder {
  /** As in `creation_timestamp` or `metrics.loss`. */
  readonly field: string;
  readonly ascending: boolean;
  /** Which values of a metric count, by the dataset that they were measured on. */
  readonly dataset?: DatasetFilter;
}

export interface SearchRegistry {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** Results a page, from 1 to 1000. Default 100 names, 1000 versions. */
  readonly maxResults?: number;
}

export interface CreateRegisteredModel {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}

interface DescribeModelVersion {
  readonly name: string;
  readonly runId?: string;
  /** An address of the run, for people. */
  readonly runLink?: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}

export interface CreateModelVersion extends DescribeModelVersion {
  /** Where its files are: `models:/m-…` for a logged model, `models:/name/version`, or an artifact URI. */
  readonly source: string;
  /** Default: the one that `source` names. */
  readonly modelId?: string;
}

export interface RegisterLoggedModel extends DescribeModelVersion {
  readonly modelId: string;
}

export interface TransitionStage {
  readonly stage: ModelStage;
  /** Moves the versions that are there to `Archived`; for Staging and Production alone. Default: false. */
  readonly archiveExistingVersions?: boolean;
}
