import { LIMITS } from '../limits.js';
import { MlflowArgumentError } from '../errors.js';
import type {
  Batch,
  CreateExperiment,
  CreateRun,
  SearchExperiments,
  SearchRunsPage,
  UpdateRun
} from '../requests.js';
import {
  encodeId,
  encodeMetric,
  encodeParam,
  encodeTags,
  type WireKeyValue,
  type WireMetric
} from './encode-entities.js';
import { oneOf, RUN_STATUSES, VIEW_TYPES } from './enums.js';
import { encodeTime } from './numbers.js';
import { encodePageSize } from './page-size.js';
import { cleanText, limitedText } from './text.js';
import { assertName } from '../name-rules.js';

/** In all bodies ids and small fields stand first: what the server drops, it drops from the end. */

export function encodeCreateExperiment(request: CreateExperiment): object {
  return {
    name: assertName('experiment', request.name),
    ...(request.artifactLocation === undefined
      ? {}
      : { artifact_location: cleanText(request.artifactLocation) }),
    tags: encodeTags(request.tags, LIMITS.experimentTagValue)
  };
}

/** The body of a search, without its page token. */
export function encodeSearchExperiments(request: SearchExperiments): object {
  const { filter, orderBy } = request;
  return {
    max_results: encodePageSize(request.maxResults, {
      usual: LIMITS.experimentsPerPage,
      most: LIMITS.experimentsPerPageMost
    }),
    view_type: oneOf(VIEW_TYPES, request.viewType ?? 'ACTIVE_ONLY', 'The view type'),
    ...(orderBy === undefined ? {} : { order_by: orderBy.map(cleanText) }),
    ...(filter === undefined ? {} : { filter: cleanText(filter) })
  };
}

export interface WireCreateRun {
  readonly experiment_id: string;
  readonly start_time: number;
  readonly run_name: string;
  readonly user_id?: string;
  readonly tags: readonly WireKeyValue[];
}

export function encodeCreateRun(request: CreateRun): WireCreateRun {
  const tags = encodeTags(request.tags);
  const name = limitedText(request.name, LIMITS.runName);
  return {
    experiment_id: encodeId(request.experimentId, 'The experiment id'),
    start_time: encodeTime(request.startTime, 'The start time of a run'),
    run_name: name,
    ...(request.userId === undefined ? {} : { user_id: cleanText(request.userId) }),
    // A name that differs from this tag is refused; the name counts.
    tags: tags.filter(tag => tag.key !== 'mlflow.runName')
  };
}

export function encodeUpdateRun(runId: string, update: UpdateRun): object {
  const { status, endTime, name } = update;
  return {
    run_id: encodeId(runId, 'The run id'),
    ...(status === undefined ? {} : { status: oneOf(RUN_STATUSES, status, 'The status of a run') }),
    ...(endTime === undefined ? {} : { end_time: encodeTime(endTime, 'The end time of a run') }),
    ...(name === undefined ? {} : { run_name: limitedText(name, LIMITS.runName) })
  };
}

export interface WireBatch {
  readonly run_id: string;
  readonly tags: readonly WireKeyValue[];
  readonly params: readonly WireKeyValue[];
  readonly metrics: readonly WireMetric[];
}

/** @throws MlflowArgumentError if it is more than one request may hold. */
export function encodeBatch(runId: string, batch: Batch): WireBatch {
  const tags = encodeTags(batch.tags);
  const params = (batch.params ?? []).map(encodeParam);
  const metrics = (batch.metrics ?? []).map(encodeMetric);
  if (
    tags.length > LIMITS.tagsPerBatch ||
    params.length > LIMITS.paramsPerBatch ||
    tags.length + params.length + metrics.length > LIMITS.entitiesPerBatch
  ) {
    throw new MlflowArgumentError(
      `A batch of ${metrics.length} metrics, ${params.length} params and ${tags.length} tags is ` +
        'more than MLflow takes in one request. Split it with chunkBatch first.'
    );
  }
  return { run_id: encodeId(runId, 'The run id'), tags, params, metrics };
}

export function encodeSearchRuns(request: SearchRunsPage): object {
  return {
    max_results: encodePageSize(request.maxResults, {
      usual: LIMITS.runsPerPage,
      most: LIMITS.runsPerPageMost
    }),
    run_view_type: oneOf(VIEW_TYPES, request.viewType ?? 'ACTIVE_ONLY', 'The view type'),
    experiment_ids: request.experimentIds.map(id => encodeId(id, 'An experiment id')),
    ...(request.pageToken == null ? {} : { page_token: cleanText(request.pageToken) }),
    ...(request.orderBy === undefined ? {} : { order_by: request.orderBy.map(cleanText) }),
    ...(request.filter === undefined ? {} : { filter: cleanText(request.filter) })
  };
}
