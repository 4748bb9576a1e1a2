import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../kernel/eventually.js';
import { acknowledge, leftJournal, putJournal } from '../parts/left-journal.js';
import { signal } from '../parts/processes.js';
import type { Writer } from '../parts/writer.js';
import type { Fault } from '../suite/fault.js';
import type { Outcome } from '../suite/outcome.js';
import { sideBySide } from '../suite/side-by-side.js';
import type { Stage } from '../suite/stage.js';

/** A life takes no longer, in milliseconds; the first batch of a run leaves after two seconds. */
const LONGEST_LIFE = 2600;
/** Lives at the same time. */
const LANES = 5;
/** Points of a journal that takes some lives to deliver, and that is read in many parts. */
const LONG_JOURNAL = 30_000;

/** Lives that begin, log, and end by `kill` at a moment of the seed's; then the rest is delivered. */
async function lives(stage: Stage, kill: (writer: Writer) => void): Promise<Outcome> {
  const tracker = await stage.startTracker();
  const moments = Array.from({ length: stage.times }, () => ({
    after: stage.random.integer(0, LONGEST_LIFE),
    seed: stage.random.seedFor()
  }));
  await sideBySide(LANES, moments, async ({ after, seed }) => {
    const writer = stage.startWriter(tracker.url, { kind: 'steady', seed });
    await writer.ready();
    await pause(after);
    kill(writer);
    await writer.exited;
  });
  await stage.deliverRest();
  return { ...(await stage.count(tracker)), times: stage.times };
}

function killBoth(writer: Writer): void {
  const shippers = writer.shippers();
  writer.signal('SIGKILL');
  shippers.forEach(shipper => signal(shipper, 'SIGKILL'));
}

export const killKernel: Fault = {
  name: 'kill-kernel',
  times: { whole: 50, ci: 6 },
  run: stage =>
    lives(stage, writer => {
      writer.signal('SIGKILL');
    })
};

export const killKernelAndShipper: Fault = {
  name: 'kill-kernel-and-shipper',
  times: { whole: 50, ci: 6 },
  run: stage => lives(stage, killBoth)
};

export const killShipper: Fault = {
  name: 'kill-shipper',
  times: { whole: 50, ci: 6 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const lanes = Array.from({ length: Math.min(LANES, stage.times) }, (_, lane) => ({
      seed: stage.random.seedFor(),
      moments: Array.from({ length: stage.times }, () => stage.random.integer(0, LONGEST_LIFE))
        // Each lane has its share of them.
        .filter((_moment, index) => index % LANES === lane)
    }));
    await sideBySide(LANES, lanes, async ({ seed, moments }) => {
      const writer = stage.startWriter(tracker.url, { kind: 'steady', seed });
      for (const after of moments) {
        const [shipper = 0] = await eventually(() => shippersOf(writer));
        await pause(after);
        signal(shipper, 'SIGKILL');
        // Its place is free before the next is looked for.
        await eventually(() => {
          if (writer.shippers().includes(shipper)) {
            throw new Error('The shipper that was killed is still there.');
          }
        });
      }
      await writer.end();
    });
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

export const killTracker: Fault = {
  name: 'kill-tracker',
  times: { whole: 50, ci: 6 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const writers = Array.from({ length: LANES }, () =>
      stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
    );
    for (let time = 0; time < stage.times; time++) {
      const [life, absence] = [stage.random.integer(0, 1500), stage.random.integer(0, 400)];
      await pause(life);
      tracker.kill();
      await pause(absence);
      await tracker.start();
    }
    await Promise.all(writers.map(writer => writer.end()));
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

export const killAll: Fault = {
  name: 'kill-all',
  times: { whole: 50, ci: 5 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const writers = [0, 1].map(() =>
        stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
      );
      // What the last life left is being delivered when this one ends, too.
      const recovery = stage.recover();
      await Promise.all(writers.map(writer => writer.ready()));
      await pause(stage.random.integer(0, LONGEST_LIFE));
      tracker.kill();
      writers.forEach(killBoth);
      stage.killShippers();
      await recovery;
      await tracker.start();
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Who goes on with a long journal that was left behind is killed itself, and the next goes on. */
export const killRecovery: Fault = {
  name: 'kill-recovery',
  times: { whole: 50, ci: 6 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      if (stage.journals().length === 0) {
        const journal = leftJournal({ uri: tracker.url, points: LONG_JOURNAL });
        putJournal(stage, journal, journal.lines.join(''));
        acknowledge(stage, journal.records);
      }
      const recovery = stage.recover();
      await pause(stage.random.integer(0, LONGEST_LIFE));
      stage.killShippers();
      await recovery;
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

function shippersOf(writer: Writer): number[] {
  const shippers = writer.shippers();
  if (shippers.length === 0) {
    throw new Error('The writer has no shipper.');
  }
  return shippers;
}
