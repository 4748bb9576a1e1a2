import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Shippers take bindings within a second; one that is so old has none. */
const OLD_MS = 24 * 60 * 60_000;

/** Removes bindings that came when no shipper was there any more to take them. */
export async function removeOldBindings(home: string): Promise<void> {
  const inbox = join(home, 'inbox');
  for (const kernel of await namesIn(inbox)) {
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

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not made yet, or just removed.
    return [];
  }
}
