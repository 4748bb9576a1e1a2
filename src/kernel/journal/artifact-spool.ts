import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODE, FOLDER_MODE, spoolPath, type JournalFolder } from './journal-folder.js';
import type { LinkedFile } from './records.js';
import type { SpoolSync } from './spool-sync.js';

/** Files from this size on are kept by a link where there is no copy without copying, in bytes. */
const LINK_FROM = 8 * 1024 * 1024;

/** Where files are kept. */
export interface Spool {
  readonly folder: JournalFolder;
  /** Where given, a file is on the disk itself before the record that names it. */
  readonly sync?: SpoolSync;
}

/**
 * Writes a file into the spool, on the caller's thread: it is complete when this returns.
 * @throws what the file system says.
 */
export function keepBytes({ folder, sync }: Spool, id: string, bytes: Uint8Array): void {
  const path = makePlace(folder, id);
  writeFileSync(path, bytes, { mode: FILE_MODE });
  sync?.keep(path);
}

/**
 * Keeps the file `source`, an absolute path, as it is now, under `name` below the spool's entry
 * `id`, or as the entry itself where that is null. A large file is cloned, where the file
 * system shares blocks between files; or else it is linked, which takes no time either, and
 * survives that the file is deleted or replaced, but not that somebody writes into it.
 * @returns What the file is like where it was linked, or null where the copy is independent.
 * @throws what the file system says.
 */
export function keepFile(
  { folder, sync }: Spool,
  id: string,
  name: string | null,
  source: string
): LinkedFile | null {
  const path = makePlace(folder, id, name);
  const linked = keepAt(path, source);
  sync?.keep(path);
  return linked;
}

function keepAt(path: string, source: string): LinkedFile | null {
  // A link to a link would be of no use to whoever deletes the file behind it.
  const file = realpathSync(source);
  const { size, mtimeMs } = statSync(file);
  if (size >= LINK_FROM && !isCloned(file, path)) {
    if (isLinked(file, path)) {
      return { size, modified: mtimeMs };
    }
    copyFileSync(file, path);
  } else if (size < LINK_FROM) {
    copyFileSync(file, path);
  }
  chmodSync(path, FILE_MODE);
  return null;
}

/** Removes the spool's entry `id`, whole or in part. Never throws. */
export function dropKept({ folder, sync }: Spool, id: string): void {
  succeeds(() => {
    const entry = spoolPath(folder, id, null);
    sync?.forget(entry);
    rmSync(entry, { recursive: true, force: true });
  });
}

function isCloned(file: string, path: string): boolean {
  return succeeds(() => {
    copyFileSync(file, path, constants.COPYFILE_FICLONE_FORCE);
  });
}

function isLinked(file: string, path: string): boolean {
  return succeeds(() => {
    linkSync(file, path);
  });
}

/** The file system may know no clones, or no links, or lie elsewhere than the file does. */
function succeeds(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    // The next way is tried, of which the last, a plain copy, tells what is wrong; what can't be
    // removed goes with the journal.
    return false;
  }
}

function makePlace(folder: JournalFolder, id: string, name: string | null = null): string {
  const path = spoolPath(folder, id, name);
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  return path;
}
