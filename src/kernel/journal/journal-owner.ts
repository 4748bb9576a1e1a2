import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileAge } from './file-age.js';
import { FILE_MODE, type JournalFolder } from './journal-folder.js';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/**
 * Who ships a journal: the file `owner-N.json` with the highest N. Who takes over from a
 * dead owner makes the file of the next number, which succeeds for one process alone;
 * numbers are never used twice. So of any number of processes that see the same dead
 * owner, one gets the journal.
 */
interface Owner extends ProcessIdentity {
  readonly version: 1;
  /** Milliseconds since the epoch, for people; what counts is when the file was written. */
  readonly heartbeat: number;
  /** The owner left in good order. */
  readonly isReleased: boolean;
}

/** How often an owner shows that it lives, in milliseconds. */
const HEARTBEAT_MS = 10_000;
/** How long an owner on another host may be silent. */
const SILENCE_MS = 5 * 60_000;
/** How long a file may stay unreadable, since it was just being written. */
const UNREADABLE_MS = 10_000;
const OWNER_FILE = /^owner-(\d+)\.json$/;

/** Ownership of a journal, until it is released or its folder removed. */
export class JournalOwner {
  /**
   * Takes the journal, or gives null where somebody else has it.
   * @throws what the file system says, where the folder can't be read or written.
   */
  static claim(folder: JournalFolder): JournalOwner | null {
    const last = lastGeneration(folder);
    if (last > 0 && isHeld(ownerFile(folder, last))) {
      return null;
    }
    const owner = new JournalOwner(folder, last + 1);
    if (!createWhole(owner._file, owner._text(false))) {
      return null;
    }
    if (lastGeneration(folder) !== owner._generation) {
      // Others took over more than once since we looked: our number was free again.
      rmSync(owner._file, { force: true });
      return null;
    }
    for (const generation of generations(folder).filter(number => number < owner._generation)) {
      rmSync(ownerFile(folder, generation), { force: true });
    }
    return owner;
  }

  /** Whether nobody had the journal before. */
  get isFirst(): boolean {
    return this._generation === 1;
  }

  /** Whether nobody else took over. */
  get isCurrent(): boolean {
    return lastGeneration(this._folder) === this._generation;
  }

  /**
   * Shows from now on that the owner lives. If somebody else took over, the journal is taken back
   * while `insists` says so, and else `onLost` is called.
   */
  keep(onLost: () => void, insists: () => boolean = () => false): void {
    this._timer = setInterval(() => {
      try {
        if (this.isCurrent) {
          this._write(false);
        } else if (insists()) {
          this._takeBack();
        } else {
          this._stop();
          onLost();
        }
      } catch {
        // The folder is gone or the disk is full: nobody can claim it there either.
      }
    }, HEARTBEAT_MS);
    this._timer.unref();
  }

  /** Leaves the journal to others. */
  release(): void {
    this._stop();
    try {
      if (existsSync(this._file)) {
        this._write(true);
      }
    } catch {
      // The disk is full or gone. This process ends soon, and then others see that.
    }
  }

  private constructor(folder: JournalFolder, generation: number) {
    this._folder = folder;
    this._generation = generation;
  }

  private get _file(): string {
    return ownerFile(this._folder, this._generation);
  }

  /** Where another one is quicker once more, the next look tries again. */
  private _takeBack(): void {
    const generation = lastGeneration(this._folder) + 1;
    if (createWhole(ownerFile(this._folder, generation), this._text(false))) {
      this._generation = generation;
    }
  }

  private _stop(): void {
    clearInterval(this._timer);
  }

  private _write(isReleased: boolean): void {
    const unfinished = `${this._file}.${randomUUID()}`;
    writeFileSync(unfinished, this._text(isReleased), { mode: FILE_MODE });
    renameSync(unfinished, this._file);
  }

  private _text(isReleased: boolean): string {
    const owner: Owner = { version: 1, ...ownIdentity(), heartbeat: Date.now(), isReleased };
    return JSON.stringify(owner);
  }

  private readonly _folder: JournalFolder;
  private _generation: number;
  private _timer: NodeJS.Timeout | undefined;
}

/** Whether somebody ships the journal at present. */
export function hasOwner(folder: JournalFolder): boolean {
  const last = lastGeneration(folder);
  return last > 0 && isHeld(ownerFile(folder, last));
}

function isHeld(file: string): boolean {
  const owner = readOwner(file);
  if (owner === null) {
    // Not there any more: somebody else took over this moment. Unreadable: perhaps half written.
    return !isOlder(file, UNREADABLE_MS);
  }
  return !owner.isReleased && (isAlive(owner) ?? !isOlder(file, SILENCE_MS));
}

function isOlder(file: string, milliseconds: number): boolean {
  const age = fileAge(file);
  return age !== null && age > milliseconds;
}

function readOwner(file: string): Owner | null {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner === 'object' && owner !== null && 'pid' in owner ? (owner as Owner) : null;
  } catch {
    // Gone or half written; the caller tells these apart.
    return null;
  }
}

/** Creates the file with all of its text, or gives false where it exists. */
function createWhole(file: string, text: string): boolean {
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, text, { mode: FILE_MODE });
  try {
    linkSync(unfinished, file);
    return true;
  } catch (error) {
    switch (error instanceof Error && 'code' in error ? error.code : undefined) {
      case 'EEXIST':
        return false;
      case 'EPERM':
      case 'ENOTSUP':
      case 'ENOSYS':
        return createInPlace(file, text);
      default:
        throw error;
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The same on a disk without hard links, where for a moment the file is empty. */
function createInPlace(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { mode: FILE_MODE, flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function ownerFile(folder: JournalFolder, generation: number): string {
  return join(folder.path, `owner-${generation}.json`);
}

function generations(folder: JournalFolder): number[] {
  return readdirSync(folder.path).flatMap(name => {
    const number = OWNER_FILE.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function lastGeneration(folder: JournalFolder): number {
  return Math.max(0, ...generations(folder));
}
