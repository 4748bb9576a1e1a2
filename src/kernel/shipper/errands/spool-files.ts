import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { JournalFolder } from '../../journal/journal-folder.js';

/**
 * The absolute path of what a record names, such as `spool/<id>`.
 * @throws RangeError where it lies outside the journal's spool.
 */
export function spoolEntry(folder: JournalFolder, name: string): string {
  const entry = resolve(folder.path, name);
  if (!entry.startsWith(folder.spool + sep)) {
    throw new RangeError(`The place "${name}" of a record's files lies outside the journal.`);
  }
  return entry;
}

/** The paths of all files below `folder`, with `/` between folders, sorted; none where it isn't there. */
export async function filesBelow(folder: string): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
