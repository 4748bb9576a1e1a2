import { MlflowProtocolError } from './errors.js';

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

/**
 * All items, page after page, each page asked for when it is needed. Each iteration asks anew.
 * @throws MlflowProtocolError if a token comes back that was followed before: some servers
 * hand out tokens that never advance, and would be asked for ever.
 */
export function paginate<T>(
  what: string,
  fetchPage: (pageToken: string | null) => Promise<Page<T>>
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => items(what, fetchPage) };
}

async function* items<T>(
  what: string,
  fetchPage: (pageToken: string | null) => Promise<Page<T>>
): AsyncGenerator<T, void, undefined> {
  const seen = new Set<string>();
  let token: string | null = null;
  do {
    const page: Page<T> = await fetchPage(token);
    yield* page.items;
    token = page.nextPageToken;
    if (token !== null && seen.has(token)) {
      throw new MlflowProtocolError(
        `${what}: the server gave the same page token twice, so its list never ends. ` +
          'Newer MLflow servers have this repaired.'
      );
    }
    seen.add(token ?? '');
  } while (token !== null);
}
