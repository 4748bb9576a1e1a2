import type { ModelVersion } from '../entities.js';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type { CreateModelVersion, SearchRegistry } from '../requests.js';
import { encodeId, encodeTag, encodeTags } from '../wire/encode-entities.js';
import { FieldReader } from '../wire/fields.js';
import { readModelVersion } from '../wire/read-model.js';
import { cleanText } from '../wire/text.js';
import { createOrFind } from './create-or-find.js';
import { encodeVersion } from './version-number.js';

const ROOT = '/api/2.0/mlflow/model-versions';

/** Versions in the model registry. All promises may reject with an `MlflowError`. */
export class ModelVersions {
  constructor(private readonly _transport: Transport) {}

  /** Registers a logged model under a name that is registered. Each call makes a version. */
  async create(request: CreateModelVersion, options?: CallOptions): Promise<ModelVersion> {
    const modelId = encodeId(request.modelId, 'The model id');
    const json = {
      name: assertName('registeredModel', request.name),
      source: `models:/${modelId}`,
      model_id: modelId,
      ...(request.runId === undefined ? {} : { run_id: encodeId(request.runId, 'The run id') }),
      tags: encodeTags(request.tags, LIMITS.registryTagValue),
      ...(request.description === undefined ? {} : { description: cleanText(request.description) })
    };
    const answer = await this._transport.json(
      {
        method: 'POST',
        path: `${ROOT}/create`,
        json,
        idempotent: false,
        what: 'Registering the model'
      },
      options
    );
    return readModelVersion(
      new FieldReader(answer, 'model-versions/create').object('model_version')
    );
  }

  /** The version of that name made from the logged model; registered now if there is none. */
  async createOrFind(
    request: CreateModelVersion,
    options: CallOptions = {}
  ): Promise<ModelVersion> {
    return createOrFind(
      this._transport,
      {
        what: 'Registering the model',
        create: () => this.create(request, options),
        find: () => this._find(request, options),
        mayExist: true
      },
      options
    );
  }

  async get(name: string, version: string, options?: CallOptions): Promise<ModelVersion> {
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: `${ROOT}/get`,
        query: { name: assertName('registeredModel', name), version: encodeVersion(version) },
        idempotent: true,
        what: 'Reading the model version'
      },
      options
    );
    return readModelVersion(new FieldReader(answer, 'model-versions/get').object('model_version'));
  }

  search(request: SearchRegistry = {}, options?: CallOptions): AsyncIterable<ModelVersion> {
    const what = 'Searching model versions';
    return paginate(what, async token => {
      const answer = await this._transport.json(
        {
          method: 'GET',
          path: `${ROOT}/search`,
          query: {
            max_results: LIMITS.modelVersionsPerPage,
            filter: request.filter,
            order_by: request.orderBy,
            page_token: token ?? undefined
          },
          idempotent: true,
          what
        },
        options
      );
      const fields = new FieldReader(answer, 'model-versions/search');
      return {
        items: fields.list('model_versions', readModelVersion),
        nextPageToken: fields.pageToken()
      };
    });
  }

  async setTag(
    name: string,
    version: string,
    key: string,
    value: string,
    options?: CallOptions
  ): Promise<void> {
    const json = {
      name: assertName('registeredModel', name),
      version: encodeVersion(version),
      ...encodeTag({ key, value }, LIMITS.registryTagValue)
    };
    await this._transport.json(
      {
        method: 'POST',
        path: `${ROOT}/set-tag`,
        json,
        idempotent: true,
        what: 'Tagging the model version'
      },
      options
    );
  }

  private async _find(
    request: CreateModelVersion,
    options: CallOptions
  ): Promise<ModelVersion | null> {
    const modelId = encodeId(request.modelId, 'The model id');
    for await (const version of this.search(
      { filter: `source_path='models:/${modelId}'` },
      options
    )) {
      if (version.name === request.name) {
        return version;
      }
    }
    return null;
  }
}
