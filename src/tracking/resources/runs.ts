import type { ModelOutput, Run, RunInfo } from '../entities.js';
import { isUniqueClash } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import { PreparedBatch } from '../batches/prepared-batch.js';
import type { Call, Transport } from '../http/transport.js';
import { paginate, type Page } from '../pages.js';
import type {
  Batch,
  CreateRun,
  RunInputs,
  SearchRuns,
  SearchRunsPage,
  UpdateRun
} from '../requests.js';
import { encodeDatasetInput } from '../wire/encode-dataset.js';
import { encodeId, encodeTag } from '../wire/encode-entities.js';
import { encodeCreateRun, encodeSearchRuns, encodeUpdateRun } from '../wire/encode-run.js';
import { FieldReader } from '../wire/fields.js';
import { encodeInteger } from '../wire/numbers.js';
import { readRun, readRunInfo } from '../wire/read-run.js';
import { assertName } from '../name-rules.js';
import { createOrFind } from './create-or-find.js';
import { mendCreatedRun } from './mend-created-run.js';
import { CLIENT_RUN_ID_TAG, encodeClientId } from './client-id.js';

const ROOT = '/api/2.0/mlflow/runs';

export interface CreateOrFindRun extends CreateRun {
  /** Ours, known before the server's; a UUID, kept as the tag `autolog.clientRunId`. */
  readonly clientRunId: string;
}

/** Runs. All promises may reject with an `MlflowError`. */
export class Runs {
  constructor(private readonly _transport: Transport) {}

  /**
   * Makes a run. Never repeated, as each try would make one: see {@link Runs.createOrFind}.
   * What the server gives back is compared with what was sent; a name or tags that it lost
   * are sent again.
   * @throws MlflowProtocolError if the server loses them again.
   */
  async create(request: CreateRun, options?: CallOptions): Promise<Run> {
    const json = encodeCreateRun(request);
    const what = 'Creating the run';
    const answer = await this._transport.json(
      { method: 'POST', path: `${ROOT}/create`, json, idempotent: false, what },
      options
    );
    const run = readRun(new FieldReader(answer, 'runs/create').object('run'));
    return mendCreatedRun(this, run, json, options);
  }

  /**
   * Makes a run exactly once, although answers may get lost. Deleted runs are found too.
   * `mayExist: false` spares the first search, if no earlier try was made by anybody.
   */
  async createOrFind(
    request: CreateOrFindRun,
    options: CallOptions & { readonly mayExist?: boolean } = {}
  ): Promise<Run> {
    const { clientRunId, ...create } = request;
    const value = encodeClientId(clientRunId);
    const tags = [...(request.tags ?? []), { key: CLIENT_RUN_ID_TAG, value }];
    return createOrFind(
      this._transport,
      {
        what: 'Creating the run',
        create: () => this.create({ ...create, tags }, options),
        find: () => this.findByClientId(request.experimentId, clientRunId, options),
        mayExist: options.mayExist ?? true
      },
      options
    );
  }

  /**
   * The first run with that client id in the experiment, or null; a deleted one only where there is
   * no other.
   */
  async findByClientId(
    experimentId: string,
    clientRunId: string,
    options?: CallOptions
  ): Promise<Run | null> {
    let deleted: Run | null = null;
    for await (const run of this.searchByClientId(experimentId, clientRunId, options)) {
      if (run.info.lifecycleStage === 'active') {
        return run;
      }
      deleted ??= run;
    }
    return deleted;
  }

  /** All runs with that client id in the experiment, also deleted ones, the first one first. */
  searchByClientId(
    experimentId: string,
    clientRunId: string,
    options?: CallOptions
  ): AsyncIterable<Run> {
    return this.search(
      {
        experimentIds: [experimentId],
        filter: `tags.\`${CLIENT_RUN_ID_TAG}\` = '${encodeClientId(clientRunId)}'`,
        orderBy: ['attributes.start_time ASC'],
        viewType: 'ALL'
      },
      options
    );
  }

  async update(runId: string, update: UpdateRun, options?: CallOptions): Promise<RunInfo> {
    const answer = await this._post(
      'update',
      encodeUpdateRun(runId, update),
      'Updating the run',
      options
    );
    return readRunInfo(new FieldReader(answer, 'runs/update').object('run_info'));
  }

  async get(runId: string, options?: CallOptions): Promise<Run> {
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: `${ROOT}/get`,
        query: { run_id: encodeId(runId, 'The run id') },
        idempotent: true,
        what: 'Reading the run'
      },
      options
    );
    return readRun(new FieldReader(answer, 'runs/get').object('run'));
  }

  async searchPage(request: SearchRunsPage, options?: CallOptions): Promise<Page<Run>> {
    const answer = await this._post('search', encodeSearchRuns(request), 'Searching runs', options);
    const fields = new FieldReader(answer, 'runs/search');
    return { items: fields.list('runs', readRun), nextPageToken: fields.pageToken() };
  }

  search(request: SearchRuns, options?: CallOptions): AsyncIterable<Run> {
    // Refuses what can't be asked for at once, and not only when the first page is wanted.
    encodeSearchRuns(request);
    return paginate('Searching runs', pageToken =>
      this.searchPage({ ...request, pageToken }, options)
    );
  }

  /**
   * Sends one batch in one request: split larger ones with `chunkBatch` first. Repeating is
   * safe, as the server knows metrics by key, step, timestamp and value.
   */
  async logBatch(runId: string, batch: Batch, options?: CallOptions): Promise<void> {
    await this.logPrepared(new PreparedBatch(runId, batch), options);
  }

  /** The same with a batch that was made ahead. */
  async logPrepared({ text }: PreparedBatch, options?: CallOptions): Promise<void> {
    const call = { method: 'POST', path: `${ROOT}/log-batch`, jsonText: text } as const;
    await this._transport.json({ ...call, idempotent: true, what: 'Logging the batch' }, options);
  }

  async setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    const json = { run_id: encodeId(runId, 'The run id'), ...encodeTag({ key, value }) };
    await this._post('set-tag', json, 'Tagging the run', options);
  }

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if the run has no such tag. */
  async deleteTag(runId: string, key: string, options?: CallOptions): Promise<void> {
    const json = { run_id: encodeId(runId, 'The run id'), key: assertName('tag', key) };
    await this._post('delete-tag', json, 'Deleting the tag', options, { idempotent: false });
  }

  /** Moves it to the bin. */
  async delete(runId: string, options?: CallOptions): Promise<void> {
    await this._post(
      'delete',
      { run_id: encodeId(runId, 'The run id') },
      'Deleting the run',
      options
    );
  }

  async restore(runId: string, options?: CallOptions): Promise<void> {
    await this._post(
      'restore',
      { run_id: encodeId(runId, 'The run id') },
      'Restoring the run',
      options
    );
  }

  /** Says what data and models the run used. Of a dataset sent twice the first description stays. */
  async logInputs(runId: string, inputs: RunInputs, options?: CallOptions): Promise<void> {
    const { datasets = [], models = [] } = inputs;
    const json = {
      run_id: encodeId(runId, 'The run id'),
      datasets: datasets.map(encodeDatasetInput),
      models: models.map(({ modelId }) => ({ model_id: encodeId(modelId, 'The model id') }))
    };
    await this._post('log-inputs', json, 'Logging the inputs of the run', options);
  }

  /** Says what models the run made. A model that is linked already stays as it is. */
  async logOutputs(
    runId: string,
    models: readonly ModelOutput[],
    options?: CallOptions
  ): Promise<void> {
    const json = {
      run_id: encodeId(runId, 'The run id'),
      models: models.map(model => ({
        model_id: encodeId(model.modelId, 'The model id'),
        step: encodeInteger(model.step, 'The step of a model')
      }))
    };
    try {
      // A clash means "already there" here, not "try again".
      await this._post('outputs', json, 'Linking the models', options, { isAnswer: isUniqueClash });
    } catch (error) {
      if (!isUniqueClash(error)) {
        throw error;
      }
      if (models.length > 1) {
        for (const model of models) {
          await this.logOutputs(runId, [model], options);
        }
      }
    }
  }

  private _post(
    call: string,
    json: object,
    what: string,
    options: CallOptions | undefined,
    more: Partial<Call> = {}
  ): Promise<unknown> {
    const whole: Call = { method: 'POST', path: `${ROOT}/${call}`, json, idempotent: true, what };
    return this._transport.json({ ...whole, ...more }, options);
  }
}
