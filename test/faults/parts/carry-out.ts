import { rmSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Journal } from '../../../src/kernel/journal/journal.js';
import type { Recorder } from '../../../src/kernel/runs/recorder.js';
import { Random } from '../suite/random.js';
import { makeFiles } from './made-files.js';
import type { Acknowledgements } from './acknowledgements.js';
import { AcknowledgedRun } from './acknowledged-run.js';
import type { WriterPlan } from './writer-plan.js';

/** What a plan is carried out with. */
export interface WriterParts {
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly acknowledgements: Acknowledgements;
  /** Resolves when the writer is told to end. */
  readonly ended: Promise<void>;
}

const POINTS_OF_A_RUN = 7;

/** Resolves when all is logged. */
export async function carryOut(plan: WriterPlan, parts: WriterParts): Promise<void> {
  const start = (): AcknowledgedRun => AcknowledgedRun.start(parts);
  switch (plan.kind) {
    case 'steady':
      await logSteadily(new Random(plan.seed), parts);
      break;
    case 'loop': {
      const run = start();
      logPoints(run, 0, plan.count, plan.keys);
      run.end();
      break;
    }
    case 'paced': {
      const run = start();
      await logAtPace(run, plan.perSecond, plan.seconds, plan.keys);
      run.end();
      break;
    }
    case 'runs':
      for (let count = 0; count < plan.count; count++) {
        const run = start();
        logPoints(run, 0, POINTS_OF_A_RUN, 1);
        run.param('count', String(count));
        run.end();
      }
      break;
    case 'files': {
      const digests = makeFiles(plan);
      const run = start();
      run.files(plan.folder, digests);
      // What was logged is what they were at the call.
      rmSync(plan.folder, { recursive: true });
      run.end();
      break;
    }
    case 'out-of-memory':
      fillMemory(start());
  }
}

/** Bursts and pauses, some of them long enough for a request, some not. */
async function logSteadily(random: Random, parts: WriterParts): Promise<void> {
  const end = new AbortController();
  const goesOn = (): boolean => !end.signal.aborted;
  void parts.ended.then(() => {
    end.abort();
  });
  for (let count = 0; goesOn(); count++) {
    const run = AcknowledgedRun.start(parts);
    run.param('seed', String(random.seed));
    run.tag('count', String(count));
    let step = 0;
    while (goesOn() && random.next() > 0.03) {
      const burst = random.next() < 0.005 ? 1500 : random.integer(1, 30);
      logPoints(run, step, burst, 2);
      step += burst;
      if (random.next() < 0.1) {
        run.param(`at ${step}`, 'a param that comes late');
      }
      if (random.next() < 0.02) {
        run.text(`notes/${step}.txt`, `At ${step}.`);
      }
      if (random.next() < 0.05) {
        parts.journal.append({ type: 'flush', time: Date.now() });
      }
      await pause(random.integer(0, 100));
    }
    run.end();
  }
}

function logPoints(run: AcknowledgedRun, from: number, count: number, keys: number): void {
  for (let point = from; point < from + count; point++) {
    run.metric(`metric ${point % keys}`, Math.sin(point), point);
  }
}

async function logAtPace(
  run: AcknowledgedRun,
  perSecond: number,
  seconds: number,
  keys: number
): Promise<void> {
  const begin = performance.now();
  const all = perSecond * seconds;
  for (let logged = 0; logged < all;) {
    const due = Math.min(all, Math.floor(((performance.now() - begin) / 1000) * perSecond));
    logPoints(run, logged, due - logged, keys);
    logged = due;
    await nextTurn();
  }
}

function fillMemory(run: AcknowledgedRun): never {
  const kept: unknown[] = [];
  for (let step = 0; ; step++) {
    run.metric('loss', step / 2, step);
    kept.push(Array.from({ length: 2000 }, (_, index) => ({ index, step })));
  }
}
