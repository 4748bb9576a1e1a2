import type {
  Experiment,
  Metric,
  Page,
  Run,
  SampledMetric,
  SearchRunsPage
} from '../../../src/tracking/index.js';
import { MlflowApiError } from '../../../src/tracking/index.js';
import type { FileInfo, LoggedModel } from '../../../src/tracking/index.js';

/** A tracking server in memory: it knows of filters only what the panel's polls use. */
export class FakeTracker {
  experimentList: Experiment[] = [];
  runList: Run[] = [];
  histories = new Map<string, Metric[]>();
  files = new Map<string, FileInfo[]>();
  models = new Map<string, LoggedModel>();
  /** Thrown by every call while it is set. */
  trouble: Error | null = null;
  /** While it is set, answers come only when it resolves. */
  pause: Promise<void> | null = null;
  /** Filters that are refused, as MLflow refuses what it can't read. */
  refused = new Set<string>();
  readonly searches: SearchRunsPage[] = [];
  readonly restored: string[] = [];

  readonly experiments = {
    get: (id: string): Promise<Experiment> =>
      this._answer(() => found(this.experimentList.find(one => one.experimentId === id))),
    getByName: (name: string): Promise<Experiment | null> =>
      this._answer(() => this.experimentList.find(one => one.name === name) ?? null),
    search: ({ filter = '' }: { readonly filter?: string } = {}): AsyncIterable<Experiment> =>
      this._iterate(() =>
        this.experimentList.filter(
          ({ name, tags }) =>
            filter === `name = '${name}'` ||
            tags.some(({ key, value }) => filter === `tags.\`${key}\` = '${value}'`)
        )
      ),
    restore: (id: string): Promise<void> =>
      this._answer(() => {
        this.restored.push(id);
        this.experimentList = this.experimentList.map(one =>
          one.experimentId === id ? { ...one, lifecycleStage: 'active' } : one
        );
      })
  };

  readonly runs = {
    get: (id: string): Promise<Run> =>
      this._answer(() => found(this.runList.find(({ info }) => info.runId === id))),
    searchPage: (request: SearchRunsPage): Promise<Page<Run>> =>
      this._answer(() => this._page(request))
  };

  readonly metrics = {
    sampledHistory: ({ key }: { readonly key: string }): Promise<SampledMetric[]> =>
      this._answer(() => (this.histories.get(key) ?? []).map(one => ({ ...one, runId: 'r' })))
  };

  readonly loggedModels = {
    get: (id: string): Promise<LoggedModel> => this._answer(() => found(this.models.get(id)))
  };

  readonly artifacts = {
    list: (_runId: string, path = ''): AsyncIterable<FileInfo> =>
      this._iterate(() => this.files.get(path) ?? []),
    downloadUrl: (runId: string, path: string): string => `/get/${runId}/${path}`
  };

  private _page(request: SearchRunsPage): Page<Run> {
    this.searches.push(request);
    const { filter = '', maxResults = 1000, pageToken } = request;
    if (this.refused.has(filter)) {
      throw apiError(400, 'INVALID_PARAMETER_VALUE', 'Found no sense in it');
    }
    const since = /start_time >= (\d+)/.exec(filter)?.[1];
    const ids = /run_id IN \((.*)\)/.exec(filter)?.[1];
    const name = /ILIKE '%(.*)%'/.exec(filter)?.[1];
    const passing = this.runList
      .filter(({ info }) => request.experimentIds.includes(info.experimentId))
      .filter(({ info }) => since === undefined || info.startTime >= Number(since))
      .filter(({ info }) => ids === undefined || ids.includes(`'${info.runId}'`))
      .filter(({ info }) => name === undefined || info.runName.includes(name))
      .sort((a, b) => b.info.startTime - a.info.startTime);
    const from = Number(pageToken ?? 0);
    const items = passing.slice(from, from + maxResults);
    const next = from + items.length;
    return { items, nextPageToken: next < passing.length ? String(next) : null };
  }

  private async _answer<T>(make: () => T): Promise<T> {
    if (this.pause !== null) {
      await this.pause;
    }
    if (this.trouble !== null) {
      throw this.trouble;
    }
    return make();
  }

  private async *_iterate<T>(make: () => readonly T[]): AsyncGenerator<T> {
    yield* await this._answer(make);
  }
}

export function apiError(status: number, errorCode: string, serverMessage: string): MlflowApiError {
  return new MlflowApiError(serverMessage, { status, errorCode, serverMessage, retryAfter: null });
}

function found<T>(value: T | undefined): T {
  if (value === undefined) {
    throw apiError(404, 'RESOURCE_DOES_NOT_EXIST', 'It is not there');
  }
  return value;
}
