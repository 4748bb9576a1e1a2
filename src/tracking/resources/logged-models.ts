import type { LoggedModel } from '../entities.js';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { paginate } from '../pages.js';
import type { CreateLoggedModel, SearchLoggedModels } from '../requests.js';
import { encodeId, encodeParam, encodeTags } from '../wire/encode-entities.js';
import { encodeCreateLoggedModel } from '../wire/encode-run.js';
import { FINAL_MODEL_STATUSES, oneOf } from '../wire/enums.js';
import { FieldReader } from '../wire/fields.js';
import { readLoggedModel } from '../wire/read-model.js';
import { cleanText } from '../wire/text.js';
import { CLIENT_MODEL_ID_TAG, encodeClientId } from './client-id.js';
import { createOrFind } from './create-or-find.js';
import type { KeyValue } from '../entities.js';

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
    const first = { ...request, params: params.slice(0, LIMITS.paramsPerBatch) };
    const answer = await this._transport.json(
      {
        method: 'POST',
        path: ROOT,
        json: encodeCreateLoggedModel(first),
        idempotent: false,
        what: 'Creating the model'
      },
      options
    );
    const model = readLoggedModel(new FieldReader(answer, 'logged-models').object('model'));
    if (params.length <= LIMITS.paramsPerBatch) {
      return model;
    }
    for (let i = LIMITS.paramsPerBatch; i < params.length; i += LIMITS.paramsPerBatch) {
      await this._logParams(model.modelId, params.slice(i, i + LIMITS.paramsPerBatch), options);
    }
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
      { experimentIds: [experimentId], filter, orderBy },
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
    const answer = await this._transport.json(
      {
        method: 'PATCH',
        path: `${ROOT}/${id}`,
        json: {
          model_id: id,
          status: oneOf(FINAL_MODEL_STATUSES, status, 'The status of a model')
        },
        idempotent: true,
        what: 'Finalizing the model'
      },
      options
    );
    return readLoggedModel(new FieldReader(answer, 'logged-models').object('model'));
  }

  async get(modelId: string, options?: CallOptions): Promise<LoggedModel> {
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: `${ROOT}/${encodeId(modelId, 'The model id')}`,
        idempotent: true,
        what: 'Reading the model'
      },
      options
    );
    return readLoggedModel(new FieldReader(answer, 'logged-models').object('model'));
  }

  search(request: SearchLoggedModels, options?: CallOptions): AsyncIterable<LoggedModel> {
    const what = 'Searching models';
    const body = {
      max_results: LIMITS.loggedModelsPerPage,
      experiment_ids: request.experimentIds.map(id => encodeId(id, 'An experiment id')),
      ...(request.orderBy === undefined
        ? {}
        : {
            order_by: request.orderBy.map(({ field, ascending }) => ({
              field_name: cleanText(field),
              ascending
            }))
          }),
      ...(request.filter === undefined ? {} : { filter: cleanText(request.filter) })
    };
    return paginate(what, async token => {
      const json = token === null ? body : { ...body, page_token: token };
      const answer = await this._transport.json(
        { method: 'POST', path: `${ROOT}/search`, json, idempotent: true, what },
        options
      );
      const fields = new FieldReader(answer, 'logged-models/search');
      return { items: fields.list('models', readLoggedModel), nextPageToken: fields.pageToken() };
    });
  }

  async setTags(modelId: string, tags: readonly KeyValue[], options?: CallOptions): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    await this._transport.json(
      {
        method: 'PATCH',
        path: `${ROOT}/${id}/tags`,
        json: { model_id: id, tags: encodeTags(tags) },
        idempotent: true,
        what: 'Tagging the model'
      },
      options
    );
  }

  private async _logParams(
    modelId: string,
    params: readonly KeyValue[],
    options?: CallOptions
  ): Promise<void> {
    const id = encodeId(modelId, 'The model id');
    await this._transport.json(
      {
        method: 'POST',
        path: `${ROOT}/${id}/params`,
        json: { model_id: id, params: params.map(encodeParam) },
        idempotent: true,
        what: "Logging the model's params"
      },
      options
    );
  }
}
