import type { ModelVersion, RegisteredModel } from '../entities.js';
import { isAlreadyExists, isNotFound } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Call, Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type { CreateRegisteredModel, SearchRegistry } from '../requests.js';
import { encodeTag, encodeTags } from '../wire/encode-entities.js';
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
    return this._model(
      {
        method: 'POST',
        path: `${ROOT}/create`,
        json,
        idempotent: false,
        what: 'Registering the name'
      },
      options
    );
  }

  /** The registered model of that name, made if there is none. */
  async getOrCreate(
    request: CreateRegisteredModel,
    options?: CallOptions
  ): Promise<RegisteredModel> {
    for (let attempt = 1; ; attempt++) {
      const found = await this.get(request.name, options);
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

  /** The registered model of that name, or null. */
  async get(name: string, options?: CallOptions): Promise<RegisteredModel | null> {
    try {
      return await this._model(
        {
          method: 'GET',
          path: `${ROOT}/get`,
          query: { name: assertName('registeredModel', name) },
          idempotent: true,
          what: 'Reading the registered model'
        },
        options
      );
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }

  search(request: SearchRegistry = {}, options?: CallOptions): AsyncIterable<RegisteredModel> {
    const what = 'Searching registered models';
    return paginate(what, async token => {
      const answer = await this._transport.json(
        {
          method: 'GET',
          path: `${ROOT}/search`,
          query: {
            max_results: LIMITS.registeredModelsPerPage,
            filter: request.filter,
            order_by: request.orderBy,
            page_token: token ?? undefined
          },
          idempotent: true,
          what
        },
        options
      );
      const fields = new FieldReader(answer, 'registered-models/search');
      return {
        items: fields.list('registered_models', readRegisteredModel),
        nextPageToken: fields.pageToken()
      };
    });
  }

  async setTag(name: string, key: string, value: string, options?: CallOptions): Promise<void> {
    const json = {
      name: assertName('registeredModel', name),
      ...encodeTag({ key, value }, LIMITS.registryTagValue)
    };
    await this._transport.json(
      {
        method: 'POST',
        path: `${ROOT}/set-tag`,
        json,
        idempotent: true,
        what: 'Tagging the registered model'
      },
      options
    );
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
    await this._transport.json(
      { method: 'POST', path: `${ROOT}/alias`, json, idempotent: true, what: 'Setting the alias' },
      options
    );
  }

  /** Takes the alias away; nothing happens if there is none. */
  async deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    const json = { name: assertName('registeredModel', name), alias: assertName('alias', alias) };
    await this._transport.json(
      {
        method: 'DELETE',
        path: `${ROOT}/alias`,
        json,
        idempotent: true,
        what: 'Deleting the alias'
      },
      options
    );
  }

  /** The version that the alias points at. @throws MlflowApiError if there is none. */
  async getByAlias(name: string, alias: string, options?: CallOptions): Promise<ModelVersion> {
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: `${ROOT}/alias`,
        query: { name: assertName('registeredModel', name), alias: assertName('alias', alias) },
        idempotent: true,
        what: 'Reading the alias'
      },
      options
    );
    return readModelVersion(
      new FieldReader(answer, 'registered-models/alias').object('model_version')
    );
  }

  private async _model(call: Call, options: CallOptions | undefined): Promise<RegisteredModel> {
    const answer = await this._transport.json(call, options);
    return readRegisteredModel(
      new FieldReader(answer, 'registered-models').object('registered_model')
    );
  }
}
