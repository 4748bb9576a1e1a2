import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODE, FOLDER_MODE, type JournalFolder } from '../../journal/journal-folder.js';
import { wordsOf } from '../../connection/error-words.js';
import type { TrackingTarget } from '../../config/kernel-config.js';
import type { RunRecord } from '../../journal/records.js';
import type { Reporter } from '../kernel-reporter.js';

/** What was refused. */
export interface Refused {
  /** Where its line starts in the journal. */
  readonly start: number;
  /** The record, or the part of it that was refused. */
  readonly record: object;
}

interface Origin {
  /** Its path below the Jupyter server's root, or null where nobody knows it. */
  readonly notebook: string | null;
  readonly experiment: string | null;
}

/** Keeps what the server refused for good, with the reason, and tells the kernel. */
export class RejectFile {
  /** `target` is the server that refuses. */
  constructor(folder: JournalFolder, target: TrackingTarget, reporter: Reporter) {
    this._file = folder.rejects;
    this._target = target;
    this._reporter = reporter;
    this._known = knownRejects(this._file);
  }

  /** The file outlives the journal, so it says itself which notebook's and experiment's a record was. */
  noteRun({ run, experiment, tags }: RunRecord): void {
    this._origins.set(run, { notebook: tags['mlflow.source.name'] ?? null, experiment });
  }

  add(run: string, refused: readonly Refused[], reason: string): void {
    const fresh = refused.filter(({ start, record }) => {
      const identity = identityOf(start, record);
      return !this._known.has(identity) && this._known.add(identity);
    });
    if (fresh.length === 0) {
      return;
    }
    const time = Date.now();
    const { notebook, experiment } = this._origins.get(run) ?? { notebook: null, experiment: null };
    const lines = fresh.map(({ start, record }) =>
      JSON.stringify({ time, reason, start, notebook, experiment, target: this._target, record })
    );
    try {
      mkdirSync(dirname(this._file), { recursive: true, mode: FOLDER_MODE });
      appendFileSync(this._file, `${lines.join('\n')}\n`, { mode: FILE_MODE });
    } catch (error) {
      this._reporter.send({
        type: 'fault',
        message:
          `Records that the tracking server refused can't be kept in ${this._file}: ` +
          `${wordsOf(error)}.`
      });
    }
    this._reporter.send({ type: 'refused', run, refused: fresh.length, reason, file: this._file });
  }

  private readonly _file: string;
  private readonly _target: TrackingTarget;
  private readonly _origins = new Map<string, Origin>();
  private readonly _reporter: Reporter;
  /** A shipper that takes over sends again what was refused just before. */
  private readonly _known: Set<string>;
}

function knownRejects(file: string): Set<string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Nothing was refused yet.
    return new Set();
  }
  return new Set(text.split('\n').flatMap(line => identityOfLine(line) ?? []));
}

function identityOfLine(line: string): string | null {
  try {
    const { start, record } = JSON.parse(line) as Refused;
    return identityOf(start, record);
  } catch {
    // The end of the text, or a line that was torn.
    return null;
  }
}

function identityOf(start: number, record: object): string {
  return `${start} ${JSON.stringify(record)}`;
}
