import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Where the tracking server of a root listens: one of both. */
export type TrackerAddress =
  { readonly socket: string; readonly url: null } | { readonly socket: null; readonly url: string };

/** The server that Jupyter starts for the store in `root` isn't running. */
export class NoTrackerError extends Error {
  constructor(readonly root: string) {
    super(
      `The tracking server of the folder ${root} is not running. ` +
        'JupyterLab, opened in that folder, starts it.'
    );
    this.name = 'NoTrackerError';
  }
}

/** The file in which the Jupyter server of `root` says where its tracking server listens. */
export function trackerFile(home: string, root: string): string {
  const digest = createHash('sha256').update(realPath(root)).digest('hex');
  return join(home, 'trackers', `${digest.slice(0, 16)}.json`);
}

/** @throws NoTrackerError where there is none at present. */
export function findTracker(home: string, root: string): TrackerAddress {
  let tracker: unknown;
  try {
    tracker = JSON.parse(readFileSync(trackerFile(home, root), 'utf8'));
  } catch {
    // Not there, or being replaced at this moment: the next look tells.
    throw new NoTrackerError(root);
  }
  if (typeof tracker === 'object' && tracker !== null) {
    if ('socket' in tracker && typeof tracker.socket === 'string') {
      return { socket: tracker.socket, url: null };
    }
    if ('url' in tracker && typeof tracker.url === 'string') {
      return { socket: null, url: tracker.url };
    }
  }
  throw new NoTrackerError(root);
}

function realPath(root: string): string {
  try {
    return realpathSync.native(root);
  } catch {
    // The folder is gone; then so is its server.
    return root;
  }
}
