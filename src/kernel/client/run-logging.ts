import {
  chunkBatch,
  MlflowArgumentError,
  screenBatch,
  type Batch,
  type KeyValue,
  type Metric as TrackingMetric
} from '../../tracking/index.js';
import { checkMetric, checkObject } from '../api/checks.js';
import type { LogBatchOptions, RunMethods } from '../api/types/client-runs.js';
import type { Metric } from '../api/types/entities.js';
import type { ClientParts } from './client-parts.js';
import { textOf } from './key-values.js';
import { checkList } from './lists.js';
import { readDatasetInput, readModelOutput } from './run-inputs.js';
import { checkTime } from './times.js';

type Methods = Pick<
  RunMethods,
  'logMetric' | 'logParam' | 'logBatch' | 'setTag' | 'deleteTag' | 'logInputs' | 'logOutputs'
>;

/** The methods that log to a run; those about runs as a whole stand in runs.ts. */
export function runLoggingMethods(parts: ClientParts): Methods {
  const runs = () => parts.tracking().runs;
  return {
    logMetric: async (runId, key, value, options = {}) => {
      const { step = 0, timestamp = Date.now(), ...rest } = checkObject('options', options);
      const metric = readMetric({ ...rest, key, value, step, timestamp });
      await runs().logBatch(runId, { metrics: [metric] });
    },
    logParam: async (runId, key, value) => {
      await runs().logBatch(runId, { params: [{ key, value: textOf('param', key, value) }] });
    },
    logBatch: async (runId, given) => {
      const batch = readBatch(given);
      for (const chunk of chunkBatch(batch)) {
        await runs().logBatch(runId, chunk);
      }
    },
    setTag: async (runId, key, value) => runs().setTag(runId, key, textOf('tag', key, value)),
    deleteTag: async (runId, key) => runs().deleteTag(runId, key),
    logInputs: async (runId, inputs) => {
      const given = checkObject('inputs', inputs);
      const datasets = checkList('datasets', given.datasets ?? []).map(readDatasetInput);
      const models = checkList('models', given.models ?? []);
      if (datasets.length + models.length > 0) {
        await runs().logInputs(runId, { datasets, models });
      }
    },
    logOutputs: async (runId, models) => {
      const outputs = checkList('models', models).map(readModelOutput);
      if (outputs.length > 0) {
        await runs().logOutputs(runId, outputs);
      }
    }
  };
}

/** @throws MlflowArgumentError for anything in it that MLflow would refuse, before any of it is sent. */
function readBatch(given: LogBatchOptions): Batch {
  const { metrics = [], params = [], tags = [] } = checkObject('entities', given);
  const batch = {
    metrics: checkList('metrics', metrics).map(readMetric),
    params: checkList('params', params).map(({ key, value }) => readText('param', key, value)),
    tags: checkList('tags', tags).map(({ key, value }) => readText('tag', key, value))
  };
  const [fault] = screenBatch(batch).unsendable;
  if (fault !== undefined) {
    throw new MlflowArgumentError(fault.reason);
  }
  refuseTwoValues(batch.params);
  return batch;
}

function readMetric(metric: Metric): TrackingMetric {
  checkMetric(metric.key, metric.value, metric.step);
  if (checkTime(`The timestamp of the metric "${metric.key}"`, metric.timestamp) === undefined) {
    throw new MlflowArgumentError(
      `The metric "${metric.key}" of the batch has no timestamp. Give it Date.now().`
    );
  }
  return metric;
}

function readText(kind: 'param' | 'tag', key: string, value: string): KeyValue {
  return { key, value: textOf(kind, key, value) };
}

/** MLflow would take the first, and refuse the second when the rest is logged already. */
function refuseTwoValues(params: readonly KeyValue[]): void {
  const known = new Map<string, string>();
  for (const { key, value } of params) {
    const first = known.get(key) ?? value;
    if (first !== value) {
      throw new MlflowArgumentError(
        `The param "${key}" stands in the batch twice, as "${first}" and as "${value}". ` +
          'MLflow never changes a param: log it once.'
      );
    }
    known.set(key, value);
  }
}
