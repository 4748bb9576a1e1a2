import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFolderOf } from '../../journal/journal-folder.js';
import { listJournals } from '../progress/delivered-journal.js';
import { readOpenRecord } from '../open-record.js';

/** Shippers take bindings within a second; one that is so old has none. */
const OLD_MS = 24 * 60 * 60_000;

/**
 * Removes bindings that came when no shipper was there any more to take them. Those of kernels
 * whose journals still wait, as after days offline, are kept for them.
 */
export async function removeOldBindings(home: string): Promise<void> {
  const inbox = join(home, 'inbox');
  const waiting = new Set((await listJournals(home)).map(name => kernelOf(home, name)));
  for (const kernel of await namesIn(inbox)) {
    if (waiting.has(kernel)) {
      continue;
    }
    const folder = join(inbox, kernel);
    for (const name of await namesIn(folder)) {
      const { mtimeMs } = await stat(join(folder, name));
      if (Date.now() - mtimeMs > OLD_MS) {
        await rm(join(folder, name), { force: true });
      }
    }
    // Fails where something is left, which is as it should be.
    await rmdir(folder).catch(() => undefined);
  }
}

/** The kernel that wrote the journal, or null where it doesn't say. */
function kernelOf(home: string, journalId: string): string | null {
  try {
    return readOpenRecord(journalFolderOf(home, journalId))?.kernelId ?? null;
  } catch {
    // Delivered meanwhile, or of a newer version, or no journal at all.
    return null;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not made yet, or just removed.
    return [];
  }
}
