/**
 * journal-append: what one `mlflow.logMetric` costs a cell of a real kernel, in microseconds. When
 * it returns, the record is in the operating system's hands: that is checked by counting the lines
 * of the journal while the kernel runs, and the values that MLflow has in the end.
 *
 * The calls come in blocks with pauses between them, in which the shipper and the run card work.
 * `paced` are calls a millisecond apart, as in a training loop whose own work evicts our code and
 * data from the processor's caches. Each figure includes two readings of the clock (`clock`).
 */
import path from 'node:path';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { python } from './fixtures/python.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker, startLoopbackTracker } from './fixtures/tracker.mjs';

export const name = 'journal-append';

const CALLS_A_BLOCK = 2000;
const WARM_UP = 3000;
const PACED = 500;
const SYNC_CALLS = 200;
const ASYNC_CALLS = 400;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER);
  return scoped(async scope => {
    const blocks = repetitions(10);
    const ours = await measureOurs(scope, blocks);
    const peer = await measurePeer(scope);
    const times = ours.blocks.flat();
    const common = {
      unit: 'us',
      repetitions: times.length,
      blocks,
      clock: rounded(median(ours.clock)),
      longest: rounded(Math.max(...times))
    };
    report(
      result({
        ...common,
        name,
        measure: 'p50 of mlflow.logMetric in a kernel',
        value: quantile(times, 0.5),
        bound: { of: 'value', most: 5 },
        peer: 'Python mlflow.log_metric(synchronous=False)',
        peerValue: quantile(peer.async, 0.5),
        peerRepetitions: peer.async.length,
        synchronousPeerValue: rounded(quantile(peer.sync, 0.5)),
        paced: rounded(quantile(ours.paced, 0.5))
      })
    );
    report(
      result({
        ...common,
        name: `${name}-p99`,
        measure: 'p99 of mlflow.logMetric in a kernel',
        value: quantile(times, 0.99),
        bound: { of: 'value', most: 50 },
        peer: 'Python mlflow.log_metric(synchronous=False)',
        peerValue: quantile(peer.async, 0.99),
        peerRepetitions: peer.async.length,
        synchronousPeerValue: rounded(quantile(peer.sync, 0.99)),
        paced: rounded(quantile(ours.paced, 0.99))
      })
    );
  });
}

async function measureOurs({ defer, folder }, blocks) {
  const root = folder('root');
  const home = folder('home');
  const tracker = await startEmbeddedTracker({ root, home });
  defer(tracker.stop);
  const kernel = await Kernel.start({ folder: root, env: recordingEnvironment({ home, root }) });
  defer(() => kernel.stop());
  const measured = await kernel.evaluate(cell(blocks, home));
  const expected = WARM_UP + blocks * CALLS_A_BLOCK + PACED;
  if (measured.lines !== expected) {
    throw new Error(`${expected} calls returned with ${measured.lines} metrics in the journal.`);
  }
  await kernel.execute('mlflow.endRun()');
  await until(
    `all ${expected} metrics in MLflow`,
    async () => {
      const { runs } = await count(root, 'bench');
      return runs[0]?.status === 'FINISHED' && runs[0].metrics.loss === expected;
    },
    { seconds: 120, every: 500 }
  );
  return measured;
}

/** The cell; it prints the times in microseconds, and how many metrics the journal then has. */
function cell(blocks, home) {
  return `
import * as fs from 'fs';
const now = (): number => Number(process.hrtime.bigint());
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const journals = ${JSON.stringify(path.join(home, 'journals'))};
const measure = async () => {
  let step = 0;
  const timed = (): number => {
    const value = Math.random();
    const began = now();
    mlflow.logMetric('loss', value, step++);
    return (now() - began) / 1000;
  };
  mlflow.startRun({ runName: 'bench' });
  for (let i = 0; i < ${WARM_UP}; i++) timed();
  const blocks: number[][] = [];
  for (let block = 0; block < ${blocks}; block++) {
    await pause(100);
    blocks.push(Array.from({ length: ${CALLS_A_BLOCK} }, timed));
  }
  const paced: number[] = [];
  for (let i = 0; i < ${PACED}; i++) {
    await pause(1);
    paced.push(timed());
  }
  const clock = Array.from({ length: 1000 }, () => -(now() - now()) / 1000);
  return { blocks, paced, clock };
};
const measured = await measure();
const [journal] = fs.readdirSync(journals);
const text = fs.readFileSync(journals + '/' + journal + '/journal.jsonl', 'utf8');
const lines = text.split('\\n').filter(line => line.startsWith('{"type":"metric"')).length;
console.log(JSON.stringify({ ...measured, lines }));
`;
}

async function measurePeer({ defer, folder }) {
  const root = folder('peer');
  const tracker = await startLoopbackTracker({ root });
  defer(tracker.stop);
  const peer = await python('log_metric_peer.py', tracker.url, SYNC_CALLS, ASYNC_CALLS);
  if (peer.held.sync !== SYNC_CALLS || peer.held.async !== ASYNC_CALLS) {
    throw new Error(`Python's metrics did not all arrive: ${JSON.stringify(peer.held)}.`);
  }
  return peer;
}
