import { closeSync, openSync, readSync } from 'node:fs';

/** How far a reader of the same file came: bytes, and lines in them. */
export interface ReadPosition {
  readonly offset: number;
  readonly lines: number;
}

const CHUNK = 64 * 1024;
const LINE_END = 10;

/** Counts the lines of a journal that a reader has not come to yet, looking at each byte once. */
export class UnreadLines {
  constructor(path: string) {
    this._file = openSync(path, 'r');
  }

  count(reader: ReadPosition): number {
    if (this._offset < reader.offset) {
      this._offset = reader.offset;
      this._lines = reader.lines;
    }
    const chunk = Buffer.allocUnsafe(CHUNK);
    let length = readSync(this._file, chunk, 0, CHUNK, this._offset);
    while (length > 0) {
      this._offset += length;
      this._lines += lineEndsIn(chunk.subarray(0, length));
      length = readSync(this._file, chunk, 0, CHUNK, this._offset);
    }
    return this._lines - reader.lines;
  }

  close(): void {
    closeSync(this._file);
  }

  private readonly _file: number;
  private _offset = 0;
  private _lines = 0;
}

function lineEndsIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) {
    lines++;
  }
  return lines;
}
