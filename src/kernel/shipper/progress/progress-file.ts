import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { FILE_MODE, type JournalFolder } from '../../journal/journal-folder.js';
import { wordsOf } from '../../connection/error-words.js';

/** A run as the server knows it. */
export interface ServerRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly artifactUri: string;
  /** The server may make it once more, out of a request that was given up on. */
  readonly mayHaveTwin?: boolean;
}

/** A model as the server knows it. */
export interface ServerModel {
  readonly modelId: string;
  readonly artifactUri: string;
  /** All of it was delivered, or refused. */
  readonly isDone: boolean;
}

/** The file's content. */
interface SavedProgress {
  readonly version: 1;
  readonly offset: number;
  readonly runs: Readonly<Record<string, ServerRun>>;
  readonly experiments: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, ServerModel>>;
  readonly snapshots: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
  /** Missing in files of older versions. */
  readonly trouble?: string | null;
}

const SAVE_AFTER_MS = 500;
const NOTHING: SavedProgress = {
  version: 1,
  offset: 0,
  runs: {},
  experiments: {},
  models: {},
  snapshots: {},
  tables: {}
};

/**
 * How far the delivery of a journal came. Kept in memory, and on disk within half a
 * second or as soon as the disk lets us: what was delivered after the last save is found at
 * the server, or sent again without doing harm.
 */
export class ProgressFile {
  /** Reads the file, if there is one. `onFault` is told once if it can't be saved. */
  constructor(
    private readonly _folder: JournalFolder,
    private readonly _onFault: (message: string) => void
  ) {
    const saved = readProgress(_folder.progress) ?? NOTHING;
    this.offset = saved.offset;
    this.runs = new Map(Object.entries(saved.runs));
    this.experiments = new Map(Object.entries(saved.experiments));
    this.models = new Map(Object.entries(saved.models));
    this.snapshots = new Map(Object.entries(saved.snapshots));
    this.tables = new Map(Object.entries(saved.tables));
  }

  /** Everything before this byte of the journal was delivered or refused. */
  offset: number;
  /** By the client's id of the run. */
  readonly runs: Map<string, ServerRun>;
  /** Ids by name. */
  readonly experiments: Map<string, string>;
  /** By the client's id of the model. */
  readonly models: Map<string, ServerModel>;
  /** The digest of the snapshot that was delivered, by the client's id of the run. */
  readonly snapshots: Map<string, string>;
  /** What a table of a resumed run held before, as JSON or empty, by `<client's id of the run>/<path>`. */
  readonly tables: Map<string, string>;

  /**
   * Why the delivery doesn't go on, in words for people (`jupyter autolog status`), or null. What an
   * earlier process said counts no more.
   */
  trouble: string | null = null;

  /** Something was changed. */
  touch(): void {
    this._timer ??= setTimeout(() => {
      void this.save();
    }, SAVE_AFTER_MS);
  }

  /**
   * Resolves when all that is known now is on disk, or the fault was told; never rejects. A
   * disk that is busy with the server's database may take long, so nothing is held up by it.
   */
  save(): Promise<void> {
    clearTimeout(this._timer);
    this._timer = undefined;
    // One after the other, as an older state must not replace a newer one. The one that waits
    // writes what is known when its turn comes, so it does for all who ask until then.
    if (this._waiting === null) {
      this._waiting = this._last.then(() => {
        this._waiting = null;
        return this._write();
      });
      this._last = this._waiting;
    }
    return this._waiting;
  }

  private async _write(): Promise<void> {
    const unfinished = `${this._folder.progress}.unfinished`;
    try {
      await writeFile(unfinished, this._text(), { mode: FILE_MODE });
      await rename(unfinished, this._folder.progress);
    } catch (error) {
      if (!this._hasFailed) {
        this._hasFailed = true;
        this._onFault(
          `How far the delivery of runs came can't be saved in ${this._folder.path}: ` +
            `${wordsOf(error)}. The delivery goes on.`
        );
      }
    }
  }

  private _text(): string {
    const progress: SavedProgress = {
      version: 1,
      offset: this.offset,
      runs: Object.fromEntries(this.runs),
      experiments: Object.fromEntries(this.experiments),
      models: Object.fromEntries(this.models),
      snapshots: Object.fromEntries(this.snapshots),
      tables: Object.fromEntries(this.tables),
      trouble: this.trouble
    };
    return JSON.stringify(progress);
  }

  private _timer: NodeJS.Timeout | undefined;
  private _waiting: Promise<void> | null = null;
  private _last: Promise<void> = Promise.resolve();
  private _hasFailed = false;
}

function readProgress(file: string): SavedProgress | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None yet, or unreadable: then all is sent again, and runs are searched for at the server.
    return null;
  }
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1
    ? { ...NOTHING, ...(value as Partial<SavedProgress>) }
    : null;
}
