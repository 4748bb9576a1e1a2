import type { KeyValue, LoggedModel } from '../entities.js';
import { isUniqueClash, MlflowArgumentError } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Call, Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { paginate } from '../pages.js';
import type { CreateLoggedModel, SearchLoggedModels } from '../requests.js';
import { assertName } from '../name-rules.js';
import { encodeId, encodeParam, encodeTags } from '../wire/encode-entities.js';
import { encodeCreateLoggedModel, encodeSearchLoggedModels } from '../wire/encode-logged-model.js';
import { FINAL_MODEL_STATUSES, oneOf } from '../wire/enums.js';
import { FieldReader } from '../wire/fields.js';
import { readLoggedModel } from '../wire/read-model.js';
import { CLIENT_MODEL_ID_TAG, encodeClientId } from './client-id.js';
import { createOrFind } from './create-or-find.js';

const ROOT = '/api/2.0/mlflow/logged-models';

export interface CreateOrFindLoggedModel extends CreateLoggedModel {
  /** Ours, known before the server's; a UUID, kept as the model's tag `autolog.clientModelId`. */
  readonly clientModelId: string;
}

/** Models of MLflow 3. All promises may reject with an `MlflowError`. */
export class LoggedModels {
  constructor(private readonly _transport: Transport) {}

  /** Makes a model, pending until it is finalized. Never repeated: see {@link LoggedModels.createOrFind}. */
  async create(request: CreateLoggedModel, options?: CallOptions): Promise<LoggedModel> {
    const params = request.params ?? [];
    const rest = params.slice(LIMITS.paramsPerBatch);
    // What would be refused later would leave half a model.
    rest.forEach(encodeParam);
    const first = { ...request, params: params.slice(0, LIMITS.paramsPerBatch) };
    const json = encodeCreateLoggedModel(first);
    const call = { json, idempotent: false, what: 'Creating the model' };
    const model = readModel(await this._send('POST', '', call, options));
    if (rest.length === 0) {
      return model;
    }
    await this.logParams(model.modelId, rest, options);
    return this.get(model.modelId, options);
  }

  /**
   * Makes a model exactly once, although answers may get lost. `mayExist: false` spares
   * the first search, if no earlier try was made by anybody.
   */
  async createOrFind(
    request: CreateOrFindLoggedModel,
    options: CallOptions & { readonly mayExist?: boolean } = {}
  ): Promise<LoggedModel> {
    const { clientModelId, ...create } = request;
    const value = encodeClientId(clientModelId);
    const tags = [...(request.tags ?? []), { key: CLIENT_MODEL_ID_TAG, value }];
    return createOrFind(
      this._transport,
      {
        what: 'Creating the model',
        create: () => this.create({ ...create, tags }, options),
        find: () => this.findByClientId(request.experimentId, clientModelId, options),
        mayExist: options.mayExist ?? true
      },
      options
    );
  }

  /** The first model with that client id in the experiment, or null. */
  async findByClientId(
    experimentId: string,
    clientModelId: string,
    options?: CallOptions
  ): Promise<LoggedModel | null> {
    const filter = `tags.\`${CLIENT_MODEL_ID_TAG}\` = '${encodeClientId(clientModelId)}'`;
    const orderBy = [{ field: 'creation_timestamp', ascending: true }];
    for await (const model of this.search(
      { experimentIds: [experimentId], filter, orderBy, maxResults: 1 },
      options
    )) {
      return model;
    }
    return null;
  }

  /** Says that all files are there, or that they could not be uploaded. */
  async finalize(
    modelId: string,
    status: (typeof FINAL_MODEL_STATUSES)[number],
    options?: CallOptions
  ): Promise<LoggedModel> {
    const id = encodeId(modelId, 'The model id');
    const json = {
      model_id: id,
      status: oneOf(FINAL_MODEL_STATUSES, status, 'The status of a model')
    };
    return readModel(
      await this._send('PATCH', `/${id}`, { json, what: 'Finalizing the model' }, options)
    );
  }

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if there is none, or it was deleted. */
  async get(modelId: string, options?: CallOptions): Promise<LoggedModel> {
    const id = encodeId(modelId, 'The model id');
    return readModel(await this._send('GET', `/${id}`, { what: 'Reading the model' }, options));
  }

  search(request: SearchLoggedModels, options?: CallOptions): AsyncIterable<LoggedModel> {
    const what = 'Searching models';
    const body = encodeSearchLoggedModels(request);
    return paginate(what, async token => {
      const json = token === null ? body : { ...body, page_token: token };
      const answer = await this._send('POST', '/search', { json, what }, options);
      const fields = new FieldReader(answer, 'logged-models/search');
      return { items: fields.list('models', readLoggedModel), nextPageToken: fields.pageToken() };
    });
  }

  /** Deletes it for this API for good; its files stay where they are. Repeating does no harm. */
  async delete(modelId: string, options?: CallOptions): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    await this._send('DELETE', `/${id}`, { what: 'Deleting the model' }, options);
  }

  async setTags(modelId: string, tags: readonly KeyValue[], options?: CallOptions): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    const json = { model_id: id, tags: encodeTags(tags) };
    await this._send('PATCH', `/${id}/tags`, { json, what: 'Tagging the model' }, options);
  }

  /**
   * @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if the model has no such tag.
   * @throws MlflowArgumentError for a key with a slash, which MLflow's address of a tag can't hold.
   */
  async deleteTag(modelId: string, key: string, options?: CallOptions): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    if (assertName('tag', key).includes('/')) {
      throw new MlflowArgumentError(
        `The tag ${JSON.stringify(key)} of a logged model can't be deleted: MLflow can't address ` +
          'one with a slash. Set it to an empty text instead.'
      );
    }
    const call = { idempotent: false, what: 'Deleting the tag of the model' };
    await this._send('DELETE', `/${id}/tags/${encodeURIComponent(key)}`, call, options);
  }

  /**
   * Logs params. One that the model has already with this value stays as it is.
   * @throws MlflowArgumentError for one that the model has with another value.
   */
  async logParams(
    modelId: string,
    params: readonly KeyValue[],
    options?: CallOptions
  ): Promise<void> {
    const encoded = params.map(encodeParam);
    for (let i = 0; i < encoded.length; i += LIMITS.paramsPerBatch) {
      const batch = encoded.slice(i, i + LIMITS.paramsPerBatch);
      try {
        await this._postParams(modelId, batch, options);
      } catch (error) {
        if (!isUniqueClash(error)) {
          throw error;
        }
        const missing = await this._missingParams(modelId, batch, options);
        if (missing.length > 0) {
          await this._postParams(modelId, missing, options);
        }
      }
    }
  }

  private async _postParams(
    modelId: string,
    params: readonly KeyValue[],
    options: CallOptions | undefined
  ): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    const call = {
      json: { model_id: id, params },
      what: "Logging the model's params",
      // A clash means "already there" here, not "try again".
      isAnswer: isUniqueClash
    };
    await this._send('POST', `/${id}/params`, call, options);
  }

  /** Those that the model doesn't have yet: the server takes all of a request, or none. */
  private async _missingParams(
    modelId: string,
    params: readonly KeyValue[],
    options: CallOptions | undefined
  ): Promise<KeyValue[]> {
    const known = new Map(
      (await this.get(modelId, options)).params.map(({ key, value }) => [key, value])
    );
    for (const { key, value } of params) {
      const old = known.get(key);
      if (old !== undefined && old !== value) {
        throw new MlflowArgumentError(
          `The param ${JSON.stringify(key)} of model ${modelId} is ${JSON.stringify(old)} and can't ` +
            `become ${JSON.stringify(value)}: MLflow never changes a param. Log it under another key.`
        );
      }
    }
    return params.filter(({ key }) => !known.has(key));
  }

  private _send(
    method: Call['method'],
    path: string,
    call: Pick<Call, 'what'> & Partial<Call>,
    options: CallOptions | undefined
  ): Promise<unknown> {
    return this._transport.json(
      { idempotent: true, ...call, method, path: `${ROOT}${path}` },
      options
    );
  }
}

function readModel(answer: unknown): LoggedModel {
  return readLoggedModel(new FieldReader(answer, 'logged-models').object('model'));
}
