import { dirname, sep } from 'node:path';
import { foldersUpTo, type DiskSync } from './disk-sync.js';
import type { JournalFolder } from './journal-folder.js';

/**
 * Forces the files of a journal's spool through to the disk: their content when they are
 * written, the folders that they lie in once for all files that one record names.
 */
export class SpoolSync {
  constructor(
    private readonly _folder: JournalFolder,
    private readonly _sync: DiskSync
  ) {}

  /** The file `path` of the spool is complete. @throws what the file system says. */
  keep(path: string): void {
    this._sync.file(path);
    this.place(path);
  }

  /** The file `path` of the spool, whose content is on the disk, has its place. */
  place(path: string): void {
    for (const folder of foldersUpTo(dirname(path), this._folder.path)) {
      this._waiting.add(folder);
    }
  }

  /** The entry at `path` is removed again. */
  forget(path: string): void {
    for (const folder of this._waiting) {
      if (folder === path || folder.startsWith(`${path}${sep}`)) {
        this._waiting.delete(folder);
      }
    }
  }

  /** To be called before a record that names what was kept. @throws what the file system says. */
  settle(): void {
    for (const folder of this._waiting) {
      this._sync.folder(folder);
      this._waiting.delete(folder);
    }
  }

  private readonly _waiting = new Set<string>();
}
