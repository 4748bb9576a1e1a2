import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { FILE_MODE, type JournalFolder } from '../journal/journal-folder.js';

/** A run as the server knows it. */
export interface ServerRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly artifactUri: string;
}

/** A model as the server knows it. */
export interface ServerModel {
  readonly modelId: string;
  readonly artifactUri: string;
  /** All of it was delivered, or refused. */
  readonly isDone: boolean;
}

interface Progress {
  readonly version: 1;
  /** Everything before this byte of the journal was delivered or refused. */
  offset: number;
  /** By the client's id of the run. */
  readonly runs: Record<string, ServerRun>;
  /** Ids by name. */
  readonly experiments: Record<string, string>;
  /** By the client's id of the model. */
  readonly models: Record<string, ServerModel>;
  /** The digest of the snapshot that was delivered, by the client's id of the run. */
  readonly snapshots: Record<string, string>;
}

const SAVE_AFTER_MS = 500;

/**
 * How far the delivery of a journal came. Kept in memory, and on disk within half a
 * second: what was delivered after the last save is found at the server, or sent again
 * without doing harm.
 */
export class ProgressFile {
  /** Reads the file, if there is one. `onFault` is told once if it can't be saved. */
  constructor(folder: JournalFolder, onFault: (message: string) => void) {
    this._folder = folder;
    this._onFault = onFault;
    this._progress = readProgress(folder.progress) ?? {
      version: 1,
      offset: 0,
      runs: {},
      experiments: {},
      models: {},
      snapshots: {}
    };
  }

  get current(): Progress {
    return this._progress;
  }

  /** Something changed. */
  touch(): void {
    this._timer ??= setTimeout(() => {
      this.save();
    }, SAVE_AFTER_MS);
  }

  save(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const unfinished = `${this._folder.progress}.unfinished`;
    try {
      writeFileSync(unfinished, JSON.stringify(this._progress), { mode: FILE_MODE });
      renameSync(unfinished, this._folder.progress);
    } catch (error) {
      if (!this._hasFailed) {
        this._hasFailed = true;
        this._onFault(
          `How far the delivery of runs came can't be saved in ${this._folder.path}: ` +
            `${error instanceof Error ? error.message : String(error)}. The delivery goes on.`
        );
      }
    }
  }

  private readonly _folder: JournalFolder;
  private readonly _onFault: (message: string) => void;
  private readonly _progress: Progress;
  private _timer: NodeJS.Timeout | undefined;
  private _hasFailed = false;
}

function readProgress(file: string): Progress | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None yet, or unreadable: then all is sent again, and runs are searched for at the server.
    return null;
  }
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1
    ? (value as Progress)
    : null;
}
