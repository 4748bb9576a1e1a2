import { randomUUID } from 'node:crypto';
import { LIMITS, MlflowArgumentError, type LoggedModelOrder } from '../../tracking/index.js';
import { checkObject, checkText } from '../api/checks.js';
import type { LoggedModelMethods, LoggedModelOrderBy } from '../api/types/client-models.js';
import type { ClientParts } from './client-parts.js';
import { toLoggedModel } from './entities.js';
import { keyValues } from './key-values.js';
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
        ...(orderBy === undefined ? {} : { orderBy: orderBy.map(readOrder) }),
        ...(datasets === undefined ? {} : { datasets: datasets.map(readDataset) })
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
    setLoggedModelTags: async (modelId, tags) => models().setTags(modelId, keyValues('tag', tags)),
    deleteLoggedModelTag: async (modelId, key) => models().deleteTag(modelId, key),
    deleteLoggedModel: async modelId => models().delete(modelId),
    logModelParams: async (modelId, params) =>
      models().logParams(modelId, keyValues('param', params))
  };
}

function readOrder({ ascending = true, ...order }: LoggedModelOrderBy): LoggedModelOrder {
  const { fieldName: field, datasetName, datasetDigest } = order;
  if (datasetName === undefined && datasetDigest !== undefined) {
    throw new MlflowArgumentError('orderBy has a datasetDigest without its datasetName.');
  }
  return {
    field,
    ascending,
    ...(datasetName === undefined ? {} : { dataset: readDataset({ datasetName, datasetDigest }) })
  };
}

function readDataset(dataset: {
  readonly datasetName: string;
  readonly datasetDigest?: string | undefined;
}): { name: string; digest?: string } {
  const name = checkText('datasetName', dataset.datasetName);
  const digest = checkText('datasetDigest', dataset.datasetDigest);
  if (name === undefined || name === '') {
    throw new MlflowArgumentError('A dataset to search by needs its datasetName.');
  }
  return { name, ...(digest === undefined ? {} : { digest }) };
}
