import { randomUUID } from 'node:crypto';
import {
  LIMITS,
  MlflowArgumentError,
  type DatasetFilter,
  type LoggedModelOrder
} from '../../tracking/index.js';
import { checkObject, checkText, checkFlag } from '../api/checks.js';
import type {
  LoggedModelDataset,
  LoggedModelMethods,
  LoggedModelOrderBy
} from '../api/types/client-models.js';
import type { ClientParts } from './client-parts.js';
import { toLoggedModel } from './entities.js';
import { keyValues } from './key-values.js';
import { checkList } from './lists.js';
import { readExperimentIds, readFilter, searchResults } from './search.js';

/** What MLflow's Python calls the two ends of a model. */
const FINAL_STATUS = { READY: 'LOGGED_MODEL_READY', FAILED: 'LOGGED_MODEL_UPLOAD_FAILED' } as const;

export function loggedModelMethods(parts: ClientParts): LoggedModelMethods {
  const models = () => parts.tracking().loggedModels;
  return {
    createLoggedModel: async (experimentId, options = {}) => {
      const { name, sourceRunId, tags, params, modelType } = checkObject('options', options);
      const type = checkText('modelType', modelType);
      const model = await models().createOrFind(
        {
          experimentId,
          ...(name === undefined ? {} : { name }),
          ...(sourceRunId === undefined ? {} : { sourceRunId }),
          ...(type === undefined ? {} : { modelType: type }),
          tags: keyValues('tag', tags),
          params: keyValues('param', params),
          clientModelId: randomUUID()
        },
        { mayExist: false }
      );
      return toLoggedModel(model);
    },
    getLoggedModel: async modelId => {
      await parts.beforeRead();
      return toLoggedModel(await models().get(modelId));
    },
    searchLoggedModels: (experimentIds, options = {}) => {
      const { orderBy, datasets, filterString } = checkObject('options', options);
      const question = {
        ...readFilter(filterString),
        experimentIds: readExperimentIds(experimentIds),
        ...(orderBy === undefined ? {} : { orderBy: checkList('orderBy', orderBy).map(readOrder) }),
        ...(datasets === undefined
          ? {}
          : { datasets: checkList('datasets', datasets).map(readDataset) })
      };
      return searchResults(parts, {
        limits: options,
        usualPage: LIMITS.loggedModelsPerPage,
        open: maxResults => models().search({ ...question, maxResults }),
        read: toLoggedModel
      });
    },
    finalizeLoggedModel: async (modelId, status) => {
      if (!Object.hasOwn(FINAL_STATUS, status)) {
        throw new MlflowArgumentError(
          `A logged model can't be finalized as ${JSON.stringify(status)}: use READY or FAILED.`
        );
      }
      return toLoggedModel(await models().finalize(modelId, FINAL_STATUS[status]));
    },
    setLoggedModelTags: async (modelId, tags) => {
      const pairs = keyValues('tag', tags);
      const server = models();
      // The server would tag deleted models too.
      await server.get(modelId);
      await server.setTags(modelId, pairs);
    },
    deleteLoggedModelTag: async (modelId, key) => models().deleteTag(modelId, key),
    deleteLoggedModel: async modelId => models().delete(modelId),
    logModelParams: async (modelId, params) => {
      const pairs = keyValues('param', params);
      const server = models();
      // The server would log to deleted models too.
      await server.get(modelId);
      await server.logParams(modelId, pairs);
    }
  };
}

function readOrder({ ascending = true, ...order }: LoggedModelOrderBy): LoggedModelOrder {
  const { fieldName: field, datasetName, datasetDigest } = order;
  if (datasetName === undefined && datasetDigest !== undefined) {
    throw new MlflowArgumentError('orderBy has a datasetDigest without its datasetName.');
  }
  const digest = checkText('datasetDigest', datasetDigest);
  const dataset = checkText('datasetName', datasetName);
  return {
    field: checkText('fieldName', field) ?? '',
    ascending: checkFlag('ascending', ascending),
    ...(dataset === undefined
      ? {}
      : { dataset: { name: dataset, ...(digest === undefined ? {} : { digest }) } })
  };
}

/** MLflow's server takes a dataset without a digest for one that has none, which is none at all. */
function readDataset(dataset: LoggedModelDataset): Required<DatasetFilter> {
  const name = checkText('datasetName', dataset.datasetName) ?? '';
  const digest = checkText('datasetDigest', dataset.datasetDigest) ?? '';
  if (name === '' || digest === '') {
    throw new MlflowArgumentError(
      'A dataset to search models by needs both its datasetName and its datasetDigest.'
    );
  }
  return { name, digest };
}
