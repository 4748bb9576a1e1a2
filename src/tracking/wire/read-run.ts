import type {
  DatasetInput,
  Experiment,
  FileInfo,
  KeyValue,
  LifecycleStage,
  Metric,
  Run,
  RunInfo,
  RunStatus,
  SampledMetric
} from '../entities.js';
import { RUN_STATUSES } from './enums.js';
import type { FieldReader } from './fields.js';

export function readExperiment(fields: FieldReader): Experiment {
  return {
    experimentId: fields.text('experiment_id'),
    name: fields.text('name'),
    artifactLocation: fields.optionalText('artifact_location') ?? '',
    lifecycleStage: readStage(fields),
    creationTime: fields.number('creation_time', null),
    lastUpdateTime: fields.number('last_update_time', null),
    tags: fields.list('tags', readKeyValue)
  };
}

export function readRun(fields: FieldReader): Run {
  const data = fields.optionalObject('data');
  const inputs = fields.optionalObject('inputs');
  return {
    info: readRunInfo(fields.object('info')),
    data: {
      metrics: data.list('metrics', readMetric),
      params: data.list('params', readKeyValue),
      tags: data.list('tags', readKeyValue)
    },
    inputs: {
      datasets: inputs.list('dataset_inputs', readDatasetInput),
      models: inputs.list('model_inputs', input => ({ modelId: input.text('model_id') }))
    },
    outputs: {
      models: fields.optionalObject('outputs').list('model_outputs', output => ({
        modelId: output.text('model_id'),
        step: output.number('step', 0)
      }))
    }
  };
}

export function readRunInfo(fields: FieldReader): RunInfo {
  const status = fields.optionalText('status');
  return {
    runId: fields.optionalText('run_id') ?? fields.text('run_uuid'),
    runName: fields.optionalText('run_name') ?? '',
    experimentId: fields.text('experiment_id'),
    userId: fields.optionalText('user_id') || null,
    status: RUN_STATUSES.find(known => known === status) ?? ('RUNNING' satisfies RunStatus),
    startTime: fields.number('start_time', 0),
    endTime: fields.number('end_time', null),
    artifactUri: fields.optionalText('artifact_uri') ?? '',
    lifecycleStage: readStage(fields)
  };
}

export function readMetric(fields: FieldReader): Metric {
  const modelId = fields.optionalText('model_id');
  const datasetName = fields.optionalText('dataset_name');
  const datasetDigest = fields.optionalText('dataset_digest');
  return {
    key: fields.text('key'),
    value: fields.number('value', 0),
    timestamp: fields.number('timestamp', 0),
    step: fields.number('step', 0),
    ...(modelId === null ? {} : { modelId }),
    ...(datasetName === null ? {} : { datasetName }),
    ...(datasetDigest === null ? {} : { datasetDigest })
  };
}

export function readSampledMetric(fields: FieldReader): SampledMetric {
  return { ...readMetric(fields), runId: fields.text('run_id') };
}

export function readKeyValue(fields: FieldReader): KeyValue {
  return { key: fields.text('key'), value: fields.optionalText('value') ?? '' };
}

export function readFileInfo(fields: FieldReader): FileInfo {
  const isDirectory = fields.boolean('is_dir');
  return {
    path: fields.text('path'),
    isDirectory,
    size: isDirectory ? null : fields.number('file_size', 0)
  };
}

function readDatasetInput(fields: FieldReader): DatasetInput {
  const dataset = fields.object('dataset');
  const schema = dataset.optionalText('schema');
  const profile = dataset.optionalText('profile');
  return {
    dataset: {
      name: dataset.text('name'),
      digest: dataset.text('digest'),
      sourceType: dataset.optionalText('source_type') ?? '',
      source: dataset.optionalText('source') ?? '',
      ...(schema === null ? {} : { schema }),
      ...(profile === null ? {} : { profile })
    },
    tags: fields.list('tags', readKeyValue)
  };
}

function readStage(fields: FieldReader): LifecycleStage {
  return fields.optionalText('lifecycle_stage') === 'deleted' ? 'deleted' : 'active';
}
