import { openAsBlob, statSync, type Stats } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactRecord, ArtifactsRecord, LinkedFile } from '../../journal/records.js';
import { wordsOf } from '../../connection/error-words.js';
import type { Crew } from '../crew.js';
import { request, type Errand } from './errand.js';
import { isForAll } from '../failures/patience.js';
import type { ServerRun } from '../progress/progress-file.js';
import { keepRefusedFiles } from './refused-files.js';
import { RunGoneError } from '../runs/server-run.js';
import { filesBelow, spoolEntry } from './spool-files.js';

/** A file of the spool that is gone before it was delivered. */
export class LostFileError extends Error {
  constructor(file: string) {
    super(`The copy of the file that was kept for the delivery is gone: ${file}.`);
    this.name = 'LostFileError';
  }
}

/** `start` is the byte of the journal at which `record` stands. */
export function artifactErrand(crew: Crew, record: ArtifactRecord, start: number): Errand {
  return {
    record,
    deliver: async run => {
      const file = spoolEntry(crew.folder, record.file);
      const isThere = await uploadKept(crew, run, { file, to: record.path, linked: record.linked });
      if (!isThere && !crew.mayHaveFiles(start)) {
        throw new LostFileError(file);
      }
    },
    refused: () => {
      keepRefusedFiles(crew, record.file);
    }
  };
}

/**
 * Files go one by one and leave the spool as they are delivered, so that none is sent again.
 * One that is refused doesn't hold up the others.
 */
export function artifactsErrand(crew: Crew, record: ArtifactsRecord, start: number): Errand {
  return {
    record,
    deliver: async run => {
      const folder = spoolEntry(crew.folder, record.folder);
      const names = await filesBelow(folder);
      if (names.length === 0 && !crew.mayHaveFiles(start)) {
        throw new LostFileError(folder);
      }
      const reasons: string[] = [];
      for (const name of names) {
        const to = record.path === '' ? name : `${record.path}/${name}`;
        const file = path.join(folder, name);
        try {
          await uploadKept(crew, run, { file, to, linked: record.linked[name] });
        } catch (error) {
          if (isForAll(error) || error instanceof RunGoneError) {
            throw error;
          }
          reasons.push(`${to}: ${wordsOf(error)}`);
        }
      }
      const [first] = reasons;
      if (first !== undefined) {
        throw new Error(`${reasons.length} of ${names.length} files were refused. ${first}`);
      }
      await rm(folder, { recursive: true, force: true });
    },
    refused: () => {
      keepRefusedFiles(crew, record.folder);
    }
  };
}

interface KeptFile {
  /** Absolute path. */
  readonly file: string;
  /** Below the run's artifact root. */
  readonly to: string;
  readonly linked: LinkedFile | undefined;
}

/** False where the file is not there any more, as after an earlier delivery. */
async function uploadKept(
  crew: Crew,
  run: ServerRun,
  { file, to, linked }: KeptFile
): Promise<boolean> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    return false;
  }
  if (linked !== undefined) {
    tellChange(crew, to, stats, linked);
  }
  await request(crew, crew.uploads, run, async client =>
    // Opened anew for each attempt: a Blob of a file that has changed since can't be read.
    client.artifacts.upload(run.artifactUri, to, await openAsBlob(file), { runId: run.runId })
  );
  await rm(file, { force: true });
  return true;
}

function tellChange(crew: Crew, to: string, { size, mtimeMs }: Stats, linked: LinkedFile): void {
  if (size !== linked.size || mtimeMs !== linked.modified) {
    const message =
      `The file logged as ${to} was written into before it was delivered, so what is delivered ` +
      'may not be what it was. Large files are kept by a link: write a new file instead, and rename it.';
    crew.reporter.send({ type: 'fault', message });
  }
}
