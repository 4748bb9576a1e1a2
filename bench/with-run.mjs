/**
 * with-run: what an empty `mlflow.withRun(() => {})` costs a cell of a real kernel until it returns,
 * in microseconds: the run is then begun, made the active one, ended as FINISHED, and both ends of it
 * are in the journal. `first` is the first of the kernel, which starts the journal and the delivery
 * and asks git where the notebook stands.
 *
 * The calls come in blocks with pauses between them, in which the shipper and the run card work.
 * MLflow has as many finished runs in the end.
 */
import { warmUp } from './fixtures/bare-loop.mjs';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';

export const name = 'with-run';

const CALLS_A_BLOCK = 50;
const WARM_UP = 50;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    const tracker = await startEmbeddedTracker({ root, home });
    defer(tracker.stop);
    const tracking = new Tracking(tracker.socket);
    defer(() => tracking.close());
    await warmUp(tracking);
    const kernel = await Kernel.start({ folder: root, env: recordingEnvironment({ home, root }) });
    defer(() => kernel.stop());
    const blocks = repetitions(10);
    const { first, all, clock } = await kernel.evaluate(cell(blocks));
    const times = all.flat();
    await checkRuns(root, 1 + WARM_UP + times.length);
    report(
      result({
        name,
        measure: 'p50 of an empty mlflow.withRun in a kernel, until it returns',
        value: quantile(times, 0.5),
        unit: 'us',
        bound: { of: 'value', most: 100 },
        repetitions: times.length,
        blocks,
        first: rounded(first),
        p99: rounded(quantile(times, 0.99)),
        longest: rounded(Math.max(...times)),
        clock: rounded(median(clock))
      })
    );
  });
}

async function checkRuns(root, expected) {
  await until(
    `${expected} finished runs in MLflow`,
    async () => {
      const { runs } = await count(root, 'bench');
      return runs.filter(({ status }) => status === 'FINISHED').length === expected;
    },
    { seconds: 60 + expected, every: 1000 }
  );
}

/** The cell; it prints the times in microseconds. */
function cell(blocks) {
  return `
const now = (): number => Number(process.hrtime.bigint());
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const timed = (): number => {
  const began = now();
  mlflow.withRun(() => {});
  return (now() - began) / 1000;
};
const measure = async () => {
  const first = timed();
  for (let i = 0; i < ${WARM_UP}; i++) timed();
  const all: number[][] = [];
  for (let block = 0; block < ${blocks}; block++) {
    await pause(100);
    all.push(Array.from({ length: ${CALLS_A_BLOCK} }, timed));
  }
  const clock = Array.from({ length: 1000 }, () => -(now() - now()) / 1000);
  return { first, all, clock };
};
console.log(JSON.stringify(await measure()));
`;
}
