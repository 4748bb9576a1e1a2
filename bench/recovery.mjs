/**
 * recovery: seconds from the start of a kernel until a journal of a million metrics (10 keys), which
 * a kernel before it left behind undelivered, is with MLflow and gone from the disk. The new kernel
 * logs a short run of its own as soon as it can: its shipper starts with that, and turns to what was
 * left behind once its own kernel has logged nothing for five seconds, which are in the figure.
 * `waited` is the time until the journal got its new owner.
 *
 * Peer: a bare loop of log-batch requests of as many metrics, as in ship-loaded, on the same server.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { bareLoop, warmUp } from './fixtures/bare-loop.mjs';
import { until } from './fixtures/deadline.mjs';
import { result, rounded } from './fixtures/figures.mjs';
import { shipperOf } from './fixtures/journals.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { JOURNAL_MODULE, pendingRecords, writeJournal } from './fixtures/pending.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { checkArrival } from './fixtures/shipping.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';

export const name = 'recovery';

const LEFT_BEHIND = 'left-behind';
const RUN = `mlflow.withRun(() => mlflow.logMetric('loss', 0.5))`;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER, JOURNAL_MODULE);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    const metrics = pendingRecords();
    const tracker = await startEmbeddedTracker({ root, home });
    defer(tracker.stop);
    const tracking = new Tracking(tracker.socket);
    defer(() => tracking.close());
    await warmUp(tracking);
    const { waited, recovered } = await recover({ defer, root, home, metrics });
    await checkArrival(root, LEFT_BEHIND, metrics);
    const peer = await bareLoop(tracking, 'peer', metrics);
    report(
      result({
        name,
        measure: `time from the start of a kernel until ${metrics.toLocaleString('en')} records left behind are in MLflow`,
        value: recovered,
        unit: 's',
        peer: 'a bare loop of log-batch requests',
        peerValue: peer,
        repetitions: 1,
        waited: rounded(waited)
      })
    );
  });
}

async function recover({ defer, root, home, metrics }) {
  const pid = endedProcess();
  const journal = writeJournal({ home, root, experiment: LEFT_BEHIND, metrics, pid });
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const kernel = await Kernel.start({ folder: root, env: recordingEnvironment({ home, root }) });
  defer(() => kernel.stop());
  await kernel.execute(RUN);
  await until('a new owner of what was left behind', () => shipperOf(journal), { every: 50 });
  const waited = since();
  const limit = { seconds: 300 + metrics / 500, every: 50 };
  await until('delivery of what was left behind', () => !fs.existsSync(journal), limit);
  return { waited, recovered: since() };
}

/** The id of a process that is no more, as a kernel that has died. */
function endedProcess() {
  return spawnSync(process.execPath, ['--eval', '']).pid;
}
