import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  journalFolderAt,
  journalsFolder,
  type JournalFolder
} from '../../journal/journal-folder.js';
import { hasOwner, JournalOwner } from '../../journal/journal-owner.js';
import { fileAge } from '../../journal/file-age.js';
import { isKernelAlive } from '../../journal/kernel-process.js';
import type { OpenRecord } from '../../journal/records.js';
import { listJournals } from '../progress/delivered-journal.js';
import { KernelLife } from '../kernel-life.js';
import type { Reporter } from '../kernel-reporter.js';
import { removeOldBindings } from '../snapshots/old-bindings.js';
import { readOpenRecord } from '../open-record.js';
import { wordsOf } from '../../connection/error-words.js';
import { ship } from '../shipment.js';
import { UnreadLines } from '../reading/unread-lines.js';
import { trackerFile } from '../../connection/tracker-file.js';

export interface RecoverOptions {
  /** The value of `AUTOLOG_HOME`. */
  readonly home: string;
  /** Of the embedded trackers only that of this root; null for all. Targets that are URIs always count. */
  readonly root: string | null;
  readonly reporter: Reporter;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A server that isn't there now is tried again by the next recovery. */
const PATIENCE_MS = 5000;
/** A kernel of another host that was silent for so long is taken for dead. */
const SILENCE_MS = 5 * 60_000;

/** Delivers the journals that dead kernels left behind. False where some of them still wait. */
export async function recoverJournals(options: RecoverOptions): Promise<boolean> {
  await removeOldBindings(options.home);
  const failing = new Set<string>();
  let isAllDelivered = true;
  for (const journalId of await listJournals(options.home)) {
    if (options.signal.aborted) {
      return false;
    }
    const outcome = await recover(options, journalId, failing);
    isAllDelivered &&= outcome !== 'waiting';
  }
  return isAllDelivered;
}

async function recover(
  options: RecoverOptions,
  journalId: string,
  failing: Set<string>
): Promise<'delivered' | 'waiting' | 'not ours'> {
  const folder = journalFolderAt(join(journalsFolder(options.home), journalId));
  try {
    const open = readOpenRecord(folder);
    if (open === null) {
      return hasDamagedBeginning(folder) ? tellDamage(options, folder) : 'not ours';
    }
    if (!isLeftBehind(folder, open) || !isWanted(open, options)) {
      return 'not ours';
    }
    const target = JSON.stringify(open.target);
    if (failing.has(target)) {
      return 'waiting';
    }
    const outcome = await shipLeftBehind(options, folder, open);
    if (outcome === 'waiting') {
      failing.add(target);
    }
    return outcome;
  } catch (error) {
    if (!existsSync(folder.journal)) {
      // Somebody else has delivered it meanwhile, or it is no journal.
      return 'not ours';
    }
    const message = `The journal ${journalId} can't be delivered: ${wordsOf(error)}`;
    options.reporter.send({ type: 'fault', message });
    return 'waiting';
  }
}

async function shipLeftBehind(
  options: RecoverOptions,
  folder: JournalFolder,
  open: OpenRecord
): Promise<'delivered' | 'waiting' | 'not ours'> {
  const owner = JournalOwner.claim(folder);
  if (owner === null) {
    return 'not ours';
  }
  const lost = new AbortController();
  owner.keep(() => {
    lost.abort();
  });
  const kernel = new KernelLife();
  kernel.setGone(lastWrite(folder));
  try {
    return await ship({
      ...options,
      folder,
      open,
      owner,
      kernel,
      signal: AbortSignal.any([options.signal, lost.signal]),
      patience: PATIENCE_MS
    });
  } finally {
    owner.release();
  }
}

function isLeftBehind(folder: JournalFolder, open: OpenRecord): boolean {
  const isAlive = isKernelAlive(open) ?? (fileAge(folder.journal) ?? 0) < SILENCE_MS;
  return !isAlive && !hasOwner(folder);
}

/** Whether its first line is whole and says nothing: not of one that is being begun. */
function hasDamagedBeginning(folder: JournalFolder): boolean {
  const lines = new UnreadLines(folder.journal);
  try {
    return lines.count({ offset: 0, lines: 0 }) > 0;
  } finally {
    lines.close();
  }
}

function tellDamage({ reporter }: RecoverOptions, folder: JournalFolder): 'waiting' {
  const message =
    `The beginning of the journal in ${folder.path} is damaged, so nobody knows which tracking ` +
    'server it is for. It is left as it is: put its first line right, or move the folder away.';
  reporter.send({ type: 'fault', message });
  return 'waiting';
}

function isWanted({ target }: OpenRecord, { home, root }: RecoverOptions): boolean {
  // Paths that lead to the same folder by links have the same tracker.
  const isSame = (one: string, other: string): boolean =>
    trackerFile(home, one) === trackerFile(home, other);
  return target.kind === 'uri' || root === null || isSame(target.root, root);
}

function lastWrite(folder: JournalFolder): number {
  return statSync(folder.journal).mtimeMs;
}
