/**
 * A kernel whose tracking server is away while it logs a million metrics (10 keys), in one cell that
 * lets the event loop run now and then.
 *
 * journal-append-loaded: what one more `mlflow.logMetric` costs then, in microseconds. The calls
 * come in blocks with pauses between them, as in journal-append, and `before` is the same at the
 * beginning, with nothing waiting. Each figure includes two readings of the clock (`clock`).
 *
 * kernel-memory: MB (1,000,000 bytes) by which the kernel's resident memory is higher after the
 * million than before its first record; a collection of garbage precedes both readings, as what is
 * garbage is nothing that the records add. `highest` is by how much it was higher at its highest
 * between the two, garbage included (looked at after every 10,000 records), and `heap` by how much
 * the live objects and buffers grew.
 *
 * That the million waits is checked: it stands in the journal, and of it nothing is delivered.
 */
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { deliveredOf, journalsOf, metricsIn } from './fixtures/journals.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { KEYS, pendingRecords } from './fixtures/pending.mjs';
import { scoped } from './fixtures/scope.mjs';

export const names = ['journal-append-loaded', 'kernel-memory'];

const CALLS_A_BLOCK = 2000;
const WARM_UP = 3000;

export async function run({ name, report }) {
  needBuilt(PRELUDE, SHIPPER);
  const pending = pendingRecords();
  const blocks = repetitions(10);
  const measured = await scoped(scope => measure(scope, { pending, blocks }));
  if (name === null || name === 'journal-append-loaded') {
    const times = measured.loaded.flat();
    report(
      result({
        name: 'journal-append-loaded',
        measure: `p50 of mlflow.logMetric in a kernel with ${pending.toLocaleString('en')} records pending`,
        value: quantile(times, 0.5),
        unit: 'us',
        bound: { of: 'value', most: 5 },
        repetitions: times.length,
        blocks,
        before: rounded(quantile(measured.before.flat(), 0.5)),
        p99: rounded(quantile(times, 0.99)),
        longest: rounded(Math.max(...times)),
        clock: rounded(median(measured.clock))
      })
    );
  }
  if (name === null || name === 'kernel-memory') {
    report(
      result({
        name: 'kernel-memory',
        measure: `memory that ${pending.toLocaleString('en')} pending records add to a kernel`,
        value: measured.memory.added,
        unit: 'MB',
        bound: { of: 'value', most: 50 },
        repetitions: 1,
        highest: rounded(measured.memory.highest),
        heap: rounded(measured.memory.heap)
      })
    );
  }
}

async function measure({ defer, folder }, { pending, blocks }) {
  const root = folder('root');
  const home = folder('home');
  const kernel = await Kernel.start({ folder: root, env: recordingEnvironment({ home, root }) });
  defer(() => kernel.stop());
  const measured = await kernel.evaluate(cell({ pending, blocks }));
  const [journal] = journalsOf(home);
  const lines = metricsIn(journal);
  const delivered = deliveredOf(journal);
  const expected = WARM_UP + pending + 2 * blocks * CALLS_A_BLOCK;
  if (lines !== expected || delivered > 0) {
    throw new Error(
      `${expected} calls returned; the journal has ${lines} metrics, ${delivered} of its bytes delivered.`
    );
  }
  return measured;
}

/** The cell; it prints times in microseconds and memory in MB. */
function cell({ pending, blocks }) {
  return `
import * as v8 from 'v8';
import * as vm from 'vm';
v8.setFlagsFromString('--expose-gc');
const collect: () => void = vm.runInNewContext('gc');
const now = (): number => Number(process.hrtime.bigint());
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const memory = () => {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: rss / 1e6, heap: (heapUsed + external) / 1e6 };
};
const measure = async () => {
  const keys = Array.from({ length: ${KEYS} }, (_, index) => 'metric_' + index);
  let calls = 0;
  const log = () => {
    mlflow.logMetric(keys[calls % ${KEYS}], Math.random(), Math.trunc(calls / ${KEYS}));
    calls++;
  };
  const timed = (): number => {
    const began = now();
    log();
    return (now() - began) / 1000;
  };
  const timedBlocks = async () => {
    const times: number[][] = [];
    for (let block = 0; block < ${blocks}; block++) {
      await pause(100);
      times.push(Array.from({ length: ${CALLS_A_BLOCK} }, timed));
    }
    return times;
  };
  const empty = memory();
  mlflow.startRun({ runName: 'bench' });
  for (let i = 0; i < ${WARM_UP}; i++) timed();
  const before = await timedBlocks();
  let highest = 0;
  for (let i = 1; i <= ${pending}; i++) {
    log();
    if (i % 10000 === 0) {
      highest = Math.max(highest, process.memoryUsage.rss() / 1e6);
      await pause(1);
    }
  }
  const full = memory();
  const loaded = await timedBlocks();
  const clock = Array.from({ length: 1000 }, () => -(now() - now()) / 1000);
  return {
    before,
    loaded,
    clock,
    memory: {
      added: full.rss - empty.rss,
      highest: highest - empty.rss,
      heap: full.heap - empty.heap
    }
  };
};
console.log(JSON.stringify(await measure()));
`;
}
