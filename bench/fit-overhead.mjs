/**
 * fit-overhead: the wall time of a cell that trains a small dense network for 50 epochs, its model
 * logged, from the request to the kernel's idle message, with autologging and without, in turn; each
 * kernel has trained before. Two kernels of the same kind differ by more than what is measured, for
 * all their life, so the kernels are new ones after some pairs; `ratioError` is the standard error
 * of the ratio, as the ratios of the single kernels tell it. `fit` is the time of `model.fit` alone,
 * as the cell sees it, and `processor` the processor time of the kernel's process in it, which says
 * more than the clock where the machine is busy: on two cores the shipper and the tracking server
 * work beside the training.
 *
 * `switchedOff` is the same cell in the recording kernel itself, after
 * `mlflow.autolog({ disable: true })`: what is left there is the price of being able to record.
 *
 * fit-shipped: from the same request until MLflow has the finished run with its model. Nothing
 * waits for that, so its peer is the cell's own time without autologging.
 *
 * `first` are the fits right after the kernel's start; ours includes the start of the shipper.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES } from '../scripts/checkout.mjs';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, repetitions, result, rounded, standardError } from './fixtures/figures.mjs';
import { Kernel, plainEnvironment, recordingEnvironment } from './fixtures/kernel.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';
import { checkTraining, PREPARE, TRAIN } from './fixtures/training.mjs';

export const name = 'fit-overhead';

/** How often kernels train in turn before they are replaced. */
const PAIRS = 4;

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
    const rounds = repetitions(12);
    const measured = { ours: [], peers: [], switchedOff: [], ratios: [], firsts: [] };
    let runs = 0;
    const ship = kernel => trainAndShip(kernel, tracking, ++runs);
    for (let round = 0; round < rounds; round++) {
      await trainInTurn({ root, home, ship, measured });
    }
    await checkArrival(root, runs);
    const { ours, peers, switchedOff, ratios, firsts } = measured;
    const middle = (trainings, what) => median(trainings.map(one => one[what]));
    const common = {
      unit: 'ms',
      peer: 'the same cell without autologging',
      repetitions: ours.length,
      kernels: rounds
    };
    report(
      result({
        ...common,
        name,
        measure: 'median time of a cell that trains 50 epochs, model logged',
        value: middle(ours, 'cell'),
        peerValue: middle(peers, 'cell'),
        bound: { of: 'ratio', most: 1.02 },
        ratioError: rounded(standardError(ratios)),
        switchedOff: rounded(middle(switchedOff, 'cell')),
        overSwitchedOff: rounded(
          median(ours.map(({ cell }, pair) => cell / switchedOff[pair].cell))
        ),
        fit: rounded(middle(ours, 'fit')),
        peerFit: rounded(middle(peers, 'fit')),
        processor: rounded(middle(ours, 'processor')),
        peerProcessor: rounded(middle(peers, 'processor')),
        first: rounded(median(firsts.map(first => first.ours.cell))),
        peerFirst: rounded(median(firsts.map(first => first.peer.cell)))
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

/** Trains in two new kernels by turns, and adds what it took to `measured`. */
function trainInTurn({ root, home, ship, measured }) {
  return scoped(async ({ defer }) => {
    const start = async env => {
      const kernel = await Kernel.start({ folder: root, env });
      defer(() => kernel.stop());
      await kernel.execute(PREPARE);
      return kernel;
    };
    const recording = await start(recordingEnvironment({ home, root }));
    const plain = await start(plainEnvironment());
    measured.firsts.push({ ours: await ship(recording), peer: await train(plain) });
    const ours = [];
    const peers = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const turns = [
        async () => ours.push(await ship(recording)),
        async () => peers.push(await train(plain)),
        async () => measured.switchedOff.push(await trainSwitchedOff(recording)),
        // As often as the other kernel: what a kernel has trained before makes it faster or slower.
        async () => peers.push(await train(plain))
      ];
      for (let turn = 0; turn < turns.length; turn++) {
        await turns[(pair + turn) % turns.length]();
      }
    }
    measured.ours.push(...ours);
    measured.peers.push(...peers);
    const middle = trainings => median(trainings.map(({ cell }) => cell));
    measured.ratios.push(middle(ours) / middle(peers));
  });
}

async function trainSwitchedOff(kernel) {
  await kernel.execute('mlflow.autolog({ disable: true })');
  const trained = await train(kernel);
  await kernel.execute('mlflow.autolog({ disable: false })');
  return trained;
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
