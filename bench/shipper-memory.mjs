/**
 * shipper-memory: the highest resident memory (VmHWM, MB of 1,000,000 bytes) that the shipper's
 * process ever had while a kernel logged an artifact of 500 MB and, in one synchronous loop, a
 * million metrics (10 keys), until all was delivered and the shipper ended by itself: Node alone takes
 * 45 to 50 of it. The artifact and the metrics are under way at the same time. `afterStart` is what
 * it had reached when it had taken the journal over, before any of that.
 *
 * The artifact is a file with holes, as what is in it makes no difference to who reads it. With fewer
 * records (AUTOLOG_BENCH_REPETITIONS) it is smaller in proportion.
 */
import fs from 'node:fs';
import path from 'node:path';
import { until } from './fixtures/deadline.mjs';
import { result, rounded } from './fixtures/figures.mjs';
import { journalsOf, shipperOf } from './fixtures/journals.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { KEYS, pendingRecords } from './fixtures/pending.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { highestMemoryOf } from './fixtures/processes.mjs';
import { scoped } from './fixtures/scope.mjs';
import { checkArrival } from './fixtures/shipping.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';

export const name = 'shipper-memory';

const BYTES_A_RECORD = 500;
const ARTIFACT = 'artifact.bin';

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    const metrics = pendingRecords();
    const size = metrics * BYTES_A_RECORD;
    const tracker = await startEmbeddedTracker({ root, home });
    defer(tracker.stop);
    fs.writeFileSync(path.join(root, ARTIFACT), '');
    fs.truncateSync(path.join(root, ARTIFACT), size);
    const kernel = await Kernel.start({ folder: root, env: recordingEnvironment({ home, root }) });
    defer(() => kernel.stop());
    await kernel.execute(`mlflow.startRun(); mlflow.logParam('metrics', ${metrics})`);
    const pid = await until('a shipper', () => shipperOf(journalsOf(home)[0]));
    const afterStart = highestMemoryOf(pid);
    await kernel.execute(cell(metrics));
    await kernel.shutdown();
    const highest = await highestUntilTheEnd(pid, metrics);
    if (journalsOf(home).length > 0) {
      throw new Error('The shipper ended and left the journal behind.');
    }
    await checkArrival(root, 'bench', metrics);
    checkArtifact(root, size);
    report(
      result({
        name,
        measure: `highest memory of the shipper with ${metrics.toLocaleString('en')} metrics and an artifact of ${size / 1e6} MB`,
        value: highest,
        unit: 'MB',
        bound: { of: 'value', most: 80 },
        repetitions: 1,
        afterStart: rounded(afterStart)
      })
    );
  });
}

/** The peak never falls, so what was seen last is what counts. */
async function highestUntilTheEnd(pid, metrics) {
  let highest = 0;
  const look = () => {
    const seen = highestMemoryOf(pid);
    highest = seen ?? highest;
    return seen === null;
  };
  await until('the end of the shipper', look, { seconds: 300 + metrics / 500, every: 5 });
  return highest;
}

function checkArtifact(root, size) {
  const folder = path.join(root, 'mlartifacts');
  const found = fs
    .readdirSync(folder, { recursive: true })
    .filter(file => path.basename(file) === ARTIFACT)
    .map(file => fs.statSync(path.join(folder, file)).size);
  if (found.length !== 1 || found[0] !== size) {
    throw new Error(`MLflow should have an artifact of ${size} bytes, and has ${found}.`);
  }
}

function cell(metrics) {
  return `
mlflow.logArtifact(${JSON.stringify(ARTIFACT)});
for (let call = 0; call < ${metrics}; call++) {
  mlflow.logMetric('metric_' + (call % ${KEYS}), Math.random(), Math.trunc(call / ${KEYS}));
}
mlflow.endRun();
`;
}
