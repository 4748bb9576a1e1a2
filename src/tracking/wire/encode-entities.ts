import type { KeyValue, Metric } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { encodeInteger, encodeMetricValue, encodeTime, type WireMetricValue } from './numbers.js';
import { limitedText, wholeText } from './text.js';

/**
 * The encoder: everything that goes to the server in a body passes here. The server
 * answers 200 to a body with one malformed value and drops what follows that value, so a
 * mistake here would lose data unseen. Each function throws MlflowArgumentError for what can't be mended.
 */

export interface WireKeyValue {
  readonly key: string;
  readonly value: string;
}

export interface WireMetric {
  readonly key: string;
  readonly value: WireMetricValue;
  readonly timestamp: number;
  readonly step: number;
  readonly model_id?: string;
  readonly dataset_name?: string;
  readonly dataset_digest?: string;
}

export function encodeMetric(metric: Metric): WireMetric {
  const key = assertName('metric', metric.key);
  const value = encodeMetricValue(metric.value, 'The value of metric', key);
  const timestamp = encodeTime(metric.timestamp, 'The timestamp of metric', key);
  const step = encodeInteger(metric.step, 'The step of metric', key);
  // The server would keep NaN as 0 for the model; for the run it keeps it as NaN.
  const hasModel = metric.modelId !== undefined && value !== 'NaN';
  return {
    key,
    value,
    timestamp,
    step,
    ...(hasModel ? { model_id: encodeId(metric.modelId, 'The model id of a metric') } : undefined),
    ...encodeMetricDataset(metric)
  };
}

/** MLflow knows a dataset by both together. */
function encodeMetricDataset({
  key,
  datasetName,
  datasetDigest
}: Metric): Pick<WireMetric, 'dataset_name' | 'dataset_digest'> | undefined {
  if (datasetName === undefined && datasetDigest === undefined) {
    return undefined;
  }
  if (datasetName === undefined || datasetDigest === undefined) {
    throw new MlflowArgumentError(
      `The dataset of metric ${JSON.stringify(key)} has no ` +
        `${datasetName === undefined ? 'name' : 'digest'}: give both, or neither.`
    );
  }
  return {
    dataset_name: limitedText(datasetName, LIMITS.datasetName),
    dataset_digest: wholeText(datasetDigest, LIMITS.datasetDigest, 'digest of a dataset')
  };
}

export function encodeParam(param: KeyValue): WireKeyValue {
  return {
    key: assertName('param', param.key),
    value: limitedText(param.value, LIMITS.paramValue)
  };
}

export function encodeTag(tag: KeyValue, limit: number = LIMITS.runTagValue): WireKeyValue {
  return { key: assertName('tag', tag.key), value: limitedText(tag.value, limit) };
}

/** Tags with each key once, the last value counting, as the server refuses repeated keys in some calls. */
export function encodeTags(tags: readonly KeyValue[] = [], limit?: number): WireKeyValue[] {
  const last = new Map(tags.map(tag => [tag.key, tag]));
  return [...last.values()].map(tag => encodeTag(tag, limit));
}

/** @throws MlflowArgumentError if `id` is not a text that can be the id of anything. */
export function encodeId(id: unknown, what: string): string {
  const text = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  if (typeof text !== 'string' || !/^[A-Za-z0-9][\w-]{0,255}$/.test(text)) {
    throw new MlflowArgumentError(
      `${what} must be letters, digits, _ and -, but it is ${
        typeof id === 'string' ? JSON.stringify(id) : `of type ${typeof id}`
      }.`
    );
  }
  return text;
}
