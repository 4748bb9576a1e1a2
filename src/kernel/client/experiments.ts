import { LIMITS } from '../../tracking/index.js';
import { checkObject, checkText } from '../api/checks.js';
import type { ExperimentMethods } from '../api/types/client-experiments.js';
import type { ClientParts } from './client-parts.js';
import { toExperiment } from './entities.js';
import { keyValues, textOf } from './key-values.js';
import { readQuestion, searchResults } from './search.js';

export function experimentMethods(parts: ClientParts): ExperimentMethods {
  const experiments = () => parts.tracking().experiments;
  return {
    createExperiment: async (name, options = {}) => {
      const { artifactLocation, tags } = checkObject('options', options);
      const location = checkText('artifactLocation', artifactLocation);
      return experiments().create({
        name,
        tags: keyValues('tag', tags),
        ...(location === undefined ? {} : { artifactLocation: location })
      });
    },
    getExperiment: async experimentId => {
      await parts.beforeRead();
      return toExperiment(await experiments().get(experimentId));
    },
    getExperimentByName: async name => {
      await parts.beforeRead();
      const found = await experiments().getByName(name);
      return found === null ? null : toExperiment(found);
    },
    searchExperiments: (options = {}) => {
      const question = readQuestion(options);
      const { viewType = 'ACTIVE_ONLY' } = options;
      return searchResults(parts, {
        limits: options,
        usualPage: LIMITS.experimentsPerPage,
        open: maxResults => experiments().search({ ...question, viewType, maxResults }),
        read: toExperiment
      });
    },
    deleteExperiment: async experimentId => experiments().delete(experimentId),
    restoreExperiment: async experimentId => experiments().restore(experimentId),
    renameExperiment: async (experimentId, newName) => experiments().rename(experimentId, newName),
    setExperimentTag: async (experimentId, key, value) =>
      experiments().setTag(experimentId, key, textOf('tag', key, value)),
    deleteExperimentTag: async (experimentId, key) => experiments().deleteTag(experimentId, key)
  };
}
