import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Forces through to the disk what a journal has handed to the operating system, on the caller's
 * thread. Each method returns when it is done, and throws what the file system says. Bound when
 * this module loads, as {@link JournalDisk} is.
 */
export interface DiskSync {
  /** What was written to the open file, and its length. */
  data(file: number): void;
  /** The content of the file `path`. */
  file(path: string): void;
  /** That the folder `path` holds what it holds. */
  folder(path: string): void;
}

export const realSync: DiskSync = {
  data(file) {
    fdatasyncSync(file);
  },
  file(path) {
    syncAt(path);
  },
  folder(path) {
    try {
      syncAt(path);
    } catch (error) {
      if (!canNotBeSynced(error)) {
        throw error;
      }
    }
  }
};

/** `folder` and the folders around it, up to `outermost`, which is one of them or `folder` itself. */
export function foldersUpTo(folder: string, outermost: string): readonly string[] {
  const parent = dirname(folder);
  return folder === outermost || folder === parent
    ? [folder]
    : [folder, ...foldersUpTo(parent, outermost)];
}

function syncAt(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Windows and some network file systems can't be asked to sync a folder, and keep its entries by
 * themselves. A folder that we may not read is none of ours: it was there before.
 */
function canNotBeSynced(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (
    code === 'EINVAL' ||
    code === 'ENOTSUP' ||
    code === 'EISDIR' ||
    code === 'EACCES' ||
    (code === 'EPERM' && process.platform === 'win32')
  );
}
