import { dropKept, keepBytes, keepFile, type Spool } from './artifact-spool.js';
import { realSync, type DiskSync } from './disk-sync.js';
import { JournalFile } from './journal-file.js';
import { realDisk, type JournalDisk } from './journal-disk.js';
import { journalFolderOf, type JournalFolder } from './journal-folder.js';
import type { JournalTrouble } from './journal-trouble.js';
import { MetricLines } from './metric-line.js';
import { spoolModelFile } from './model-spool.js';
import type { JournalRecord, LinkedFile, OpenRecord } from './records.js';
import { SpoolSync } from './spool-sync.js';

export interface JournalOptions {
  /** Absolute path, the value of `AUTOLOG_HOME`. */
  readonly home: string;
  /** Letters, digits, `-` and `_`; one for each kernel life, such as a UUID. */
  readonly journalId: string;
  /** The first line; asked for with the first record. */
  readonly open: () => OpenRecord;
  /** The file exists and holds the first records: a shipper may start. Called once. */
  readonly onOpen?: (folder: JournalFolder) => void;
  /** A run begins, or goes on after its end: what follows of it stands behind byte `offset`. */
  readonly onRun?: (run: string, offset: number) => void;
  /** Called once when writing begins to fail, and with null when it succeeds again. */
  readonly onTrouble: (trouble: JournalTrouble | null) => void;
  /**
   * A record, and the files that it names, are on the disk itself when `append` or `appendMetric`
   * returns true, and survive a loss of power. It costs the caller the disk's time. Default: false.
   */
  readonly fsync?: boolean;
  /** Another file system, for tests. */
  readonly disk?: JournalDisk;
  /** Another way to force it through, for tests. */
  readonly sync?: DiskSync;
}

/**
 * The write-ahead log of one kernel life, used on the cell's thread. Nothing touches the
 * disk before the first record. A record is in the operating system's hands when `append`
 * or `appendMetric` returns true. Nothing here ever throws into the caller: where writing
 * fails, the journal is in trouble, says so once, keeps up to a mebibyte of records in
 * memory, and writes those first when it can again. The callbacks must not throw.
 */
export class Journal {
  /** @throws RangeError where `journalId` is not a plain name; at no other time. */
  constructor(options: JournalOptions) {
    this.folder = journalFolderOf(options.home, options.journalId);
    this._onRun = options.onRun;
    const sync = options.fsync === true ? (options.sync ?? realSync) : null;
    this._spoolSync = sync === null ? null : new SpoolSync(this.folder, sync);
    this._spool = {
      folder: this.folder,
      ...(this._spoolSync === null ? {} : { sync: this._spoolSync })
    };
    this._file = new JournalFile({
      folder: this.folder,
      disk: options.disk ?? realDisk,
      ...(sync === null ? {} : { sync }),
      firstLine: () => JSON.stringify(options.open()),
      onOpen: () => options.onOpen?.(this.folder),
      onTrouble: options.onTrouble
    });
  }

  readonly folder: JournalFolder;

  /** Bytes in the file; a shipper's `progress` message counts up to this. */
  get bytes(): number {
    return this._file.bytes;
  }

  /** How many records are lost: neither on disk nor held in memory. */
  get notRecorded(): number {
    return this._file.notRecorded;
  }

  /** Why nothing can be written at present, or null. */
  get trouble(): JournalTrouble | null {
    return this._file.trouble;
  }

  /** Appends any record. False while the journal is in trouble. */
  append(record: JournalRecord): boolean {
    try {
      if (record.type === 'end') {
        this._metricLines.forget(record.run);
      } else if (record.type === 'run' || record.type === 'resume') {
        this._onRun?.(record.run, this.bytes);
      }
      const line = `${JSON.stringify(record)}\n`;
      const isPlaced = this._settleSpool();
      return this._file.append(line, true) && isPlaced;
    } catch (error) {
      return this._lose(error);
    }
  }

  /**
   * Appends a metric at a training loop's pace. False while the journal is in trouble.
   * @param value Any number; NaN and the infinities are kept as such.
   * @param step Cut to an integer.
   * @param time Milliseconds since the epoch, cut to an integer.
   */
  appendMetric(run: string, key: string, value: number, step: number, time: number): boolean {
    try {
      return this._file.append(this._metricLines.line(run, key, value, step, time), false);
    } catch (error) {
      return this._lose(error);
    }
  }

  /**
   * Calls `write`; what it appends is written, and with `fsync` forced through, at its end, which
   * costs it once. What `append` and `appendMetric` return meanwhile says nothing of that.
   */
  together(write: () => void): void {
    this._file.together(write);
  }

  /**
   * Writes a file of a model into the journal's spool; to be awaited before the model's own
   * record is appended. `name` may hold folders, with `/`. Never rejects: resolves to false
   * where the file couldn't be written, and then leaves nothing of it behind.
   */
  async spoolFile(model: string, name: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await spoolModelFile(this._spool, model, name, bytes);
      return true;
    } catch (error) {
      return this._lose(error);
    }
  }

  /**
   * Writes a file into the spool, on the caller's thread, for a record that names `spool/<id>`.
   * @throws what the file system says: a file is too large to be held in memory for later.
   */
  keepBytes(id: string, bytes: Uint8Array): void {
    keepBytes(this._spool, id, bytes);
  }

  /**
   * Keeps the file `source`, an absolute path, as it is now, as the spool's entry `id`, or under
   * `name` in it. @returns What the file is like where it had to be linked, or null.
   * @throws what the file system says.
   */
  keepFile(id: string, name: string | null, source: string): LinkedFile | null {
    return keepFile(this._spool, id, name, source);
  }

  /** Removes what is kept as the spool's entry `id`, whole or in part. Never throws. */
  dropKept(id: string): void {
    dropKept(this._spool, id);
  }

  /** Makes a last attempt for records held in memory, and closes the file for good. */
  close(): void {
    try {
      this._file.close();
    } catch (error) {
      this._file.fail(error);
    }
  }

  private _settleSpool(): boolean {
    try {
      this._spoolSync?.settle();
      return true;
    } catch (error) {
      this._file.fail(error);
      return false;
    }
  }

  private _lose(error: unknown): false {
    this._file.notRecorded++;
    this._file.fail(error);
    return false;
  }

  private readonly _onRun: JournalOptions['onRun'];
  private readonly _file: JournalFile;
  private readonly _spool: Spool;
  private readonly _spoolSync: SpoolSync | null;
  private readonly _metricLines = new MetricLines();
}
