import { LIMITS, MlflowArgumentError } from '../../tracking/index.js';
import type { MetricSubject, RecordedRun } from '../runs/recorded-run.js';
import { checkMetric, checkObject } from './checks.js';
import type { DatasetIdentity, MetricOptions } from './types/mlflow.js';

/** A metric that is found to be allowed. */
export interface ReadMetric {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  /** Milliseconds since the epoch, or null for now. */
  readonly timestamp: number | null;
  readonly subject: MetricSubject | null;
}

/** @throws MlflowArgumentError where something of it is not allowed. */
export function readMetric(key: string, value: number, about: number | MetricOptions): ReadMetric {
  if (typeof about === 'number') {
    checkMetric(key, value, about);
    return { key, value, step: about, timestamp: null, subject: null };
  }
  const { step = 0, timestamp = null, dataset, modelId } = checkObject('options', about);
  checkMetric(key, value, step);
  if (timestamp !== null && !(Number.isSafeInteger(timestamp) && timestamp >= 0)) {
    throw new MlflowArgumentError(
      `The metric "${key}" was given the timestamp ${String(timestamp)}: give whole milliseconds since 1970, as Date.now() does.`
    );
  }
  return { key, value, step, timestamp, subject: readSubject(key, dataset, modelId) };
}

/** `now` is for metrics without a time of their own. */
export function logMetric(run: RecordedRun, metric: ReadMetric, now = Date.now()): void {
  const { key, value, step, timestamp, subject } = metric;
  if (subject === null) {
    run.logMetric(key, value, step, timestamp ?? now);
  } else {
    run.logMetricOf(subject, key, value, step, timestamp ?? now);
  }
}

function readSubject(
  key: string,
  dataset: DatasetIdentity | undefined,
  modelId: string | undefined
): MetricSubject | null {
  if (modelId !== undefined && !(typeof modelId === 'string' && /^[\w-]{1,256}$/.test(modelId))) {
    throw new MlflowArgumentError(
      `The metric "${key}" was given the modelId ${JSON.stringify(modelId)}: give MLflow's id of a logged model, as in m-0a1b2c.`
    );
  }
  if (dataset !== undefined && !isIdentity(dataset)) {
    throw new MlflowArgumentError(
      `The metric "${key}" was given a dataset without name and digest: give what logInput returned.`
    );
  }
  if (modelId === undefined && dataset === undefined) {
    return null;
  }
  return {
    ...(modelId === undefined ? {} : { modelId }),
    ...(dataset === undefined ? {} : { dataset: { name: dataset.name, digest: dataset.digest } })
  };
}

function isIdentity(dataset: unknown): dataset is DatasetIdentity {
  const { name, digest } = (dataset ?? {}) as Partial<Record<keyof DatasetIdentity, unknown>>;
  return (
    typeof name === 'string' &&
    name.length <= LIMITS.datasetName &&
    typeof digest === 'string' &&
    digest.length <= LIMITS.datasetDigest
  );
}
