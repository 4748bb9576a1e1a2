/*
 * What searches of the client take and give. Shipped to users as it stands: it imports nothing,
 * and uses no syntax that tslab's TypeScript 5.0 doesn't know.
 */

/**
 * What a search finds, read from the server page by page as it is asked for:
 * `for await (const run of results)`. Each loop begins anew, with what the server has then.
 * A loop throws as the promises of the client reject.
 */
export interface SearchResults<T> extends AsyncIterable<T> {
  /** All of it. Mind large stores: give `maxResults`, or leave a loop when you have enough. */
  toArray(): Promise<T[]>;
}

export interface SearchLimits {
  /** The most results wanted in all, a whole number from 1. Default: as many as there are. */
  readonly maxResults?: number;
  /** Results that one request asks for, a whole number from 1. Default: what suits the server. */
  readonly pageSize?: number;
}

export interface SearchOptions extends SearchLimits {
  /**
   * MLflow's filter language, as in `metrics.loss < 0.1 and params.lr = "0.01"`. Default: all.
   * Names with other characters than letters, digits and `_` stand in backticks.
   */
  readonly filterString?: string;
  /** Columns, each with `ASC` or `DESC` behind it, as in `metrics.loss ASC`. */
  readonly orderBy?: readonly string[];
}
