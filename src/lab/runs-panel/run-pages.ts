import type { MlflowClient, Run } from '../../tracking/index.js';
import { toOrderBy } from './run-order.js';
import type { RunOrder } from './run-order.js';

/** The part of the tracking client that lists runs. */
export interface IRunSource {
  readonly runs: Pick<MlflowClient['runs'], 'searchPage'>;
}

/**
 * Runs of the first page, which is to be there at once, and of the pages after it, which
 * are to let other questions pass.
 */
const FIRST_PAGE = 100;
const NEXT_PAGES = 500;

/** Runs that one question about running runs may name. */
const ASKED_AT_ONCE = 100;

/** Walks through the runs of an experiment that pass a filter, page by page. */
export class RunPages {
  private _token: string | null = null;
  private _isFirst = true;

  constructor(
    private readonly _source: IRunSource,
    private readonly _experimentId: string,
    /** In MLflow's language, or null for all runs. */
    readonly filter: string | null,
    private readonly _order: RunOrder
  ) {}

  /** Whether there may be runs that `next` has not brought yet. */
  get hasMore(): boolean {
    return this._isFirst || this._token !== null;
  }

  async next(): Promise<readonly Run[]> {
    const page = await this._source.runs.searchPage({
      experimentIds: [this._experimentId],
      ...(this.filter === null ? {} : { filter: this.filter }),
      orderBy: toOrderBy(this._order),
      maxResults: this._isFirst ? FIRST_PAGE : NEXT_PAGES,
      pageToken: this._token
    });
    this._isFirst = false;
    this._token = page.nextPageToken;
    return page.items;
  }

  /** What is new: runs that began at `since` (milliseconds since the epoch) or later, and how `running` stand. */
  async news(since: number, running: readonly string[]): Promise<readonly Run[]> {
    const begun = this._search(
      [`attributes.start_time >= ${since}`, this.filter].filter(part => part !== null).join(' AND ')
    );
    const asked = running.slice(0, ASKED_AT_ONCE).map(id => `'${id}'`);
    const gone = asked.length > 0 ? this._search(`attributes.run_id IN (${asked.join(', ')})`) : [];
    return (await Promise.all([begun, gone])).flat();
  }

  private async _search(filter: string): Promise<readonly Run[]> {
    const page = await this._source.runs.searchPage({
      experimentIds: [this._experimentId],
      filter,
      orderBy: ['attributes.start_time DESC'],
      maxResults: ASKED_AT_ONCE
    });
    return page.items;
  }
}
