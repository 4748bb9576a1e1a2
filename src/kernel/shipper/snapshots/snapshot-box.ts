import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { basename, join } from 'node:path';
import { FILE_MODE, FOLDER_MODE, type JournalFolder } from '../../journal/journal-folder.js';
import type { OpenRecord } from '../../journal/records.js';

/** The live document as it was when an execution made its first run. */
export interface Snapshot {
  /** Null: of every execution. */
  readonly executionCount: number | null;
  readonly digest: string;
  readonly notebookId: string | null;
  /** The document's text, read when it is needed: documents are large. */
  readonly read: () => string;
}

interface Binding {
  readonly executionCount: number;
  readonly notebookId: string;
  readonly digest: string;
  readonly time: number;
  readonly notebook: unknown;
}

const PREFIX = 'binding-';
const FROM_START = 'snapshot.ipynb';
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * The snapshots of a journal's runs. Browsers hand them to the Jupyter server, which puts
 * them into the kernel's inbox; from there they are moved into the journal's spool, so
 * that they live as long as the journal. Without a browser it is the file that the
 * kernel was started with.
 */
export class SnapshotBox {
  /** `source` is where the inbox lies; what is not ours to move is copied. */
  constructor(
    folder: JournalFolder,
    open: OpenRecord,
    source: { readonly home: string; readonly mayMove: boolean }
  ) {
    this._spool = folder.spool;
    this._inbox = SAFE_ID.test(open.kernelId) ? join(source.home, 'inbox', open.kernelId) : null;
    this._mayMove = source.mayMove;
    this._openedAt = open.time;
    this._keepFileFromStart(open.snapshotFile);
  }

  /** What was taken in by now. */
  known(): Snapshot[] {
    return namesIn(this._spool).flatMap(name => this._read(name) ?? []);
  }

  /**
   * Moves what is new into the spool. Only bindings up to time `until`, in milliseconds
   * since the epoch, belong to this kernel life; later ones are its successor's.
   */
  takeNew(until: number): Snapshot[] {
    const inbox = this._inbox;
    if (inbox === null) {
      return [];
    }
    return namesIn(inbox).flatMap(name => {
      if (this._notOurs.has(name) || !name.endsWith('.json')) {
        return [];
      }
      const binding = readBinding(join(inbox, name));
      if (binding === null || binding.time < this._openedAt || binding.time > until) {
        this._notOurs.add(name);
        return [];
      }
      const kept = `${PREFIX}${binding.executionCount}.json`;
      mkdirSync(this._spool, { recursive: true, mode: FOLDER_MODE });
      this._take(join(inbox, name), join(this._spool, kept));
      return this._read(kept) ?? [];
    });
  }

  private _take(file: string, kept: string): void {
    if (this._mayMove) {
      renameSync(file, kept);
    } else {
      copyFileSync(file, kept);
      this._notOurs.add(basename(file));
    }
  }

  private _read(name: string): Snapshot | null {
    const file = join(this._spool, name);
    if (name === FROM_START) {
      return snapshotFromStart(file);
    }
    const binding = name.startsWith(PREFIX) ? readBinding(file) : null;
    return binding === null
      ? null
      : {
          executionCount: binding.executionCount,
          digest: binding.digest,
          notebookId: binding.notebookId,
          read: () => JSON.stringify(readBinding(file)?.notebook, null, 1)
        };
  }

  /** Copied at once: those who start kernels on files remove them afterwards. */
  private _keepFileFromStart(source: string | null): void {
    const kept = join(this._spool, FROM_START);
    if (source === null || existsSync(kept) || !existsSync(source)) {
      return;
    }
    mkdirSync(this._spool, { recursive: true, mode: FOLDER_MODE });
    writeFileSync(`${kept}.unfinished`, readFileSync(source), { mode: FILE_MODE });
    renameSync(`${kept}.unfinished`, kept);
  }

  private readonly _spool: string;
  private readonly _inbox: string | null;
  private readonly _mayMove: boolean;
  private readonly _openedAt: number;
  /** Names in the inbox that are of no more interest; files there are never changed. */
  private readonly _notOurs = new Set<string>();
}

function snapshotFromStart(file: string): Snapshot {
  const text = readFileSync(file, 'utf8');
  return {
    executionCount: null,
    digest: createHash('sha256').update(text).digest('hex'),
    notebookId: notebookIdIn(text),
    read: () => readFileSync(file, 'utf8')
  };
}

function notebookIdIn(text: string): string | null {
  try {
    const notebook = JSON.parse(text) as { metadata?: { autolog?: { notebookId?: unknown } } };
    const id = notebook.metadata?.autolog?.notebookId;
    return typeof id === 'string' ? id : null;
  } catch {
    // Not a notebook that can be read; it is kept as it is.
    return null;
  }
}

function readBinding(file: string): Binding | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Gone or not a binding.
    return null;
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const isBinding =
    Number.isSafeInteger(fields['executionCount']) &&
    typeof fields['notebookId'] === 'string' &&
    typeof fields['digest'] === 'string' &&
    typeof fields['time'] === 'number';
  return isBinding ? (value as Binding) : null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not made yet.
    return [];
  }
}
