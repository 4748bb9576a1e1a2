import './small-process.js';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { journalFolderAt, type JournalFolder } from '../journal/journal-folder.js';
import { JournalOwner } from '../journal/journal-owner.js';
import type { OpenRecord } from '../journal/records.js';
import { readArguments, USAGE } from './arguments.js';
import { carryJournal } from './left-behind/carry.js';
import { KernelLife } from './kernel-life.js';
import { KernelReporter, silentReporter } from './kernel-reporter.js';
import { readOpenRecord } from './open-record.js';
import { wordsOf } from '../connection/error-words.js';
import { recoverJournals } from './left-behind/recover.js';
import { ship } from './shipment.js';

/** Exit codes. */
const DELIVERED = 0;
const FAULT = 1;
const USAGE_ERROR = 2;
const SOMETHING_WAITS = 3;

/** Nice enough to give way, and not so nice that a busy machine starves the delivery. */
const PRIORITY = 5;
/** How long somebody who just ships the journal's rest may keep it, in milliseconds. */
const CLAIM_MS = 10_000;
/** How long a server may fail after the kernel's end. */
const PATIENCE_MS = { embedded: 30_000, uri: 10 * 60_000 } as const;

const shutdown = new AbortController();
const reporter = new KernelReporter();

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (given === null) {
    process.stderr.write(`${USAGE}\n`);
    return USAGE_ERROR;
  }
  giveWay();
  // Notebooks interrupt all processes of a group; what was recorded is delivered nevertheless.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      shutdown.abort();
    });
  }
  const common = { environment: process.env, signal: shutdown.signal };
  switch (given.mode) {
    case 'journal':
      return shipOwn(journalFolderAt(given.folder));
    case 'recover': {
      const { home, root } = given;
      const isDone = await recoverJournals({ ...common, home, root, reporter });
      return isDone ? DELIVERED : SOMETHING_WAITS;
    }
    case 'carry': {
      const { folder, home, target } = given;
      const outcome = await carryJournal({ ...common, folder, home, target, reporter });
      return outcome === 'delivered' ? DELIVERED : SOMETHING_WAITS;
    }
  }
}

/** The training on the same cores is what people wait for; its numbers may come a little later. */
function giveWay(): void {
  try {
    setPriority(PRIORITY);
  } catch {
    // Some sandboxes refuse it. Then we compete with the training as any process does.
  }
}

async function shipOwn(folder: JournalFolder): Promise<number> {
  const kernel = kernelOfStandardInput();
  const open = existsSync(folder.journal) ? readOpenRecord(folder) : null;
  if (open === null) {
    throw new Error(`There is no journal in ${folder.path}.`);
  }
  const owner = await claim(folder);
  if (owner === null) {
    return SOMETHING_WAITS;
  }
  // Somebody may have taken a kernel that stood still for dead. It lives, and its journal with it.
  owner.keep(
    () => {
      shutdown.abort();
    },
    () => kernel.goneAt === null
  );
  let others: Promise<unknown> = Promise.resolve();
  const outcome = await ship({
    folder,
    open,
    owner,
    kernel,
    reporter,
    environment: process.env,
    signal: shutdown.signal,
    patience: PATIENCE_MS[open.target.kind],
    onIdle: () => {
      others = recoverOthers(folder, open);
    }
  });
  await others;
  return outcome === 'delivered' ? DELIVERED : SOMETHING_WAITS;
}

/** Delivers what earlier kernels left behind. Their troubles are not this kernel's to tell. */
async function recoverOthers(folder: JournalFolder, { target }: OpenRecord): Promise<void> {
  try {
    await recoverJournals({
      home: folder.home,
      root: target.kind === 'embedded' ? target.root : null,
      reporter: silentReporter,
      environment: process.env,
      signal: shutdown.signal
    });
  } catch {
    // They keep waiting: for the Jupyter server's next recovery, or the next kernel.
  }
}

async function claim(folder: JournalFolder): Promise<JournalOwner | null> {
  const end = performance.now() + CLAIM_MS;
  for (;;) {
    const owner = JournalOwner.claim(folder);
    if (owner !== null || performance.now() > end || shutdown.signal.aborted) {
      return owner;
    }
    await sleep(200);
  }
}

function kernelOfStandardInput(): KernelLife {
  const kernel = new KernelLife();
  const setGone = (): void => {
    kernel.setGone(Date.now());
  };
  process.stdin.on('end', setGone).on('close', setGone).on('error', setGone).resume();
  return kernel;
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    reporter.send({ type: 'fault', message: `The delivery of runs stopped: ${wordsOf(error)}` });
    process.stderr.write(`${wordsOf(error)}\n`);
    // The message is on its way to the kernel.
    setTimeout(() => process.exit(FAULT), 100);
  }
);
