/**
 * fit-overhead: the wall time of a cell that trains a small dense network for 50 epochs, its model
 * logged, from the request to the kernel's idle message, with autologging and without, in turn; each
 * kernel has trained before. `fit` is the time of `model.fit` alone, as the cell sees it, and
 * `processor` the processor time of the kernel's process in it, which says more than the clock where
 * the machine is busy: on two cores the shipper and the tracking server work beside the training.
 *
 * `context` is the same cell in a kernel without autologging in which Node follows the asynchronous
 * flow (AsyncLocalStorage), which is how runs of overlapping cells are told apart: a cost for each
 * promise, and tfjs makes thousands. Node 24 does it in another way. `overContext` is our time by it.
 *
 * fit-shipped: from the same request until MLflow has the finished run with its model. Nothing
 * waits for that, so its peer is the cell's own time without autologging.
 *
 * `first` are the fits right after the kernel's start (ours includes the start of the shipper),
 * one pair of them, so with all the noise of a single measurement.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES } from '../scripts/checkout.mjs';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, plainEnvironment, recordingEnvironment } from './fixtures/kernel.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';
import { checkTraining, PREPARE, TRAIN } from './fixtures/training.mjs';

const FOLLOW_FLOW = `
import { AsyncLocalStorage } from 'async_hooks';
new AsyncLocalStorage().enterWith({});
`;

export const name = 'fit-overhead';

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
    const kernels = [];
    for (const env of [
      recordingEnvironment({ home, root }),
      plainEnvironment(),
      plainEnvironment()
    ]) {
      const kernel = await Kernel.start({ folder: root, env });
      defer(() => kernel.stop());
      await kernel.execute(PREPARE);
      kernels.push(kernel);
    }
    const [recording, plain, following] = kernels;
    await following.execute(FOLLOW_FLOW);

    const pairs = repetitions(24);
    const ours = [];
    const peers = [];
    const contexts = [];
    for (let pair = 0; pair <= pairs; pair++) {
      const turns = [
        async () => ours.push(await trainAndShip(recording, tracking, pair + 1)),
        async () => peers.push(await train(plain)),
        async () => contexts.push(await train(following))
      ];
      for (const turn of pair % 2 === 0 ? turns : turns.reverse()) {
        await turn();
      }
    }
    await checkArrival(root, pairs + 1);
    const [ourFirst, peerFirst] = [ours.shift(), peers.shift()];
    contexts.shift();
    const middle = (measured, what) => median(measured.map(one => one[what]));
    const common = { unit: 'ms', peer: 'the same cell without autologging', repetitions: pairs };
    report(
      result({
        ...common,
        name,
        measure: 'median time of a cell that trains 50 epochs, model logged',
        value: middle(ours, 'cell'),
        peerValue: middle(peers, 'cell'),
        bound: { of: 'ratio', most: 1.02 },
        medianOfRatios: rounded(median(ours.map(({ cell }, pair) => cell / peers[pair].cell))),
        context: rounded(middle(contexts, 'cell')),
        overContext: rounded(middle(ours, 'cell') / middle(contexts, 'cell')),
        fit: rounded(middle(ours, 'fit')),
        peerFit: rounded(middle(peers, 'fit')),
        processor: rounded(middle(ours, 'processor')),
        peerProcessor: rounded(middle(peers, 'processor')),
        first: rounded(ourFirst.cell),
        peerFirst: rounded(peerFirst.cell)
      })
    );
    report(
      result({
        ...common,
        name: 'fit-shipped',
        measure: 'median time from the start of that cell until MLflow has the run and its model',
        value: middle(ours, 'shipped'),
        peerValue: middle(peers, 'cell'),
        afterCell: rounded(median(ours.map(({ cell, shipped }) => shipped - cell)))
      })
    );
  });
}

async function train(kernel) {
  const began = performance.now();
  const fit = await kernel.evaluate(TRAIN);
  return { ...fit, cell: performance.now() - began };
}

/** `runs` is how many runs there are then. */
async function trainAndShip(kernel, tracking, runs) {
  const began = performance.now();
  const trained = await train(kernel);
  await until(`run ${runs} with its model in MLflow`, async () => {
    const found = await tracking.runs('bench');
    const [newest] = found;
    return (
      found.length === runs &&
      newest.info.status === 'FINISHED' &&
      newest.outputs?.model_outputs?.length === 1
    );
  });
  return { ...trained, shipped: performance.now() - began };
}

async function checkArrival(root, expected) {
  const { runs, models } = await count(root, 'bench');
  runs.forEach(checkTraining);
  if (runs.length !== expected || models !== expected) {
    throw new Error(
      `MLflow has ${runs.length} runs and ${models} models, not ${expected} of each.`
    );
  }
}
