import { ServerConnection } from '@jupyterlab/services';
import type { FetchLike } from '../../tracking/index.js';

/** `fetch` to Jupyter's server as its own pages do it: with token and XSRF header. */
export function serverFetch(settings: ServerConnection.ISettings): FetchLike {
  return async (url, init) => {
    try {
      // Anything but `no-store`, which would add a number to the query that MLflow does not know.
      return await ServerConnection.makeRequest(url, { ...init, cache: 'no-cache' }, settings);
    } catch (error) {
      throw error instanceof ServerConnection.NetworkError
        ? new TypeError(error.message, { cause: error })
        : error;
    }
  };
}
