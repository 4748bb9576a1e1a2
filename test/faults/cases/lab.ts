import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../kernel/eventually.js';
import { acknowledgingCell, STEADY_CELL } from '../parts/cells.js';
import { Lab } from '../parts/lab.js';
import type { Fault } from '../suite/fault.js';
import type { Outcome } from '../suite/outcome.js';
import type { Stage } from '../suite/stage.js';

const NOTEBOOKS = 2;

/** Opens notebooks and lets them log; the ids of their kernels. */
function openNotebooks(stage: Stage, lab: Lab, life: number): Promise<string[]> {
  const numbers = Array.from({ length: NOTEBOOKS }, (_, number) => number);
  return Promise.all(
    numbers.map(async number => {
      const kernel = await lab.open(`notebook-${life}-${number}.ipynb`);
      await log(stage, lab, kernel);
      return kernel;
    })
  );
}

async function log(stage: Stage, lab: Lab, kernel: string): Promise<void> {
  const file = stage.acknowledgementFile();
  await lab.execute(kernel, acknowledgingCell(file));
  await lab.begin(kernel, STEADY_CELL);
  await eventually(() => {
    if (statSync(file).size === 0) {
      throw new Error('The cell logs nothing.');
    }
  }, 60_000);
}

/** Counts in the store of the Labs' own tracking server. */
async function outcomeOf(stage: Stage): Promise<Outcome> {
  const store = path.join(stage.folder, 'root');
  return { ...(await stage.count({ store, url: null })), times: stage.times };
}

/**
 * Lab is killed with its tracking server, its kernels at once or only when the next Lab is there.
 * Nothing but that next Lab delivers what was left.
 */
export const killLab: Fault = {
  name: 'kill-lab',
  times: { whole: 50, ci: 2 },
  run: async stage => {
    for (let time = 0; time < stage.times; time++) {
      const lab = await startLab(stage);
      lab.killKernels();
      await openNotebooks(stage, lab, time);
      await pause(stage.random.integer(0, 2500));
      await lab.kill();
      if (stage.random.next() < 0.5) {
        lab.killKernels();
      }
    }
    const last = await startLab(stage);
    last.killKernels();
    await stage.delivered();
    await last.stop();
    return outcomeOf(stage);
  }
};

/** Lab's buttons: restart the kernel while it logs, shut it down while it logs. */
export const labButtons: Fault = {
  name: 'lab-buttons',
  times: { whole: 10, ci: 1 },
  run: async stage => {
    const lab = await startLab(stage);
    for (let time = 0; time < stage.times; time++) {
      const kernels = await openNotebooks(stage, lab, time);
      await pause(stage.random.integer(0, 1500));
      await Promise.all(kernels.map(kernel => lab.restart(kernel)));
      await Promise.all(kernels.map(kernel => log(stage, lab, kernel)));
      await pause(stage.random.integer(0, 1500));
      await Promise.all(kernels.map(kernel => lab.shutDown(kernel)));
    }
    await stage.delivered();
    await lab.stop();
    return outcomeOf(stage);
  }
};

async function startLab(stage: Stage): Promise<Lab> {
  const lab = await Lab.start(stage.folder, stage.home);
  stage.defer(async () => {
    lab.killKernels();
    await lab.kill();
  });
  return lab;
}
