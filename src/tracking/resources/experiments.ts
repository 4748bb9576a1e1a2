import type { Experiment } from '../entities.js';
import { isAlreadyExists, isNotFound } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type { CreateExperiment, SearchExperiments } from '../requests.js';
import { encodeId, encodeTag } from '../wire/encode-entities.js';
import { encodeCreateExperiment, encodeSearchExperiments } from '../wire/encode-run.js';
import { FieldReader } from '../wire/fields.js';
import { readExperiment } from '../wire/read-run.js';

const ROOT = '/api/2.0/mlflow/experiments';

/** Experiments. All promises may reject with an `MlflowError`. */
export class Experiments {
  constructor(private readonly _transport: Transport) {}

  /**
   * Makes an experiment and gives its id. Not repeated, since a second try could not tell
   * its own first success from a taken name. A deleted experiment keeps its name.
   * @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` if the name is taken.
   */
  async create(request: CreateExperiment, options?: CallOptions): Promise<string> {
    const answer = await this._transport.json(
      {
        method: 'POST',
        path: `${ROOT}/create`,
        json: encodeCreateExperiment(request),
        idempotent: false,
        what: 'Creating the experiment'
      },
      options
    );
    return new FieldReader(answer, 'experiments/create').text('experiment_id');
  }

  /** The experiment of that name, made if there is none. It may be deleted: see its lifecycleStage. */
  async getOrCreate(request: CreateExperiment, options?: CallOptions): Promise<Experiment> {
    for (let attempt = 1; ; attempt++) {
      const found = await this.getByName(request.name, options);
      if (found !== null) {
        return found;
      }
      try {
        return await this.get(await this.create(request, options), options);
      } catch (error) {
        // Somebody else was faster, or our own first try came through although its answer was lost.
        const isThere = isAlreadyExists(error) && attempt === 1;
        if (
          !isThere &&
          !(await this._transport.pause('Creating the experiment', attempt, error, options ?? {}))
        ) {
          throw error;
        }
      }
    }
  }

  async get(experimentId: string, options?: CallOptions): Promise<Experiment> {
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: `${ROOT}/get`,
        query: { experiment_id: encodeId(experimentId, 'The experiment id') },
        idempotent: true,
        what: 'Reading the experiment'
      },
      options
    );
    return readExperiment(new FieldReader(answer, 'experiments/get').object('experiment'));
  }

  /** The experiment of that name, also a deleted one, or null. */
  async getByName(name: string, options?: CallOptions): Promise<Experiment | null> {
    try {
      const answer = await this._transport.json(
        {
          method: 'GET',
          path: `${ROOT}/get-by-name`,
          query: { experiment_name: assertName('experiment', name) },
          idempotent: true,
          what: 'Looking up the experiment by its name'
        },
        options
      );
      return readExperiment(
        new FieldReader(answer, 'experiments/get-by-name').object('experiment')
      );
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }

  search(request: SearchExperiments = {}, options?: CallOptions): AsyncIterable<Experiment> {
    const what = 'Searching experiments';
    const body = encodeSearchExperiments(request);
    return paginate(what, async token => {
      const json = token === null ? body : { ...body, page_token: token };
      const answer = await this._transport.json(
        { method: 'POST', path: `${ROOT}/search`, json, idempotent: true, what },
        options
      );
      const fields = new FieldReader(answer, 'experiments/search');
      return {
        items: fields.list('experiments', readExperiment),
        nextPageToken: fields.pageToken()
      };
    });
  }

  async rename(experimentId: string, newName: string, options?: CallOptions): Promise<void> {
    await this._post('update', experimentId, 'Renaming the experiment', options, {
      new_name: assertName('experiment', newName)
    });
  }

  /** Moves it to the bin; its runs with it. */
  async delete(experimentId: string, options?: CallOptions): Promise<void> {
    await this._post('delete', experimentId, 'Deleting the experiment', options);
  }

  /** Takes it out of the bin, and all its runs, also those that were deleted one by one. */
  async restore(experimentId: string, options?: CallOptions): Promise<void> {
    await this._post('restore', experimentId, 'Restoring the experiment', options);
  }

  async setTag(
    experimentId: string,
    key: string,
    value: string,
    options?: CallOptions
  ): Promise<void> {
    const tag = encodeTag({ key, value }, LIMITS.experimentTagValue);
    await this._post('set-experiment-tag', experimentId, 'Tagging the experiment', options, tag);
  }

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` if the experiment has no such tag. */
  async deleteTag(experimentId: string, key: string, options?: CallOptions): Promise<void> {
    const what = 'Deleting the tag of the experiment';
    const tag = { key: assertName('tag', key) };
    await this._post('delete-experiment-tag', experimentId, what, options, tag);
  }

  private async _post(
    call: string,
    experimentId: string,
    what: string,
    options: CallOptions | undefined,
    more: object = {}
  ): Promise<void> {
    const json = { experiment_id: encodeId(experimentId, 'The experiment id'), ...more };
    // A second delete or restore, of a tag too, is refused, so an answer that was lost would look like a failure.
    const idempotent = call === 'update' || call === 'set-experiment-tag';
    await this._transport.json(
      { method: 'POST', path: `${ROOT}/${call}`, json, idempotent, what },
      options
    );
  }
}
