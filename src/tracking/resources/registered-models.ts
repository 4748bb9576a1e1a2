import type { ModelVersion, RegisteredModel } from '../entities.js';
import { isAlreadyExists, isNotFound } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Call, Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type { CreateRegisteredModel, SearchRegistry } from '../requests.js';
import { encodeTag, encodeTags } from '../wire/encode-entities.js';
import { encodeSearchRegistry } from '../wire/encode-registry.js';
import { oneOf, STAGES } from '../wire/enums.js';
import { FieldReader } from '../wire/fields.js';
import { readModelVersion, readRegisteredModel } from '../wire/read-model.js';
import { cleanText } from '../wire/text.js';
import { encodeVersion } from './version-number.js';

const ROOT = '/api/2.0/mlflow/registered-models';

/** Names in the model registry. All promises may reject with an `MlflowError`. */
export class RegisteredModels {
  constructor(private readonly _transport: Transport) {}

  /** @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` if the name is taken. */
  async create(request: CreateRegisteredModel, options?: CallOptions): Promise<RegisteredModel> {
    const json = {
      name: assertName('registeredModel', request.name),
      ...(request.description === undefined ? {} : { description: cleanText(request.description) }),
      tags: encodeTags(request.tags, LIMITS.registryTagValue)
    };
    const call = { json, idempotent: false, what: 'Registering the name' };
    return readModel(await this._send('POST', 'create', call, options));
  }

  /** The registered model of that name, made if there is none. */
  async getOrCreate(
    request: CreateRegisteredModel,
    options?: CallOptions
  ): Promise<RegisteredModel> {
    for (let attempt = 1; ; attempt++) {
      const found = await this.find(request.name, options);
      if (found !== null) {
        return found;
      }
      try {
        return await this.create(request, options);
      } catch (error) {
        const isThere = isAlreadyExists(error) && attempt === 1;
        if (
          !isThere &&
          !(await this._transport.pause('Registering the name', attempt, error, options ?? {}))
        ) {
          throw error;
        }
      }
    }
  }

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if there is none of that name. */
  async get(name: string, options?: CallOptions): Promise<RegisteredModel> {
    const query = { name: assertName('registeredModel', name) };
    const call = { query, what: 'Reading the registered model' };
    return readModel(await this._send('GET', 'get', call, options));
  }

  /** The registered model of that name, or null. */
  async find(name: string, options?: CallOptions): Promise<RegisteredModel | null> {
    try {
      return await this.get(name, options);
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }

  search(request: SearchRegistry = {}, options?: CallOptions): AsyncIterable<RegisteredModel> {
    const what = 'Searching registered models';
    const query = encodeSearchRegistry(request, {
      usual: LIMITS.registeredModelsPerPage,
      most: LIMITS.registeredModelsPerPageMost
    });
    return paginate(what, async token => {
      const call = { query: token === null ? query : { ...query, page_token: token }, what };
      const fields = new FieldReader(
        await this._send('GET', 'search', call, options),
        'registered-models/search'
      );
      return {
        items: fields.list('registered_models', readRegisteredModel),
        nextPageToken: fields.pageToken()
      };
    });
  }

  /** Its versions go with it. Aliases stay. @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` if the name is taken. */
  async rename(name: string, newName: string, options?: CallOptions): Promise<RegisteredModel> {
    const json = {
      name: assertName('registeredModel', name),
      new_name: assertName('registeredModel', newName)
    };
    const call = { json, idempotent: false, what: 'Renaming the registered model' };
    return readModel(await this._send('POST', 'rename', call, options));
  }

  async update(
    name: string,
    update: { readonly description: string },
    options?: CallOptions
  ): Promise<RegisteredModel> {
    const json = {
      name: assertName('registeredModel', name),
      description: cleanText(update.description)
    };
    const call = { json, what: 'Describing the registered model' };
    return readModel(await this._send('PATCH', 'update', call, options));
  }

  /** Deletes it for good, and its versions. What they were made from stays. */
  async delete(name: string, options?: CallOptions): Promise<void> {
    const json = { name: assertName('registeredModel', name) };
    const call = { json, idempotent: false, what: 'Deleting the registered model' };
    await this._send('DELETE', 'delete', call, options);
  }

  async setTag(name: string, key: string, value: string, options?: CallOptions): Promise<void> {
    const json = {
      name: assertName('registeredModel', name),
      ...encodeTag({ key, value }, LIMITS.registryTagValue)
    };
    const call = { json, what: 'Tagging the registered model' };
    await this._send('POST', 'set-tag', call, options);
  }

  /** Takes the tag away; nothing happens if there is none. */
  async deleteTag(name: string, key: string, options?: CallOptions): Promise<void> {
    const json = { name: assertName('registeredModel', name), key: assertName('tag', key) };
    const call = { json, what: 'Deleting the tag of the registered model' };
    await this._send('DELETE', 'delete-tag', call, options);
  }

  /** The newest version of each of `stages`, by default of every stage that has one. */
  async latestVersions(
    name: string,
    stages?: readonly (typeof STAGES)[number][],
    options?: CallOptions
  ): Promise<ModelVersion[]> {
    const json = {
      name: assertName('registeredModel', name),
      ...(stages === undefined
        ? {}
        : { stages: stages.map(stage => oneOf(STAGES, stage, 'A stage of model versions')) })
    };
    const call = { json, what: 'Reading the latest versions' };
    const answer = await this._send('POST', 'get-latest-versions', call, options);
    const fields = new FieldReader(answer, 'registered-models/get-latest-versions');
    return fields.list('model_versions', readModelVersion);
  }

  /** Points the alias at a version; it moves if it pointed at another. */
  async setAlias(
    name: string,
    alias: string,
    version: string,
    options?: CallOptions
  ): Promise<void> {
    const json = {
      name: assertName('registeredModel', name),
      alias: assertName('alias', alias),
      version: encodeVersion(version)
    };
    await this._send('POST', 'alias', { json, what: 'Setting the alias' }, options);
  }

  /** Takes the alias away; nothing happens if there is none. */
  async deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    const json = { name: assertName('registeredModel', name), alias: assertName('alias', alias) };
    await this._send('DELETE', 'alias', { json, what: 'Deleting the alias' }, options);
  }

  /** The version that the alias points at. @throws MlflowApiError if there is none. */
  async getByAlias(name: string, alias: string, options?: CallOptions): Promise<ModelVersion> {
    const query = { name: assertName('registeredModel', name), alias: assertName('alias', alias) };
    const answer = await this._send('GET', 'alias', { query, what: 'Reading the alias' }, options);
    return readModelVersion(
      new FieldReader(answer, 'registered-models/alias').object('model_version')
    );
  }

  private _send(
    method: Call['method'],
    path: string,
    call: Pick<Call, 'what'> & Partial<Call>,
    options: CallOptions | undefined
  ): Promise<unknown> {
    const whole = { idempotent: true, ...call, method, path: `${ROOT}/${path}` };
    return this._transport.json(whole, options);
  }
}

function readModel(answer: unknown): RegisteredModel {
  return readRegisteredModel(
    new FieldReader(answer, 'registered-models').object('registered_model')
  );
}
