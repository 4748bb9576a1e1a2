/*
 * The type of the global `mlflow` in a cell. Shipped to users as it stands, so the files of this
 * folder import nothing but each other, and use no syntax that tslab's TypeScript 5.0 doesn't know.
 */
import type { Autologging } from './autolog.js';
import type { Experiments } from './experiments.js';
import type { Flushing } from './flush.js';
import type { Logging } from './logging.js';
import type { Reading } from './reading.js';
import type { StartingRuns } from './runs.js';
import type { TrackingServers } from './servers.js';
import type { SystemMetrics } from './system-metrics.js';

export type { AutologOptions } from './autolog.js';
export type { MlflowClient } from './client.js';
export type { CreateExperimentOptions, SearchExperimentsOptions } from './client-experiments.js';
export type {
  Dataset,
  DatasetInput,
  Experiment,
  FileInfo,
  InputTag,
  LifecycleStage,
  LoggedModel,
  LoggedModelInput,
  LoggedModelOutput,
  LoggedModelStatus,
  Metric,
  ModelVersion,
  ModelVersionStage,
  ModelVersionStatus,
  Param,
  RegisteredModel,
  Run,
  RunData,
  RunInfo,
  RunInputs,
  RunOutputs,
  RunStatus,
  RunTag,
  ViewType
} from './entities.js';
export type { ActiveExperiment } from './experiments.js';
export type {
  ArtifactPlace,
  ClientOptions,
  DownloadArtifactsOptions,
  FoundRuns,
  LoadTableOptions,
  RunRow,
  SearchRunsEverywhere
} from './reading.js';
export type { SearchOptions, SearchResults } from './search-results.js';
export type { FlushOptions, FlushResult } from './flush.js';
export type { BatchMetric, LogBatch, Logging, LogInputOptions, MetricOptions } from './logging.js';
export type { ActiveRun, StartRunOptions } from './runs.js';
export type {
  DatasetDescription,
  DatasetIdentity,
  EndStatus,
  ImageSource,
  ImageStep,
  ImageTensor,
  Loggable,
  Pixels,
  TableData
} from './values.js';

/**
 * MLflow's fluent API. The logging functions log to the run of the training that goes on, when a
 * callback of it calls them, or else to the run started by hand; without either they start one,
 * which is active until `endRun`.
 */
export interface Mlflow
  extends
    Logging,
    StartingRuns,
    Experiments,
    Reading,
    TrackingServers,
    Autologging,
    SystemMetrics,
    Flushing {}
