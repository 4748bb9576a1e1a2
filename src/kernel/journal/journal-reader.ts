import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isRecord } from './record-guard.js';
import { JOURNAL_VERSION, type JournalRecord } from './records.js';

export interface JournalEntry {
  readonly record: JournalRecord;
  /** Where its line starts in the file, in bytes. */
  readonly start: number;
  /** Bytes of its line. */
  readonly size: number;
}

export interface JournalRead {
  readonly entries: readonly JournalEntry[];
  /** Lines that are no record, skipped; a torn line that was written again is not counted. */
  readonly badLines: number;
}

/** The journal was written by a newer version of this package. */
export class NewerJournalError extends Error {
  constructor(version: unknown) {
    super(
      `The journal is of version ${String(version)}, and this version of jupyterlab-autolog ` +
        `reads version ${JOURNAL_VERSION}. Update jupyterlab-autolog to deliver it.`
    );
    this.name = 'NewerJournalError';
  }
}

const CHUNK = 64 * 1024;
/** How the lines of metrics begin; see `metric-line.ts`. */
const METRIC = Buffer.from('{"type":"metric",');
const LINE_END = 10;

/**
 * Reads a journal that perhaps still grows, from a byte offset that is the start of a
 * line. A last line without its end is left until the rest is there.
 */
export class JournalReader {
  /**
   * Metrics before byte `metricsFrom` are passed over, which is far quicker than reading them.
   * @throws what the file system says where the file can't be opened.
   */
  constructor(
    path: string,
    private readonly _metricsFrom = 0
  ) {
    this._file = openSync(path, 'r');
  }

  /** Where the next unread line starts. */
  get offset(): number {
    return this._offset;
  }

  /** How many lines are read, of any kind. */
  get lines(): number {
    return this._lines;
  }

  /** Bytes after `offset`. */
  unread(): number {
    return Math.max(0, fstatSync(this._file).size - this._offset);
  }

  /** When the file was last written, in milliseconds since the epoch. */
  lastWrite(): number {
    return Math.trunc(fstatSync(this._file).mtimeMs);
  }

  /**
   * Reads the next whole lines, some 64 KiB of them.
   * @throws NewerJournalError for a journal of a newer version.
   */
  read(): JournalRead {
    const chunk = this._readWholeLines();
    const entries: JournalEntry[] = [];
    let badLines = 0;
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(LINE_END, start);
      const line = chunk.subarray(start, end);
      if (line.length > 0 && !this._isPassedOver(line, start)) {
        badLines += this._settleTorn(line);
        const record = parse(line);
        if (record === null) {
          this._torn = Buffer.from(line);
        } else {
          entries.push({ record, start: this._offset + start, size: line.length });
        }
      }
      start = end + 1;
      this._lines++;
    }
    this._offset += chunk.length;
    return { entries, badLines };
  }

  /**
   * Says what is lost at the end of a journal that nobody writes any more: how many bad
   * lines weren't counted yet, a torn last line not among them.
   */
  finish(): number {
    return this._settleTorn(Buffer.alloc(0));
  }

  close(): void {
    closeSync(this._file);
  }

  private _isPassedOver(line: Buffer, start: number): boolean {
    return (
      this._offset + start < this._metricsFrom && line.subarray(0, METRIC.length).equals(METRIC)
    );
  }

  /** Whether the bad line before `next` is lost (1), or `next` is the whole of it (0). */
  private _settleTorn(next: Buffer): number {
    const torn = this._torn;
    this._torn = null;
    return torn === null || next.subarray(0, torn.length).equals(torn) ? 0 : 1;
  }

  private _readWholeLines(): Buffer {
    for (let size = CHUNK; ; size *= 2) {
      const chunk = Buffer.allocUnsafe(Math.min(size, this.unread()));
      const length = readSync(this._file, chunk, 0, chunk.length, this._offset);
      const lines = chunk.subarray(0, chunk.lastIndexOf(LINE_END, length - 1) + 1);
      if (lines.length > 0 || length < size) {
        return lines;
      }
    }
  }

  private readonly _file: number;
  private _offset = 0;
  private _lines = 0;
  private _torn: Buffer | null = null;
}

function parse(line: Buffer): JournalRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch {
    // A torn or foreign line; the caller counts it.
    return null;
  }
  if (isOpenOfNewerVersion(value)) {
    throw new NewerJournalError(value.version);
  }
  return isRecord(value) ? value : null;
}

function isOpenOfNewerVersion(value: unknown): value is { version: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'open' &&
    'version' in value &&
    value.version !== JOURNAL_VERSION
  );
}
