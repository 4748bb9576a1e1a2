import { closeSync, openSync, readSync } from 'node:fs';

const LINE_END = 10;

/**
 * `offset`, if a line of the file at `path` starts there, or else 0: progress that is damaged, or
 * another journal's, must not make us pass over what was never sent.
 * @throws what the file system says where the file can't be read
 */
export function startOfLine(path: string, offset: number): number {
  if (!Number.isSafeInteger(offset) || offset <= 0) {
    return 0;
  }
  const file = openSync(path, 'r');
  try {
    const before = Buffer.alloc(1);
    const length = readSync(file, before, 0, 1, offset - 1);
    return length === 1 && before[0] === LINE_END ? offset : 0;
  } finally {
    closeSync(file);
  }
}
