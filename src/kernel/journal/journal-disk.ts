import { closeSync, existsSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODE, FOLDER_MODE, type JournalFolder } from './journal-folder.js';

/**
 * The few calls to the file system that a journal makes on the cell's thread. Bound when
 * this module loads, so that a cell which replaces functions of `fs` doesn't change them.
 */
export interface JournalDisk {
  /** Makes the folder and the file, and returns the file's descriptor. */
  open(folder: JournalFolder): number;
  /** Appends and returns how many bytes were written, perhaps not all. */
  write(file: number, text: string | Uint8Array): number;
  /** Whether the file was deleted while it was open. */
  isDeleted(file: number): boolean;
  close(file: number): void;
}

export const realDisk: JournalDisk = {
  open(folder) {
    makeFolder(folder.path);
    return openSync(folder.journal, 'a', FILE_MODE);
  },
  write(file, text) {
    return typeof text === 'string' ? writeSync(file, text) : writeSync(file, text);
  },
  isDeleted(file) {
    return fstatSync(file).nlink === 0;
  },
  close(file) {
    closeSync(file);
  }
};

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
    // Below a folder that can't be written Node reports the folders it couldn't make as
    // missing. Made one by one, the outermost of them gets the system's own reason.
    for (const folder of missingFolders(path)) {
      mkdirSync(folder, { mode: FOLDER_MODE });
    }
  }
}

/** The folders on the way to `path` that are not there, outermost first. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) ? [] : [...missingFolders(dirname(path)), path];
}
