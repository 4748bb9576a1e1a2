import type { ModelVersion } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Call, Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type {
  CreateModelVersion,
  RegisterLoggedModel,
  SearchRegistry,
  TransitionStage
} from '../requests.js';
import { encodeId, encodeTag } from '../wire/encode-entities.js';
import { encodeCreateModelVersion, encodeSearchRegistry } from '../wire/encode-registry.js';
import { oneOf, STAGES } from '../wire/enums.js';
import { FieldReader } from '../wire/fields.js';
import { readModelVersion } from '../wire/read-model.js';
import { cleanText } from '../wire/text.js';
import { createOrFind } from './create-or-find.js';
import { encodeVersion } from './version-number.js';

const ROOT = '/api/2.0/mlflow/model-versions';

/** Versions in the model registry. All promises may reject with an `MlflowError`. */
export class ModelVersions {
  constructor(private readonly _transport: Transport) {}

  /** Makes a version of a name that is registered. Each call makes one, so it is never repeated. */
  async create(request: CreateModelVersion, options?: CallOptions): Promise<ModelVersion> {
    const json = encodeCreateModelVersion(request);
    const call = { json, idempotent: false, what: 'Registering the model' };
    return readVersion(await this._send('POST', 'create', call, options));
  }

  /** The version of that name made from the logged model; registered now if there is none. */
  async createOrFind(
    request: RegisterLoggedModel,
    options: CallOptions = {}
  ): Promise<ModelVersion> {
    const source = `models:/${encodeId(request.modelId, 'The model id')}`;
    return createOrFind(
      this._transport,
      {
        what: 'Registering the model',
        create: () => this.create({ ...request, source }, options),
        find: () => this._find(request.name, source, options),
        mayExist: true
      },
      options
    );
  }

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if there is none. */
  async get(name: string, version: string, options?: CallOptions): Promise<ModelVersion> {
    const call = { query: encodeTarget(name, version), what: 'Reading the model version' };
    return readVersion(await this._send('GET', 'get', call, options));
  }

  search(request: SearchRegistry = {}, options?: CallOptions): AsyncIterable<ModelVersion> {
    const what = 'Searching model versions';
    const query = encodeSearchRegistry(request, {
      usual: LIMITS.modelVersionsPerPage,
      most: LIMITS.modelVersionsPerPageMost
    });
    return paginate(what, async token => {
      const call = { query: token === null ? query : { ...query, page_token: token }, what };
      const fields = new FieldReader(
        await this._send('GET', 'search', call, options),
        'model-versions/search'
      );
      return {
        items: fields.list('model_versions', readModelVersion),
        nextPageToken: fields.pageToken()
      };
    });
  }

  async update(
    name: string,
    version: string,
    update: { readonly description: string },
    options?: CallOptions
  ): Promise<ModelVersion> {
    const json = { ...encodeTarget(name, version), description: cleanText(update.description) };
    const call = { json, what: 'Describing the model version' };
    return readVersion(await this._send('PATCH', 'update', call, options));
  }

  async transitionStage(
    name: string,
    version: string,
    { stage, archiveExistingVersions = false }: TransitionStage,
    options?: CallOptions
  ): Promise<ModelVersion> {
    oneOf(STAGES, stage, 'The stage of a model version');
    if (archiveExistingVersions && stage !== 'Staging' && stage !== 'Production') {
      throw new MlflowArgumentError(
        `Only a move to Staging or Production can archive the versions there, not one to ${stage}.`
      );
    }
    const json = {
      ...encodeTarget(name, version),
      stage,
      archive_existing_versions: archiveExistingVersions
    };
    const call = { json, what: 'Moving the model version to another stage' };
    return readVersion(await this._send('POST', 'transition-stage', call, options));
  }

  /** Deletes it for good, and the aliases that point at it. What it was made from stays. */
  async delete(name: string, version: string, options?: CallOptions): Promise<void> {
    const json = encodeTarget(name, version);
    const call = { json, idempotent: false, what: 'Deleting the model version' };
    await this._send('DELETE', 'delete', call, options);
  }

  async setTag(
    name: string,
    version: string,
    key: string,
    value: string,
    options?: CallOptions
  ): Promise<void> {
    const json = {
      ...encodeTarget(name, version),
      ...encodeTag({ key, value }, LIMITS.registryTagValue)
    };
    const call = { json, what: 'Tagging the model version' };
    await this._send('POST', 'set-tag', call, options);
  }

  /** Takes the tag away; nothing happens if there is none. */
  async deleteTag(
    name: string,
    version: string,
    key: string,
    options?: CallOptions
  ): Promise<void> {
    const json = { ...encodeTarget(name, version), key: assertName('tag', key) };
    const call = { json, what: 'Deleting the tag of the model version' };
    await this._send('DELETE', 'delete-tag', call, options);
  }

  /** Where the version's files lie: an artifact root such as `mlflow-artifacts:/1/models/m-…/artifacts`. */
  async downloadUri(name: string, version: string, options?: CallOptions): Promise<string> {
    const call = { query: encodeTarget(name, version), what: "Asking for the version's files" };
    const answer = await this._send('GET', 'get-download-uri', call, options);
    return new FieldReader(answer, 'model-versions/get-download-uri').text('artifact_uri');
  }

  private async _find(
    name: string,
    source: string,
    options: CallOptions
  ): Promise<ModelVersion | null> {
    for await (const version of this.search({ filter: `source_path='${source}'` }, options)) {
      if (version.name === name) {
        return version;
      }
    }
    return null;
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

function encodeTarget(name: string, version: string): { name: string; version: string } {
  return { name: assertName('registeredModel', name), version: encodeVersion(version) };
}

function readVersion(answer: unknown): ModelVersion {
  return readModelVersion(new FieldReader(answer, 'model-versions').object('model_version'));
}
