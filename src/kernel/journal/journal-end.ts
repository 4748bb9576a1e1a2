import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What a journal itself says of its end; copying it changes the file's times, but not this. */
export interface JournalEnd {
  /** When the last of it was recorded, in milliseconds since the epoch, or null where no record says. */
  readonly lastTime: number | null;
  /** Whether the kernel ended in good order. */
  readonly isClosed: boolean;
}

/** Enough for many records; who records longer texts at the very end has others before. */
const TAIL = 256 * 1024;

/** @throws what the file system says where the file can't be read. */
export function readJournalEnd(path: string): JournalEnd {
  const records = tailOf(path).flatMap(parse);
  const times = records.flatMap(({ time }) => (typeof time === 'number' ? [time] : []));
  return {
    lastTime: times.length === 0 ? null : times.reduce((one, other) => Math.max(one, other)),
    isClosed: records.at(-1)?.type === 'close'
  };
}

function tailOf(path: string): string[] {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = Math.max(0, size - TAIL);
    const bytes = Buffer.alloc(size - start);
    readSync(file, bytes, 0, bytes.length, start);
    const lines = bytes.toString().split('\n');
    // What stands before the first end of line may be half a line, and is one where we began inside.
    return start === 0 ? lines : lines.slice(1);
  } finally {
    closeSync(file);
  }
}

function parse(line: string): { readonly type?: unknown; readonly time?: unknown }[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    // Empty, torn or foreign; whoever reads the whole journal counts such lines.
    return [];
  }
}
