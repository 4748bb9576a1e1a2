import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { journalsFolder, type JournalFolder } from '../../journal/journal-folder.js';

/** What is delivered leaves the list of journals in one step; its files go one by one. */
const DELIVERED = '.delivered-';

/** @throws what the file system says, except for a folder that is gone already. */
export async function removeJournal(folder: JournalFolder): Promise<void> {
  const aside = join(dirname(folder.path), `${DELIVERED}${folder.journalId}`);
  try {
    await rename(folder.path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return;
    }
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

/** The names of the journals below `home`; removes what is left of delivered ones. */
export async function listJournals(home: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(journalsFolder(home));
  } catch {
    // Nothing was ever recorded here.
    return [];
  }
  for (const name of names.filter(one => one.startsWith(DELIVERED))) {
    await rm(join(journalsFolder(home), name), { recursive: true, force: true });
  }
  return names.filter(name => !name.startsWith('.'));
}
