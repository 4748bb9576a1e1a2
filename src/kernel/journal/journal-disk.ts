import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
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
    mkdirSync(folder.path, { recursive: true, mode: FOLDER_MODE });
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
