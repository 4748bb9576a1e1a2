import { dirname } from 'node:path';
import { foldersUpTo, type DiskSync } from './disk-sync.js';
import type { JournalDisk } from './journal-disk.js';
import type { JournalFolder } from './journal-folder.js';
import { deletedTrouble, journalTrouble, type JournalTrouble } from './journal-trouble.js';

export interface JournalFileOptions {
  readonly folder: JournalFolder;
  readonly disk: JournalDisk;
  /** Where given, an append returns only when its line is on the disk itself. */
  readonly sync?: DiskSync;
  /** The first line, without its end. */
  readonly firstLine: () => string;
  readonly onOpen: () => void;
  readonly onTrouble: (trouble: JournalTrouble | null) => void;
}

/** What is kept in memory while nothing can be written, in characters. */
const MOST_HELD = 1024 * 1024;
/** How much of what belongs together is written at once, in characters. */
const MOST_GATHERED = 64 * 1024;
/** How often unimportant lines make a file in trouble try again. */
const PATIENCE_MS = 1000;
/** How many lines may pass before a look whether the file was deleted. */
const LINES_BETWEEN_LOOKS = 256;
const LINE_END = 10;

/**
 * The file of a journal: appends whole lines, survives a disk that fails. A line that
 * was torn by a failure is written again in full, after an end of line, so that it can't
 * merge with the next one.
 */
export class JournalFile {
  constructor(options: JournalFileOptions) {
    this._options = options;
  }

  bytes = 0;
  notRecorded = 0;
  trouble: JournalTrouble | null = null;

  /** Appends `line`, which ends with `\n`. An urgent line tries again at once in times of trouble. */
  append(line: string, urgent: boolean): boolean {
    if (this._isOver) {
      this.notRecorded++;
      return false;
    }
    if (this._descriptor === null || this.trouble !== null) {
      return this._appendWithCare(line, urgent);
    }
    this._linesSinceLook++;
    if (urgent || this._linesSinceLook >= LINES_BETWEEN_LOOKS) {
      this._linesSinceLook = 0;
      if (this._isDeleted(this._descriptor)) {
        this.notRecorded++;
        return false;
      }
    }
    return this._together > 0
      ? this._gather(this._descriptor, line)
      : this._write(this._descriptor, line);
  }

  /** Appends what `write` appends at its end: written once, and with a `sync` forced through once. */
  together(write: () => void): void {
    this._together++;
    try {
      write();
    } finally {
      this._together--;
      if (this._together === 0) {
        this._endTogether();
      }
    }
  }

  /** Makes a last attempt for what is held, and closes the file. */
  close(): void {
    if (this._held !== '' && this._descriptor !== null && !this._isOver) {
      this._write(this._descriptor, this._takeHeld());
    }
    this.notRecorded += countLines(this._takeHeld());
    this._isOver = true;
    if (this._descriptor !== null) {
      this._options.disk.close(this._descriptor);
      this._descriptor = null;
    }
  }

  fail(error: unknown): void {
    this._enter(journalTrouble(error, this._options.folder.path));
  }

  private _appendWithCare(line: string, urgent: boolean): boolean {
    const now = performance.now();
    const isFirst = this._descriptor === null && this.trouble === null;
    if (!isFirst && !urgent && now < this._tryAgainAt) {
      this._hold(line);
      return false;
    }
    this._tryAgainAt = now + PATIENCE_MS;
    const descriptor = this._descriptor ?? this._open();
    if (descriptor === null) {
      this._hold(line);
      return false;
    }
    return this._write(descriptor, this._takeHeld() + line);
  }

  private _open(): number | null {
    const { disk, folder, firstLine } = this._options;
    const first = firstLine();
    try {
      this._descriptor = disk.open(folder);
    } catch (error) {
      this.fail(error);
      return null;
    }
    this._held = `${first}\n${this._held}`;
    return this._descriptor;
  }

  /** True also where nothing is written yet: that is done when all that belongs together is there. */
  private _gather(descriptor: number, line: string): boolean {
    this._held += line;
    return this._held.length < MOST_GATHERED || this._write(descriptor, this._takeHeld());
  }

  private _endTogether(): void {
    if (this._descriptor === null || this._isOver) {
      return;
    }
    if (this._held !== '' && this.trouble === null) {
      this._write(this._descriptor, this._takeHeld());
    } else if (this._isUnsettled) {
      this._settle(this._descriptor);
    }
  }

  private _write(descriptor: number, lines: string): boolean {
    const text = this._isTorn ? `\n${lines}` : lines;
    const size = Buffer.byteLength(text);
    let done = 0;
    try {
      done = this._options.disk.write(descriptor, text);
      while (done < size) {
        done += this._options.disk.write(descriptor, Buffer.from(text).subarray(done));
      }
    } catch (error) {
      this._keepUnwritten(text, done);
      this.fail(error);
      return false;
    }
    this.bytes += size;
    this._isTorn = false;
    this._tellOpen();
    this._isUnsettled = true;
    return this._together > 0 || this._settle(descriptor);
  }

  /**
   * What can't be forced through is not written again: the operating system has it, it will be
   * delivered, and would be there twice. It is not promised, which is what the trouble says.
   */
  private _settle(descriptor: number): boolean {
    this._isUnsettled = false;
    const { sync, folder } = this._options;
    try {
      if (sync !== undefined) {
        sync.data(descriptor);
        if (!this._isFindable) {
          makeFindable(sync, folder);
          this._isFindable = true;
        }
      }
    } catch (error) {
      this.fail(error);
      return false;
    }
    this._leaveTrouble();
    return true;
  }

  /** Holds what came after the first `done` bytes of `text`, from the beginning of the torn line. */
  private _keepUnwritten(text: string, done: number): void {
    this.bytes += done;
    if (done === 0) {
      this._hold(text.slice(this._isTorn ? 1 : 0));
      return;
    }
    const bytes = Buffer.from(text);
    const torn = bytes.lastIndexOf(LINE_END, done - 1) + 1;
    this._isTorn = torn < done;
    // The end of line that the next attempt begins with completes a line that lacks just that.
    const isWhole = this._isTorn && bytes[done] === LINE_END;
    this._hold(bytes.subarray(isWhole ? done + 1 : torn).toString());
  }

  private _hold(lines: string): void {
    const room = MOST_HELD - this._held.length;
    const cut = lines.length <= room ? lines.length : lines.lastIndexOf('\n', room - 1) + 1;
    this._held += lines.slice(0, cut);
    this.notRecorded += countLines(lines.slice(cut));
  }

  private _takeHeld(): string {
    const held = this._held;
    this._held = '';
    return held;
  }

  private _isDeleted(descriptor: number): boolean {
    if (this._options.disk.isDeleted(descriptor)) {
      this._isOver = true;
      this._enter(deletedTrouble(this._options.folder.path));
    }
    return this._isOver;
  }

  private _enter(trouble: JournalTrouble): void {
    if (this.trouble === null) {
      this.trouble = trouble;
      this._options.onTrouble(trouble);
    }
  }

  private _tellOpen(): void {
    if (!this._isOpened) {
      this._isOpened = true;
      this._options.onOpen();
    }
  }

  private _leaveTrouble(): void {
    if (this.trouble !== null) {
      this.trouble = null;
      this._options.onTrouble(null);
    }
  }

  private readonly _options: JournalFileOptions;
  private _descriptor: number | null = null;
  private _held = '';
  private _isTorn = false;
  private _isOver = false;
  private _isOpened = false;
  private _isUnsettled = false;
  private _isFindable = false;
  private _together = 0;
  private _linesSinceLook = 0;
  private _tryAgainAt = 0;
}

/** Home itself may be new, so the folder that it lies in counts as well. */
function makeFindable(sync: DiskSync, { path, home }: JournalFolder): void {
  for (const folder of foldersUpTo(path, dirname(home))) {
    sync.folder(folder);
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
