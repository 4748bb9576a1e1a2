import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { FOLDER_MODE, journalFolderAt, type JournalFolder } from '../../journal/journal-folder.js';
import { readJournalEnd } from '../../journal/journal-end.js';
import { hasOwner, JournalOwner } from '../../journal/journal-owner.js';
import { wasAliveAt } from '../../journal/process-identity.js';
import type { OpenRecord } from '../../journal/records.js';
import type { TrackingTarget } from '../../config/kernel-config.js';
import { carriedFolder, carriedSnapshot, copyJournal } from './carried-copy.js';
import { KernelLife } from '../kernel-life.js';
import type { Reporter } from '../kernel-reporter.js';
import { readOpenRecord } from '../open-record.js';
import { ship } from '../shipment.js';

export interface CarryOptions {
  /** The journal's folder, wherever it was carried to. It is only read. */
  readonly folder: string;
  /** The value of `AUTOLOG_HOME`: for the private copy, the rejects, and to find embedded trackers. */
  readonly home: string;
  /** Where the records go, instead of the target that the journal names. */
  readonly target: TrackingTarget;
  readonly reporter: Reporter;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Somebody stands by: a server that isn't there is told of soon. */
const PATIENCE_MS = 10_000;
/** A kernel of another host that recorded nothing for so long is taken for dead. */
const SILENCE_MS = 5 * 60_000;

/**
 * Delivers a copy of a journal to another server than its own. All of it is sent each time, and
 * what is there already is found by its ids of the client, so that nothing is made twice.
 * @throws NewerJournalError, or an error that says why it can't be delivered and what to do
 */
export async function carryJournal(options: CarryOptions): Promise<'delivered' | 'waiting'> {
  const source = journalFolderAt(options.folder);
  const open = openRecordOf(source);
  const { lastTime, isClosed } = readJournalEnd(source.journal);
  assertLeft(source, open, isClosed, lastTime ?? open.time);

  const folder = carriedFolder(options.home, open.journalId);
  mkdirSync(folder.path, { recursive: true, mode: FOLDER_MODE });
  const owner = JournalOwner.claim(folder);
  if (owner === null) {
    throw new Error(
      `Another process delivers a copy of the journal ${open.journalId} now. Wait until it has ended.`
    );
  }
  const lost = new AbortController();
  owner.keep(() => {
    lost.abort();
  });
  const kernel = new KernelLife();
  kernel.setGone(lastTime ?? open.time);
  try {
    await copyJournal(source, folder, lastTime ?? open.time);
    return await ship({
      ...options,
      folder,
      open: { ...open, snapshotFile: carriedSnapshot(source, open) },
      carried: { target: options.target, from: source.home },
      owner,
      kernel,
      signal: AbortSignal.any([options.signal, lost.signal]),
      patience: PATIENCE_MS
    });
  } finally {
    owner.release();
    await rm(folder.path, { recursive: true, force: true });
  }
}

function openRecordOf(source: JournalFolder): OpenRecord {
  if (!existsSync(source.journal)) {
    throw new Error(
      `There is no journal in ${source.path}. Name a folder that holds a file journal.jsonl.`
    );
  }
  const open = readOpenRecord(source);
  if (open === null) {
    throw new Error(
      `The first line of ${source.journal} is damaged or missing, so nobody can tell what the ` +
        'rest belongs to. Copy the journal again from where it came from.'
    );
  }
  return open;
}

/** Whoever records or delivers it now would go on beside us. */
function assertLeft(
  source: JournalFolder,
  { pid, host, time }: OpenRecord,
  isClosed: boolean,
  lastTime: number
): void {
  const isAlive = wasAliveAt(pid, host, time);
  if (!isClosed && (isAlive ?? Date.now() - lastTime < SILENCE_MS)) {
    throw new Error(
      isAlive === null
        ? `The kernel on ${host} that writes the journal in ${source.path} was at work less than ` +
            'five minutes ago. End it there, copy the journal, and ship it again; or wait five minutes.'
        : `The kernel that writes the journal in ${source.path} still runs (process ${pid}). ` +
            'Shut it down and ship the journal again.'
    );
  }
  if (hasOwner(source)) {
    throw new Error(
      `The journal in ${source.path} is just being delivered to its own tracking server. ` +
        'Wait until that has ended, or end that process; after its machine died, wait five minutes.'
    );
  }
}
