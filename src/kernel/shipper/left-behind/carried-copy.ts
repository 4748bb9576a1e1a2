import { copyFile, mkdir, readdir, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { existsSync } from 'node:fs';
import { FOLDER_MODE, journalFolderAt, type JournalFolder } from '../../journal/journal-folder.js';
import type { OpenRecord } from '../../journal/records.js';

/** Where the private copy of a journal that was carried here lies while it is delivered. */
export function carriedFolder(home: string, journalId: string): JournalFolder {
  return journalFolderAt(join(home, 'carried', journalId));
}

/**
 * Copies the records and the files that they name, without the progress of earlier
 * deliveries, which went to another server. The source is only read, so that it may be write-protected.
 * @param lastTime When the last of it was recorded, in milliseconds since the epoch.
 * @throws what the file system says.
 */
export async function copyJournal(
  source: JournalFolder,
  copy: JournalFolder,
  lastTime: number
): Promise<void> {
  await removeContents(copy);
  for (const file of await filesBelow(source.spool)) {
    await copyInto(file, join(copy.spool, relative(source.spool, file)));
  }
  await copyInto(source.journal, copy.journal);
  // Runs that were left open end when the kernel last recorded, not when somebody copied it.
  await utimes(copy.journal, new Date(), new Date(lastTime));
}

/** The document that the kernel was started with, where it was carried along; its old path means nothing here. */
export function carriedSnapshot(source: JournalFolder, open: OpenRecord): string | null {
  if (open.snapshotFile === null) {
    return null;
  }
  const file = join(source.home, 'snapshots', basename(open.snapshotFile));
  return existsSync(file) ? file : null;
}

/** What an earlier attempt left, save the files that say who the owner is. */
async function removeContents({ path, journal, spool, progress }: JournalFolder): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  for (const entry of [journal, spool, progress]) {
    await rm(entry, { recursive: true, force: true });
  }
}

async function copyInto(file: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true, mode: FOLDER_MODE });
  await copyFile(file, copy);
}

/** Only plain files: a link in a folder from elsewhere could lead to any file of this machine. */
async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) {
    return [];
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
