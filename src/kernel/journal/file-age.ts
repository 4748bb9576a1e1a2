import { randomUUID } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { FILE_MODE } from './journal-folder.js';

/**
 * How long ago `file` was last written, in milliseconds by the clock of the disk that it lies on,
 * or null where that can't be told. Machines that share a disk may have clocks that differ by
 * hours, so neither our own clock nor a time that another machine has written down is asked: a
 * file that is made beside it now shows what time it is there.
 */
export function fileAge(file: string): number | null {
  const probe = `${file}.${randomUUID()}`;
  try {
    writeFileSync(probe, '', { mode: FILE_MODE, flag: 'wx' });
    return statSync(probe).mtimeMs - statSync(file).mtimeMs;
  } catch {
    // The file is gone, or nothing can be written there.
    return null;
  } finally {
    rmSync(probe, { force: true });
  }
}
