import { MlflowArgumentError } from '../../tracking/index.js';
import type { SearchLimits, SearchOptions, SearchResults } from '../api/types/search-results.js';
import { checkObject, checkText } from '../api/checks.js';
import type { ClientParts } from './client-parts.js';

export interface Search<From, To> {
  readonly limits: SearchLimits;
  /** How many results a page has where nobody says. */
  readonly usualPage: number;
  /** Asks the server, page after page; each iteration anew. Throws for what can't be asked. */
  readonly open: (pageSize: number) => AsyncIterable<From>;
  readonly read: (entity: From) => To;
}

/** @throws MlflowArgumentError at once for what can't be searched. */
export function searchResults<From, To>(
  parts: ClientParts,
  { limits, usualPage, open, read }: Search<From, To>
): SearchResults<To> {
  const { most, pageSize } = readLimits(limits, usualPage);
  const found = open(Math.min(pageSize, most));
  async function* iterate(): AsyncGenerator<To, void, undefined> {
    await parts.beforeRead();
    let left = most;
    for await (const entity of found) {
      yield read(entity);
      left -= 1;
      if (left <= 0) {
        return;
      }
    }
  }
  return { [Symbol.asyncIterator]: iterate, toArray: () => listOf(iterate()) };
}

/** @throws MlflowArgumentError where one of them is no whole number from 1. */
export function readLimits(
  limits: SearchLimits,
  usualPage = 1
): { readonly most: number; readonly pageSize: number } {
  return {
    most: checkCount('maxResults', limits.maxResults) ?? Infinity,
    pageSize: checkCount('pageSize', limits.pageSize) ?? usualPage
  };
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
  }
  return list;
}

/** The filter and order of a search as the REST client takes them. @throws MlflowArgumentError */
export function readQuestion(options: SearchOptions): {
  filter?: string;
  orderBy?: readonly string[];
} {
  const { filterString, orderBy } = checkObject('options', options);
  return {
    ...readFilter(filterString),
    ...(orderBy === undefined ? {} : { orderBy: checkColumns(orderBy) })
  };
}

/** An empty filter finds all. @throws MlflowArgumentError where it is no text. */
export function readFilter(filterString: string | undefined): { filter?: string } {
  const filter = checkText('filterString', filterString);
  return filter === undefined || filter === '' ? {} : { filter };
}

/** One id or several, as a list. @throws MlflowArgumentError for none: MLflow searches nothing then. */
export function readExperimentIds(ids: string | readonly string[]): readonly string[] {
  const list = Array.isArray(ids) ? (ids as readonly string[]) : [ids as string];
  if (list.length === 0) {
    throw new MlflowArgumentError(
      'The search names no experiment. Give one id or several; searchExperiments() lists them.'
    );
  }
  return list;
}

function checkColumns(orderBy: readonly string[]): readonly string[] {
  const given: unknown = orderBy;
  if (!Array.isArray(given) || given.some(column => typeof column !== 'string')) {
    throw new MlflowArgumentError('orderBy is a list of columns, as in ["metrics.loss ASC"].');
  }
  return orderBy;
}

function checkCount(what: string, count: number | undefined): number | undefined {
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 1)) {
    throw new MlflowArgumentError(
      `${what} is a whole number from 1, but was given ${String(count)}. Leave it out for all.`
    );
  }
  return count;
}
