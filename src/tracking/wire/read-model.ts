import type { LoggedModel, ModelVersion, RegisteredModel } from '../entities.js';
import type { FieldReader } from './fields.js';
import { readKeyValue, readMetric } from './read-run.js';

const LOGGED_STATUSES = [
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED'
] as const;

export function readLoggedModel(fields: FieldReader): LoggedModel {
  const info = fields.object('info');
  const data = fields.optionalObject('data');
  const status = info.optionalText('status');
  return {
    modelId: info.text('model_id'),
    experimentId: info.text('experiment_id'),
    name: info.optionalText('name') ?? '',
    modelType: info.optionalText('model_type') || null,
    sourceRunId: info.optionalText('source_run_id') || null,
    artifactUri: info.optionalText('artifact_uri') ?? '',
    status: LOGGED_STATUSES.find(known => known === status) ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED',
    statusMessage: info.optionalText('status_message') || null,
    creationTime: info.number('creation_timestamp_ms', 0),
    lastUpdateTime: info.number('last_updated_timestamp_ms', 0),
    tags: info.list('tags', readKeyValue),
    params: data.list('params', readKeyValue),
    metrics: data.list('metrics', readMetric)
  };
}

export function readRegisteredModel(fields: FieldReader): RegisteredModel {
  return {
    name: fields.text('name'),
    description: fields.optionalText('description') ?? '',
    creationTime: fields.number('creation_timestamp', 0),
    lastUpdateTime: fields.number('last_updated_timestamp', 0),
    latestVersions: fields.list('latest_versions', readModelVersion),
    aliases: fields.list('aliases', alias => ({
      alias: alias.text('alias'),
      version: alias.text('version')
    })),
    tags: fields.list('tags', readKeyValue)
  };
}

export function readModelVersion(fields: FieldReader): ModelVersion {
  return {
    name: fields.text('name'),
    version: fields.text('version'),
    description: fields.optionalText('description') ?? '',
    creationTime: fields.number('creation_timestamp', 0),
    lastUpdateTime: fields.number('last_updated_timestamp', 0),
    source: fields.optionalText('source') ?? '',
    runId: fields.optionalText('run_id') || null,
    runLink: fields.optionalText('run_link') || null,
    modelId: fields.optionalText('model_id') || null,
    userId: fields.optionalText('user_id') || null,
    status: fields.optionalText('status') ?? '',
    statusMessage: fields.optionalText('status_message') || null,
    currentStage: fields.optionalText('current_stage') || 'None',
    aliases: fields.texts('aliases'),
    tags: fields.list('tags', readKeyValue)
  };
}
