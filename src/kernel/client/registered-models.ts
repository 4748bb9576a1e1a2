import { LIMITS } from '../../tracking/index.js';
import { checkObject, checkText } from '../api/checks.js';
import type { RegistryMethods } from '../api/types/client-registry.js';
import type { ClientParts } from './client-parts.js';
import { toModelVersion, toRegisteredModel } from './entities.js';
import { keyValues, textOf } from './key-values.js';
import { readDescription } from './model-versions.js';
import { readQuestion, searchResults } from './search.js';

type Methods = Pick<
  RegistryMethods,
  | 'createRegisteredModel'
  | 'getRegisteredModel'
  | 'searchRegisteredModels'
  | 'renameRegisteredModel'
  | 'updateRegisteredModel'
  | 'deleteRegisteredModel'
  | 'setRegisteredModelTag'
  | 'deleteRegisteredModelTag'
  | 'setRegisteredModelAlias'
  | 'deleteRegisteredModelAlias'
  | 'getModelVersionByAlias'
  | 'getLatestVersions'
>;

/** The methods about names in the registry; those about versions stand in model-versions.ts. */
export function registeredModelMethods(parts: ClientParts): Methods {
  const models = () => parts.registry().registeredModels;
  return {
    createRegisteredModel: async (name, options = {}) => {
      const { tags, description } = checkObject('options', options);
      const text = checkText('description', description);
      const model = await models().create({
        name,
        tags: keyValues('tag', tags),
        ...(text === undefined ? {} : { description: text })
      });
      return toRegisteredModel(model);
    },
    getRegisteredModel: async name => {
      await parts.beforeRead();
      return toRegisteredModel(await models().get(name));
    },
    searchRegisteredModels: (options = {}) => {
      const question = readQuestion(options);
      return searchResults(parts, {
        limits: options,
        usualPage: LIMITS.registeredModelsPerPage,
        open: maxResults => models().search({ ...question, maxResults }),
        read: toRegisteredModel
      });
    },
    renameRegisteredModel: async (name, newName) =>
      toRegisteredModel(await models().rename(name, newName)),
    updateRegisteredModel: async (name, update) =>
      toRegisteredModel(await models().update(name, readDescription(update))),
    deleteRegisteredModel: async name => models().delete(name),
    setRegisteredModelTag: async (name, key, value) =>
      models().setTag(name, key, textOf('tag', key, value)),
    deleteRegisteredModelTag: async (name, key) => models().deleteTag(name, key),
    setRegisteredModelAlias: async (name, alias, version) =>
      models().setAlias(name, alias, String(version)),
    deleteRegisteredModelAlias: async (name, alias) => models().deleteAlias(name, alias),
    getModelVersionByAlias: async (name, alias) => {
      await parts.beforeRead();
      return toModelVersion(await models().getByAlias(name, alias));
    },
    getLatestVersions: async (name, stages) => {
      await parts.beforeRead();
      return (await models().latestVersions(name, stages)).map(toModelVersion);
    }
  };
}
