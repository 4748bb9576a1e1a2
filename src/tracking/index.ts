export { MlflowClient } from './client.js';
export type { MlflowClientOptions } from './client.js';
export type { FetchLike, HttpBody, HttpRequestInit, HttpResponse } from './http/fetch-like.js';
export type { CallOptions } from './http/call-options.js';
export { DEFAULT_RETRY_POLICY } from './http/retry-policy.js';
export type { RetryPolicy } from './http/retry-policy.js';
export {
  isAlreadyExists,
  isForbidden,
  isNotFound,
  isRefused,
  isRetryable,
  isStoreOverload,
  MlflowAbortError,
  MlflowApiError,
  MlflowArgumentError,
  MlflowConnectionError,
  MlflowError,
  MlflowProtocolError,
  MlflowTimeoutError
} from './errors.js';
export type { ApiErrorDetails } from './errors.js';
export { LIMITS } from './limits.js';
export { assertName, nameFault } from './name-rules.js';
export type { NameKind } from './name-rules.js';
export { sanitizeName } from './sanitize-name.js';
export { codePoints, limitedText } from './wire/text.js';
export { chunkBatch } from './batches/chunk-batch.js';
export type { Chunk } from './batches/chunk-batch.js';
export { PreparedBatch } from './batches/prepared-batch.js';
export { screenBatch } from './batches/screen-batch.js';
export type { ScreenedBatch, Unsendable } from './batches/screen-batch.js';
export { artifactPathFault, assertArtifactPath } from './artifacts/artifact-path.js';
export type { ArtifactBody } from './artifacts/artifact-body.js';
export type { Page } from './pages.js';
export type { Experiments } from './resources/experiments.js';
export type { CreateOrFindRun, Runs } from './resources/runs.js';
export type { Metrics } from './resources/metrics.js';
export type { Artifacts, DownloadOptions, UploadOptions } from './resources/artifacts.js';
export type { CreateOrFindLoggedModel, LoggedModels } from './resources/logged-models.js';
export type { RegisteredModels } from './resources/registered-models.js';
export type { ModelVersions } from './resources/model-versions.js';
export { CLIENT_MODEL_ID_TAG, CLIENT_RUN_ID_TAG } from './resources/client-id.js';
export type {
  Dataset,
  DatasetInput,
  Experiment,
  FileInfo,
  KeyValue,
  LifecycleStage,
  LoggedModel,
  LoggedModelStatus,
  Metric,
  ModelInput,
  ModelOutput,
  ModelStage,
  ModelVersion,
  RegisteredModel,
  Run,
  RunData,
  RunInfo,
  RunStatus,
  SampledMetric,
  ViewType
} from './entities.js';
export type {
  Batch,
  CreateExperiment,
  CreateLoggedModel,
  CreateModelVersion,
  CreateRegisteredModel,
  CreateRun,
  DatasetFilter,
  LogDataset,
  LoggedModelOrder,
  MetricHistory,
  RegisterLoggedModel,
  RunInputs,
  SampledHistory,
  SearchExperiments,
  SearchLoggedModels,
  SearchRegistry,
  SearchRuns,
  SearchRunsPage,
  TransitionStage,
  UpdateRun
} from './requests.js';
