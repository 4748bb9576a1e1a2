/**
 * fit-blocking: the longest time, in milliseconds, that anything of ours keeps the thread of a cell
 * that trains (50 epochs of a small dense network, model logged), from its first record to its card's
 * last update: the median over fresh kernels, in each of which this is the first training, so the
 * start of the shipper and all code that runs for the first time are in it. `later` is the same
 * for the second training of each kernel.
 *
 * How: V8's sampling profiler looks at the stack of the kernel's thread each 0.1 ms. A sample is ours
 * when, from the outside in, the last change of hands was into prelude.cjs; our wrappers hand over
 * when they call what they wrap. Neighbouring samples of ours add up to a stretch, garbage collection
 * between them included.
 *
 * What it can't see: work of ours that runs later without a frame of ours on the stack (ZeroMQ's
 * sending of the card's messages, the collection of our garbage at another time), and threads other
 * than the cell's (files of models are written by libuv's). A stretch counts what the system gave to
 * other processes while it lasted, and the profiler itself slows the code down.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES } from '../scripts/checkout.mjs';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { ourStretches } from './fixtures/our-stretches.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';
import { checkTraining, EPOCHS, PREPARE, TRAIN } from './fixtures/training.mjs';

export const name = 'fit-blocking';

const INTERVAL = 100;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    fs.symlinkSync(NODE_MODULES, path.join(root, 'node_modules'), 'junction');
    const tracker = await startEmbeddedTracker({ root, home });
    defer(tracker.stop);
    const tracking = new Tracking(tracker.socket);
    defer(() => tracking.close());
    const kernels = repetitions(5);
    const trainings = [];
    for (let index = 0; index < kernels; index++) {
      trainings.push(await profileKernel({ root, home, tracking, kernels: index }));
    }
    const { runs } = await count(root, 'bench');
    runs.forEach(checkTraining);
    if (runs.length !== 2 * kernels) {
      throw new Error(`MLflow has ${runs.length} runs, not ${2 * kernels}.`);
    }
    const firsts = trainings.map(([first]) => first);
    const laters = trainings.map(([, later]) => later);
    const longest = firsts.toSorted((a, b) => b.longest.time - a.longest.time)[0].longest;
    report(
      result({
        name,
        measure: 'median of the longest time that autologging keeps the thread of a training cell',
        value: median(firsts.map(one => one.longest.time)),
        unit: 'ms',
        bound: { of: 'value', most: 10 },
        repetitions: kernels,
        each: firsts.map(one => rounded(one.longest.time)),
        worst: { time: rounded(longest.time), where: longest.where },
        total: rounded(median(firsts.map(one => one.total))),
        later: rounded(median(laters.map(one => one.longest.time))),
        laterTotal: rounded(median(laters.map(one => one.total))),
        laterSlowest: rounded(
          quantile(
            laters.map(one => one.longest.time),
            1
          )
        )
      })
    );
  });
}

/** The stretches of ours in the first two trainings of a fresh kernel. */
async function profileKernel({ root, home, tracking, kernels }) {
  const env = recordingEnvironment({ home, root });
  const kernel = await Kernel.start({ folder: root, env });
  try {
    await kernel.execute(PREPARE);
    await kernel.execute(PROFILER);
    const measured = [];
    for (const training of [1, 2]) {
      const file = path.join(root, 'profile.json');
      await kernel.execute('await post("Profiler.start")');
      await kernel.evaluate(TRAIN);
      await until('the run with its model in MLflow', () =>
        isShipped(tracking, 2 * kernels + training)
      );
      await kernel.execute(
        `fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify((await post("Profiler.stop")).profile))`
      );
      measured.push(summary(JSON.parse(fs.readFileSync(file, 'utf8'))));
    }
    return measured;
  } finally {
    await kernel.stop();
  }
}

const PROFILER = `
import * as fs from 'fs';
import * as inspector from 'inspector';
const session = new inspector.Session();
session.connect();
const post = (method: string, params?: object): Promise<any> =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
await post('Profiler.enable');
await post('Profiler.setSamplingInterval', { interval: ${INTERVAL} });
`;

async function isShipped(tracking, expected) {
  const runs = await tracking.runs('bench');
  return (
    runs.length === expected &&
    runs[0].info.status === 'FINISHED' &&
    runs[0].outputs?.model_outputs?.length === 1
  );
}

function summary(profile) {
  const stretches = ourStretches(profile, PRELUDE);
  // Each epoch has at least one call of ours; fewer stretches mean that they were not found.
  if (stretches.length < EPOCHS / 2) {
    throw new Error(`Only ${stretches.length} stretches of ours were found in the profile.`);
  }
  return {
    longest: stretches.toSorted((a, b) => b.time - a.time)[0],
    total: stretches.reduce((sum, { time }) => sum + time, 0)
  };
}
