import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MlflowClient } from '../../../src/tracking/index.js';
import { eventually } from '../../kernel/eventually.js';
import { startGate } from '../../kernel/shipper/tracking-gate.js';
import type { Fault } from '../suite/fault.js';

const EXPERIMENT = 'faults';
const DAY_MS = 24 * 60 * 60_000;

/** Somebody deletes a run in MLflow while it goes on: what follows is refused, with the reason. */
export const deletedRun: Fault = {
  name: 'deleted-run',
  times: { whole: 10, ci: 2 },
  mayRefuse: true,
  run: async stage => {
    const tracker = await stage.startTracker();
    const client = new MlflowClient({ trackingUri: tracker.url });
    const writer = stage.startWriter(tracker.url, {
      kind: 'steady',
      seed: stage.random.seedFor()
    });
    for (let time = 0; time < stage.times; time++) {
      const runId = await eventually(() => runningRun(client));
      await client.runs.delete(runId);
      await pause(stage.random.integer(0, 500));
    }
    await writer.told('refused', /The run was deleted in MLflow/);
    await writer.end();
    await stage.delivered();
    const outcome = await stage.count(tracker);
    if (outcome.refused === 0) {
      throw new Error('Nothing was refused, so no run was deleted while it went on.');
    }
    return { ...outcome, times: stage.times };
  }
};

/** Somebody deletes the experiment, and restores it when told. */
export const deletedExperiment: Fault = {
  name: 'deleted-experiment',
  times: { whole: 5, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const client = new MlflowClient({ trackingUri: tracker.url });
    const writer = stage.startWriter(tracker.url, {
      kind: 'steady',
      seed: stage.random.seedFor()
    });
    const experimentId = await eventually(() => idOfExperiment(client));
    for (let time = 0; time < stage.times; time++) {
      await pause(stage.random.integer(0, 1500));
      const before = writer.events.length;
      await client.experiments.delete(experimentId);
      await writer.told('unreachable', /is deleted.*Restore/s, before);
      const deleted = writer.events.length;
      await client.experiments.restore(experimentId);
      // Deleted once more before that is noticed, it would be one deletion to the shipper.
      await writer.told('reachable', /^/, deleted);
    }
    await writer.end();
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Somebody renames the experiment, again and again. */
export const renamedExperiment: Fault = {
  name: 'renamed-experiment',
  times: { whole: 20, ci: 4 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const client = new MlflowClient({ trackingUri: tracker.url });
    const writers = [0, 1].map(() =>
      stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
    );
    const experimentId = await eventually(() => idOfExperiment(client));
    for (let time = 0; time < stage.times; time++) {
      await pause(stage.random.integer(0, 500));
      await client.experiments.rename(experimentId, `renamed ${time}`);
    }
    await Promise.all(writers.map(writer => writer.end()));
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Another program keeps the database to itself. */
export const databaseLock: Fault = {
  name: 'database-lock',
  times: { whole: 3, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const writers = [0, 1].map(() =>
      stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
    );
    for (let time = 0; time < stage.times; time++) {
      await pause(stage.random.integer(500, 2000));
      await stage.host.lock(tracker.store, 7);
    }
    await Promise.all(writers.map(writer => writer.end()));
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/**
 * The server is away for a day. The day is simulated: kernels and shippers are dead, as after
 * a night, and all files are a day old when the server is back.
 */
export const absentForADay: Fault = {
  name: 'absent-for-a-day',
  times: { whole: 5, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const gate = await startGate(tracker.url);
    stage.defer(() => gate.shut());
    await gate.shut();
    for (let time = 0; time < stage.times; time++) {
      const writer = stage.startWriter(gate.url, {
        kind: 'steady',
        seed: stage.random.seedFor()
      });
      await writer.told('unreachable', /can't be reached/);
      await (time % 2 === 0 ? writer.end() : writer.kill());
    }
    stage.killShippers();
    setBack(stage.home, DAY_MS);
    if ((await stage.recover()) !== 3) {
      throw new Error('A recovery without a server must say that something waits.');
    }
    await gate.open();
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

function setBack(folder: string, milliseconds: number): void {
  const time = (Date.now() - milliseconds) / 1000;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    utimesSync(path.join(folder, name), time, time);
  }
}

async function runningRun(client: MlflowClient): Promise<string> {
  const experimentIds = [await idOfExperiment(client)];
  const filter = "attributes.status = 'RUNNING'";
  const { items } = await client.runs.searchPage({ experimentIds, filter });
  return items[0]?.info.runId ?? missing('a run that goes on');
}

async function idOfExperiment(client: MlflowClient): Promise<string> {
  const experiment = await client.experiments.getByName(EXPERIMENT);
  return experiment?.experimentId ?? missing('the experiment');
}

function missing(what: string): never {
  throw new Error(`The server does not have ${what} yet.`);
}
