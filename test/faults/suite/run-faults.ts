import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endProcessesOf } from '../parts/processes.js';
import { PythonHost } from '../parts/python-host.js';
import type { Fault } from './fault.js';
import type { Outcome } from './outcome.js';
import { Random } from './random.js';
import { sideBySide } from './side-by-side.js';
import { Stage } from './stage.js';

/** What became of a fault: an outcome, why it could not be carried out, or why it was left out. */
export type Verdict = { readonly name: string; readonly milliseconds: number } & (
  | { readonly outcome: Outcome; readonly isKept: boolean }
  | { readonly failed: string }
  | { readonly impossible: string }
);

export interface RunOptions {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly isShort: boolean;
  /** Leaves journals, stores and acknowledgements of what failed, to be looked at. */
  readonly keepsFailed: boolean;
  /** Told as soon as a fault is over. */
  readonly onVerdict: (verdict: Verdict) => void;
}

/** More than cores, as many faults wait for most of their time. */
const LANES = 3;
/** Longer than any fault takes, also on a machine that is busy with something else. */
const DEADLINE_MS = 90 * 60_000;

/** Runs faults side by side. Each is told by `onVerdict`; never rejects because of one. */
export async function runFaults(options: RunOptions): Promise<void> {
  const { faults, seed, isShort, keepsFailed, onVerdict } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'autolog-faults-'));
  const stop = (): void => {
    // Kernels and shippers lead groups of their own, so that nobody else would end them.
    endProcessesOf(folder);
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const host = await PythonHost.start();
  try {
    await sideBySide(LANES, faults, async fault => {
      const begin = performance.now();
      const verdict = await verdictOf(
        fault,
        () => {
          const ofFault = path.join(folder, fault.name);
          mkdirSync(ofFault);
          const random = new Random(seed, fault.name);
          const times = isShort ? fault.times.ci : fault.times.whole;
          return new Stage({ host, folder: ofFault, random, times, isShort });
        },
        keepsFailed
      );
      onVerdict({ name: fault.name, milliseconds: performance.now() - begin, ...verdict });
    });
  } finally {
    await host.stop();
    // What is kept is in it.
    if (!keepsFailed || readdirSync(folder).length === 0) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

async function verdictOf(
  fault: Fault,
  setStage: () => Stage,
  keepsFailed: boolean
): Promise<{ outcome: Outcome; isKept: boolean } | { failed: string } | { impossible: string }> {
  if (fault.impossible !== undefined && fault.impossible !== false) {
    return { impossible: fault.impossible };
  }
  const stage = setStage();
  let isFine = false;
  try {
    const outcome = await Promise.race([fault.run(stage), tooLate()]);
    isFine = isKept(outcome, fault);
    return { outcome, isKept: isFine };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await stage.close(keepsFailed && !isFine);
  }
}

/** So that one fault that hangs doesn't keep the others from being tried. */
async function tooLate(): Promise<never> {
  await pause(DEADLINE_MS, undefined, { ref: false });
  throw new Error(`It is not over after ${DEADLINE_MS / 60_000} minutes.`);
}

/** Whether the promise was kept. */
function isKept({ lost, twice, running, refused }: Outcome, { mayRefuse = false }: Fault): boolean {
  return lost === 0 && twice === 0 && running === 0 && (mayRefuse || refused === 0);
}
