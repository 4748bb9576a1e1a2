import type * as tracking from '../../tracking/index.js';
import type {
  DatasetInput,
  Experiment,
  FileInfo,
  LoggedModel,
  LoggedModelStatus,
  Metric,
  ModelVersion,
  ModelVersionStage,
  ModelVersionStatus,
  RegisteredModel,
  Run
} from '../api/types/entities.js';

/** What the REST client reads, in the shape of MLflow's Python entities. */

export function toExperiment({ tags, ...experiment }: tracking.Experiment): Experiment {
  return { ...experiment, tags: byKey(tags) };
}

export function toRun({ info, data, inputs, outputs }: tracking.Run): Run {
  return {
    info,
    data: { metrics: byKey(data.metrics), params: byKey(data.params), tags: byKey(data.tags) },
    inputs: { datasetInputs: inputs.datasets.map(toDatasetInput), modelInputs: inputs.models },
    outputs: { modelOutputs: outputs.models }
  };
}

export function toMetric(metric: tracking.Metric): Metric {
  return metric;
}

export function toFileInfo({ path, isDirectory, size }: tracking.FileInfo): FileInfo {
  return { path, isDir: isDirectory, fileSize: size };
}

export function toLoggedModel(model: tracking.LoggedModel): LoggedModel {
  const { artifactUri, creationTime, lastUpdateTime, status, tags, params, metrics, ...rest } =
    model;
  return {
    ...rest,
    artifactLocation: artifactUri,
    modelUri: `models:/${model.modelId}`,
    creationTimestamp: creationTime,
    lastUpdatedTimestamp: lastUpdateTime,
    status: LOGGED_STATUS[status],
    tags: byKey(tags),
    params: byKey(params),
    metrics: metrics.map(toMetric)
  };
}

export function toRegisteredModel(model: tracking.RegisteredModel): RegisteredModel {
  const { creationTime, lastUpdateTime, latestVersions, tags, aliases, ...rest } = model;
  return {
    ...rest,
    creationTimestamp: creationTime,
    lastUpdatedTimestamp: lastUpdateTime,
    latestVersions: latestVersions.map(toModelVersion),
    tags: byKey(tags),
    aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, version]))
  };
}

export function toModelVersion(version: tracking.ModelVersion): ModelVersion {
  const { creationTime, lastUpdateTime, status, currentStage, tags, ...rest } = version;
  return {
    ...rest,
    creationTimestamp: creationTime,
    lastUpdatedTimestamp: lastUpdateTime,
    // Past the border the server's word is taken for one of those that MLflow has.
    status: status as ModelVersionStatus,
    currentStage: currentStage as ModelVersionStage,
    tags: byKey(tags)
  };
}

/** How MLflow's Python names what stands on the wire. */
const LOGGED_STATUS: Readonly<Record<tracking.LoggedModel['status'], LoggedModelStatus>> = {
  LOGGED_MODEL_PENDING: 'PENDING',
  LOGGED_MODEL_READY: 'READY',
  LOGGED_MODEL_UPLOAD_FAILED: 'FAILED',
  LOGGED_MODEL_STATUS_UNSPECIFIED: 'UNSPECIFIED'
};

function toDatasetInput({ dataset, tags }: tracking.DatasetInput): DatasetInput {
  return { dataset, tags };
}

/** Made of entries, a key such as `__proto__` is a key like any other. */
function byKey<T>(
  pairs: readonly { readonly key: string; readonly value: T }[]
): Record<string, T> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
