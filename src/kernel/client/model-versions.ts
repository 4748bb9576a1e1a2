import { LIMITS, MlflowArgumentError } from '../../tracking/index.js';
import { checkObject, checkText } from '../api/checks.js';
import type {
  CreateModelVersionOptions,
  RegistryMethods,
  UpdateDescriptionOptions
} from '../api/types/client-registry.js';
import { awaitCreation, checkWait } from './await-creation.js';
import type { ClientParts } from './client-parts.js';
import { copyModelVersion } from './copy-model-version.js';
import { toModelVersion } from './entities.js';
import { keyValues, textOf } from './key-values.js';
import { readQuestion, searchResults } from './search.js';

type Methods = Pick<
  RegistryMethods,
  | 'createModelVersion'
  | 'getModelVersion'
  | 'searchModelVersions'
  | 'updateModelVersion'
  | 'transitionModelVersionStage'
  | 'deleteModelVersion'
  | 'setModelVersionTag'
  | 'deleteModelVersionTag'
  | 'getModelVersionDownloadUri'
  | 'getModelVersionStages'
  | 'copyModelVersion'
>;

/** The methods about versions in the registry. */
export function modelVersionMethods(parts: ClientParts): Methods {
  const versions = () => parts.registry().modelVersions;
  return {
    createModelVersion: async (name, source, options = {}) => {
      const { awaitCreationFor } = checkObject('options', options);
      const wait = checkWait(awaitCreationFor);
      const request = { name, source: checkSource(source), ...readVersion(options) };
      const made = await versions().create(request);
      return toModelVersion(await awaitCreation(versions(), made, wait));
    },
    getModelVersion: async (name, version) => {
      await parts.beforeRead();
      return toModelVersion(await versions().get(name, String(version)));
    },
    searchModelVersions: (options = {}) => {
      const question = readQuestion(options);
      return searchResults(parts, {
        limits: options,
        usualPage: LIMITS.modelVersionsPerPage,
        open: maxResults => versions().search({ ...question, maxResults }),
        read: toModelVersion
      });
    },
    updateModelVersion: async (name, version, update) =>
      toModelVersion(await versions().update(name, String(version), readDescription(update))),
    transitionModelVersionStage: async (name, version, stage, options = {}) => {
      const { archiveExistingVersions = false } = checkObject('options', options);
      const transition = { stage, archiveExistingVersions };
      return toModelVersion(await versions().transitionStage(name, String(version), transition));
    },
    deleteModelVersion: async (name, version) => versions().delete(name, String(version)),
    setModelVersionTag: async (name, version, key, value) =>
      versions().setTag(name, String(version), key, textOf('tag', key, value)),
    deleteModelVersionTag: async (name, version, key) =>
      versions().deleteTag(name, String(version), key),
    getModelVersionDownloadUri: async (name, version) => {
      await parts.beforeRead();
      return versions().downloadUri(name, String(version));
    },
    getModelVersionStages: () => ['None', 'Staging', 'Production', 'Archived'],
    copyModelVersion: async (srcModelUri, dstName) => {
      await parts.beforeRead();
      return toModelVersion(await copyModelVersion(parts.registry(), srcModelUri, dstName));
    }
  };
}

/** @throws MlflowArgumentError where there is none: MLflow would delete the one that is there. */
export function readDescription(update: UpdateDescriptionOptions): { description: string } {
  const description = checkText('description', checkObject('changes', update).description);
  if (description === undefined) {
    throw new MlflowArgumentError(
      'There is nothing to change: give { description }, an empty one to take it away.'
    );
  }
  return { description };
}

function checkSource(source: string): string {
  if (typeof source !== 'string' || source === '') {
    throw new MlflowArgumentError(
      `A model version needs a source, as in models:/m-…, but was given ${JSON.stringify(source)}.`
    );
  }
  return source;
}

function readVersion(options: CreateModelVersionOptions) {
  const { runId, modelId } = options;
  const runLink = checkText('runLink', options.runLink);
  const description = checkText('description', options.description);
  return {
    tags: keyValues('tag', options.tags),
    ...(runId === undefined ? {} : { runId }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(runLink === undefined ? {} : { runLink }),
    ...(description === undefined ? {} : { description })
  };
}
