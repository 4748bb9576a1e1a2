import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { acknowledge, leftJournal, putJournal } from '../parts/left-journal.js';
import { ELSEWHERE } from '../parts/places.js';
import type { Fault } from '../suite/fault.js';
import type { Stage } from '../suite/stage.js';

const CLAIMANTS = 20;
const MINUTE_MS = 60_000;

/** Twenty kernels and Jupyters start at once and find the same journals. */
export const claimants: Fault = {
  name: 'twenty-claimants',
  times: { whole: 10, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const journal = leftJournal({ uri: tracker.url, points: 2000 });
      putJournal(stage, journal, journal.lines.join(''));
      acknowledge(stage, journal.records);
      await Promise.all(Array.from({ length: CLAIMANTS }, () => stage.recover()));
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Clocks of the other machine, ahead of ours and behind it, in milliseconds. */
const CLOCKS = [0, 10 * MINUTE_MS, -10 * MINUTE_MS];

/**
 * Two machines share a home. The other one starts Jupyter again and again, its clock right or
 * wrong, while a kernel of this one lives: its journal must stay its own, with its shipper alive
 * and without. When this machine is gone, the other one delivers what it left.
 */
export const twoMachines: Fault = {
  name: 'two-machines',
  times: { whole: 9, ci: 3 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const here = `machine-${time}`;
      const writer = stage.startWriter(
        tracker.url,
        { kind: 'steady', seed: stage.random.seedFor() },
        { host: here, shipper: ELSEWHERE, environment: { AUTOLOG_FAULT_HOST: here } }
      );
      await writer.told('run', /^$/);
      const elsewhere = {
        AUTOLOG_FAULT_HOST: 'another-machine',
        AUTOLOG_FAULT_CLOCK: `0:${CLOCKS[time % CLOCKS.length] ?? 0}`
      };
      await stage.recover(elsewhere, ELSEWHERE);
      stage.killShippers();
      await stage.recover(elsewhere, ELSEWHERE);
      await pause(stage.random.integer(0, 500));
      if (stage.journals().length === 0) {
        throw new Error('The other machine took the journal of a kernel that lives.');
      }
      const isEndedWell = time % 2 === 0;
      await (isEndedWell ? writer.end() : writer.kill());
      stage.killShippers();
      // Nobody has heard of this machine for so long.
      setBack(stage, 6 * MINUTE_MS);
      await stage.recover(elsewhere, ELSEWHERE);
      if (stage.journals().length > 0) {
        throw new Error('The other machine left the journal of a machine that is gone.');
      }
    }
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

function setBack(stage: Stage, milliseconds: number): void {
  const time = (Date.now() - milliseconds) / 1000;
  for (const name of readdirSync(stage.home, { recursive: true, encoding: 'utf8' })) {
    utimesSync(path.join(stage.home, name), time, time);
  }
}
