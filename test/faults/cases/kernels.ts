import { setTimeout as pause } from 'node:timers/promises';
import { MlflowClient } from '../../../src/tracking/index.js';
import { eventually } from '../../kernel/eventually.js';
import { NODE_TYPES } from '../../scenarios/kernel/node-modules.js';
import type { TslabKernel } from '../../scenarios/kernel/tslab-kernel.js';
import { NotebookFolder, type NotebookKernel } from '../../scenarios/kernel/notebook-kernel.js';
import { acknowledgingCell, neverYieldingCell, STEADY_CELL } from '../parts/cells.js';
import type { Tracker } from '../parts/tracker.js';
import type { Fault } from '../suite/fault.js';
import { sideBySide } from '../suite/side-by-side.js';
import type { Stage } from '../suite/stage.js';

const STARTS_AT_ONCE = 3;
/** How long Jupyter waits for a kernel to end, in milliseconds; its own default is five times that. */
const GRACE_MS = 1000;
/** How old what has not arrived yet may be, in milliseconds, also on a busy machine. */
const LAG_MS = 20_000;

/** A real kernel that is ready to log, and what it logs acknowledged. */
async function startKernel(
  stage: Stage,
  folder: NotebookFolder,
  tracker: Tracker
): Promise<NotebookKernel> {
  const notebook = await folder.start({
    config: { home: stage.home, tracking: { kind: 'uri', uri: tracker.url } }
  });
  const { status, stderr } = await notebook.execute(acknowledgingCell(stage.acknowledgementFile()));
  if (status !== 'ok') {
    throw new Error(`The first cell failed: ${stderr}`);
  }
  return notebook;
}

function makeFolder(stage: Stage): NotebookFolder {
  const folder = new NotebookFolder(NODE_TYPES);
  stage.defer(() => folder.remove());
  return folder;
}

/** A cell that never yields: what it logs arrives while it runs, all but the last seconds. */
export const neverYields: Fault = {
  name: 'never-yields',
  times: { whole: 1, ci: 1 },
  run: async stage => {
    const seconds = stage.isShort ? 30 : 600;
    const tracker = await stage.startTracker();
    const notebook = await startKernel(stage, makeFolder(stage), tracker);
    const client = new MlflowClient({ trackingUri: tracker.url });
    const state = { isOver: false };
    const execution = notebook.execute(neverYieldingCell(seconds)).finally(() => {
      state.isOver = true;
    });
    // One point a millisecond.
    const late = seconds * 1000 - LAG_MS;
    await eventually(
      async () => {
        const step = await lastStep(client);
        if (step < late) {
          throw new Error(`Only ${step} of ${seconds * 1000} points arrived.`);
        }
      },
      seconds * 1000 + 60_000
    );
    if (state.isOver) {
      throw new Error('The points arrived only when the cell was over.');
    }
    const { status, stderr } = await execution;
    if (status !== 'ok') {
      throw new Error(`The cell failed: ${stderr}`);
    }
    await notebook.kernel.shutdown();
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: 1 };
  }
};

/** Twenty kernels at once, of which some are killed and some shut down. */
export const twentyKernels: Fault = {
  name: 'twenty-kernels',
  times: { whole: 20, ci: 4 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const folder = makeFolder(stage);
    const notebooks: NotebookKernel[] = [];
    const numbers = Array.from({ length: stage.times }, (_, number) => number);
    await sideBySide(STARTS_AT_ONCE, numbers, async () => {
      notebooks.push(await startKernel(stage, folder, tracker));
    });
    notebooks.forEach(({ kernel }) => kernel.begin(STEADY_CELL));
    // All of them at work: each has its run at the server.
    const client = new MlflowClient({ trackingUri: tracker.url });
    await eventually(async () => {
      const runs = await countRuns(client);
      if (runs < stage.times) {
        throw new Error(`Only ${runs} of ${stage.times} kernels have a run at the server.`);
      }
    }, 120_000);
    await Promise.all(
      notebooks.map(({ kernel }, index) => (index % 2 === 0 ? kernel.kill() : shutDown(kernel)))
    );
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** As Jupyter does: asks, and kills what doesn't end, as a cell that still runs keeps it from. */
async function shutDown(kernel: TslabKernel): Promise<void> {
  const ended = kernel.shutdown();
  await pause(GRACE_MS);
  await kernel.kill();
  await ended;
}

async function lastStep(client: MlflowClient): Promise<number> {
  for (const { metrics } of await dataOfRuns(client)) {
    for (const { key, step } of metrics) {
      if (key === 'loss') {
        return step;
      }
    }
  }
  return -1;
}

async function countRuns(client: MlflowClient): Promise<number> {
  return (await dataOfRuns(client)).length;
}

async function dataOfRuns(
  client: MlflowClient
): Promise<readonly { metrics: readonly { key: string; step: number }[] }[]> {
  const experiment = await client.experiments.getByName('flowers/iris');
  if (experiment === null) {
    return [];
  }
  const { items } = await client.runs.searchPage({ experimentIds: [experiment.experimentId] });
  return items.map(({ data }) => data);
}
