import { basename, dirname, join } from 'node:path';

/** Absolute paths of what one journal consists of. */
export interface JournalFolder {
  readonly path: string;
  readonly journalId: string;
  /** The value of `AUTOLOG_HOME`. */
  readonly home: string;
  /** The records, one JSON object a line. Written by the kernel alone. */
  readonly journal: string;
  /** How far a shipper came. Written by the journal's owner alone. */
  readonly progress: string;
  /** Records that the server refused for good, with the reason. It outlives the journal. */
  readonly rejects: string;
  /** Files that records name. */
  readonly spool: string;
}

/** Only the user may read what was recorded. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** The folder of all journals of `home`, the value of `AUTOLOG_HOME`. */
export function journalsFolder(home: string): string {
  return join(home, 'journals');
}

/**
 * Where the journal `journalId` lies below `home`.
 * @throws RangeError where `journalId` could lead out of the folder of journals.
 */
export function journalFolderOf(home: string, journalId: string): JournalFolder {
  if (!SAFE_ID.test(journalId)) {
    throw new RangeError(
      `"${journalId}" can't name a journal: use letters, digits, "-" and "_", at most 128.`
    );
  }
  return journalFolderAt(join(journalsFolder(home), journalId));
}

/** The journal that lies in the folder `path`. */
export function journalFolderAt(path: string): JournalFolder {
  const journalId = basename(path);
  const home = dirname(dirname(path));
  return {
    path,
    journalId,
    home,
    journal: join(path, 'journal.jsonl'),
    progress: join(path, 'progress.json'),
    rejects: join(home, 'rejects', `${journalId}.jsonl`),
    spool: join(path, 'spool')
  };
}

/**
 * Where the file `name` lies inside the entry `id` of `spool`, or the entry itself where `name`
 * is null; `name` may hold folders, with `/`.
 * @throws RangeError where the path would leave the entry.
 */
export function spoolPath(folder: JournalFolder, id: string, name: string | null): string {
  const segments = [id, ...(name === null ? [] : name.split('/'))];
  if (segments.some(segment => !isPlainSegment(segment))) {
    throw new RangeError(
      `"${segments.join('/')}" can't be a file of the spool: it leads out of it.`
    );
  }
  return join(folder.spool, ...segments);
}

function isPlainSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\\\0]/.test(segment);
}
