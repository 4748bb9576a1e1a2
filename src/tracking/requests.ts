import type { Dataset, KeyValue, Metric, RunStatus, ViewType } from './entities.js';

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
  /** What the run used it for, or empty. */
  readonly context: string;
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

export interface CreateLoggedModel {
  readonly experimentId: string;
  readonly name: string;
  readonly modelType?: string;
  readonly sourceRunId?: string;
  readonly params?: readonly KeyValue[];
  readonly tags?: readonly KeyValue[];
}

export interface SearchLoggedModels {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly orderBy?: readonly { readonly field: string; readonly ascending: boolean }[];
}

export interface SearchRegistry {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
}

export interface CreateRegisteredModel {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}

export interface CreateModelVersion {
  readonly name: string;
  readonly modelId: string;
  readonly runId?: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}
