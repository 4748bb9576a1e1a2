import { ServerConnection } from '@jupyterlab/services';
import type { Contents } from '@jupyterlab/services';

/**
 * Whether a file lies at a path below the server's root. The promise rejects where
 * nobody can tell.
 */
export function notebookExists(contents: Contents.IManager): (path: string) => Promise<boolean> {
  return async path => {
    try {
      await contents.get(path, { content: false });
      return true;
    } catch (error) {
      if (error instanceof ServerConnection.ResponseError && error.response.status === 404) {
        return false;
      }
      throw error;
    }
  };
}
