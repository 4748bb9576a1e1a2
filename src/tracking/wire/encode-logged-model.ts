import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import type {
  CreateLoggedModel,
  DatasetFilter,
  LoggedModelOrder,
  SearchLoggedModels
} from '../requests.js';
import { encodeId, encodeParam, encodeTags } from './encode-entities.js';
import { encodePageSize } from './page-size.js';
import { cleanText } from './text.js';

export function encodeCreateLoggedModel(request: CreateLoggedModel): object {
  return {
    experiment_id: encodeId(request.experimentId, 'The experiment id'),
    // Without a name the server makes one up.
    ...(request.name === undefined ? {} : { name: assertName('loggedModel', request.name) }),
    ...(request.modelType === undefined ? {} : { model_type: cleanText(request.modelType) }),
    ...(request.sourceRunId === undefined
      ? {}
      : { source_run_id: encodeId(request.sourceRunId, 'The source run id') }),
    params: (request.params ?? []).map(encodeParam),
    tags: encodeTags(request.tags)
  };
}

/** The body of a search, without its page token. */
export function encodeSearchLoggedModels(request: SearchLoggedModels): object {
  const { datasets, filter, orderBy } = request;
  return {
    max_results: encodePageSize(request.maxResults, {
      usual: LIMITS.loggedModelsPerPage,
      most: LIMITS.loggedModelsPerPageMost
    }),
    experiment_ids: request.experimentIds.map(id => encodeId(id, 'An experiment id')),
    ...(orderBy === undefined ? {} : { order_by: orderBy.map(encodeOrder) }),
    ...(filter === undefined ? {} : { filter: cleanText(filter) }),
    ...(datasets === undefined ? {} : { datasets: datasets.map(encodeDataset) })
  };
}

function encodeOrder({ field, ascending, dataset }: LoggedModelOrder): object {
  return {
    field_name: cleanText(field),
    ascending,
    ...(dataset === undefined ? {} : encodeDataset(dataset))
  };
}

function encodeDataset({ name, digest }: DatasetFilter): object {
  return {
    dataset_name: cleanText(name),
    ...(digest === undefined ? {} : { dataset_digest: cleanText(digest) })
  };
}
