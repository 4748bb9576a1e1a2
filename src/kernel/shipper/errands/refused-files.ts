import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { wordsOf } from '../../connection/error-words.js';
import { FOLDER_MODE } from '../../journal/journal-folder.js';
import type { Crew } from '../crew.js';
import { spoolEntry } from './spool-files.js';

/**
 * Moves the files of a refused record out of the journal, which is removed when all else is
 * delivered: from `<journal>/spool/<id>` to `rejects/<journalId>/spool/<id>`. Does nothing where
 * there are none, as after an earlier move. Never throws; what fails is told.
 */
export function keepRefusedFiles({ folder, reporter }: Crew, name: string): void {
  try {
    const from = spoolEntry(folder, name);
    const to = join(folder.rejects.replace(/\.jsonl$/, ''), relative(folder.path, from));
    if (existsSync(from)) {
      mkdirSync(dirname(to), { recursive: true, mode: FOLDER_MODE });
      renameSync(from, to);
    }
  } catch (error) {
    const message = `Files that the tracking server refused can't be kept: ${wordsOf(error)}.`;
    reporter.send({ type: 'fault', message });
  }
}
