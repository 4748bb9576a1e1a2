import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Spool } from './artifact-spool.js';
import { FILE_MODE, FOLDER_MODE, spoolPath } from './journal-folder.js';

/**
 * Writes a file of a model below the journal's spool. Complete, under its name, when the
 * promise fulfils.
 * @throws RangeError for a `name` that leaves the model's folder, and what the file system says.
 */
export async function spoolModelFile(
  { folder, sync }: Spool,
  model: string,
  name: string,
  bytes: Uint8Array
): Promise<void> {
  const path = spoolPath(folder, model, name);
  const unfinished = `${path}.unfinished`;
  await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
  try {
    // Not by `sync`, which would hold the program up for as long as the disk takes.
    await writeFile(unfinished, bytes, { mode: FILE_MODE, flush: sync !== undefined });
    await rename(unfinished, path);
    sync?.place(path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
