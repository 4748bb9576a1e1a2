import {
  MlflowApiError,
  MlflowArgumentError,
  type MlflowClient,
  type ModelVersion
} from '../../tracking/index.js';

/** Which version a `models:/` URI means. */
type Target =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }
  | { readonly kind: 'latest'; readonly name: string }
  | { readonly kind: 'stage'; readonly name: string; readonly stage: Stage };

const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
type Stage = (typeof STAGES)[number];

/** Makes a version of `name`, which is registered where it isn't, from the version that `uri` means. */
export async function copyModelVersion(
  registry: MlflowClient,
  uri: string,
  name: string
): Promise<ModelVersion> {
  const source = await resolve(registry, readModelUri(uri), uri);
  await registry.registeredModels.getOrCreate({ name });
  return registry.modelVersions.create({
    name,
    source: `models:/${source.name}/${source.version}`,
    tags: source.tags,
    description: source.description,
    ...(source.runId === null ? {} : { runId: source.runId }),
    ...(source.runLink === null ? {} : { runLink: source.runLink }),
    ...(source.modelId === null ? {} : { modelId: source.modelId })
  });
}

/** @throws MlflowArgumentError for what names no registered version. */
export function readModelUri(uri: string): Target {
  const path = typeof uri === 'string' ? /^models:\/+([^/]+)(?:\/([^/]+))?$/.exec(uri) : null;
  const [, name = '', suffix] = path ?? [];
  if (suffix !== undefined) {
    const stage = STAGES.find(known => known.toLowerCase() === suffix.toLowerCase());
    if (/^\d+$/.test(suffix)) {
      return { kind: 'version', name, version: suffix };
    }
    if (suffix.toLowerCase() === 'latest') {
      return { kind: 'latest', name };
    }
    if (stage !== undefined) {
      return { kind: 'stage', name, stage };
    }
  }
  const at = name.lastIndexOf('@');
  if (suffix === undefined && at > 0 && at < name.length - 1) {
    return { kind: 'alias', name: name.slice(0, at), alias: name.slice(at + 1) };
  }
  throw new MlflowArgumentError(
    `${JSON.stringify(uri)} names no registered version. Give models:/NAME/VERSION, ` +
      'models:/NAME@ALIAS, models:/NAME/latest or models:/NAME/STAGE; createModelVersion takes others.'
  );
}

async function resolve(registry: MlflowClient, target: Target, uri: string): Promise<ModelVersion> {
  const { registeredModels, modelVersions } = registry;
  switch (target.kind) {
    case 'version':
      return modelVersions.get(target.name, target.version);
    case 'alias':
      return registeredModels.getByAlias(target.name, target.alias);
    case 'latest':
      return newest(await registeredModels.latestVersions(target.name), uri);
    case 'stage':
      return newest(await registeredModels.latestVersions(target.name, [target.stage]), uri);
  }
}

function newest(versions: readonly ModelVersion[], uri: string): ModelVersion {
  const [first] = [...versions].sort((a, b) => Number(b.version) - Number(a.version));
  if (first === undefined) {
    throw new MlflowApiError(`${uri} names no version: there is none in that stage.`, {
      status: 404,
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
      serverMessage: '',
      retryAfter: null
    });
  }
  return first;
}
