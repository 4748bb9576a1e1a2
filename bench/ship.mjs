/**
 * ship: metrics a second from a journal of 50,000 (10 keys, 5,000 steps) into MLflow. Ours counts
 * from the start of the shipper's process until it says that everything is delivered: the start of
 * Node, the run's making, its executed notebook and its end are in it. `afterStart` counts from when
 * the run was made, as the shipper of a kernel that trains has been running for long.
 *
 * Peer: a bare loop of 50 log-batch requests of 1,000 metrics, one after the other, over the same
 * Unix socket to the same server, made of text that was serialised before, into a run that was made
 * before. Nothing that asks the same server for the same can be quicker by more than what two
 * requests at once gain. The two take turns, and which goes first changes.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { Agent, fetch } from 'undici';
import { ROOT } from '../scripts/checkout.mjs';
import { endChild, startChild } from './fixtures/child.mjs';
import { count } from './fixtures/count.mjs';
import { median, repetitions, result, rounded } from './fixtures/figures.mjs';
import { needBuilt, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';

export const name = 'ship';

const KEYS = 10;
const STEPS = 5000;
const METRICS = KEYS * STEPS;
const BATCH = 1000;
const API = 'http://localhost/api/2.0/mlflow';
const JOURNAL_MODULE = path.join(ROOT, 'lib', 'kernel', 'journal', 'journal.js');

export function run({ report }) {
  needBuilt(SHIPPER, JOURNAL_MODULE);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    const tracker = await startEmbeddedTracker({ root, home });
    defer(tracker.stop);
    const agent = new Agent({ connect: { socketPath: tracker.socket } });
    defer(() => agent.destroy());
    const rounds = repetitions(5);
    const seconds = { ours: [], peer: [] };
    await warmUp(agent);
    for (let round = 0; round < rounds; round++) {
      const ours = async () => seconds.ours.push(await shipJournal({ home, root, round }));
      const peer = async () => seconds.peer.push(await bareLoop(agent, `peer-${round}`));
      for (const turn of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
        await turn();
      }
      await checkArrival(root, `ours-${round}`);
      await checkArrival(root, `peer-${round}`);
    }
    const whole = seconds.ours.map(one => one.whole);
    const afterStart = seconds.ours.map(one => one.afterStart);
    const perSecond = times => times.map(time => METRICS / time);
    report(
      result({
        name,
        measure: 'median of the metrics a second from a journal of 50,000 to MLflow',
        value: median(perSecond(whole)),
        unit: '1/s',
        bound: { of: 'ratio', least: 0.9 },
        peer: 'a bare loop of log-batch requests',
        peerValue: median(perSecond(seconds.peer)),
        repetitions: rounds,
        each: perSecond(whole).map(rounded),
        afterStart: rounded(median(perSecond(afterStart))),
        peerEach: perSecond(seconds.peer).map(rounded)
      })
    );
  });
}

function metricsOf(step, time) {
  return Array.from({ length: KEYS }, (_, index) => ({
    key: `metric_${index}`,
    value: Math.sin(step / 100 + index),
    timestamp: time + step,
    step
  }));
}

/** Seconds until the shipper has delivered a journal, from its start and from the run's making. */
async function shipJournal({ home, root, round }) {
  const folder = writeJournal({ home, root, experiment: `ours-${round}` });
  const began = performance.now();
  const child = startChild(process.execPath, [SHIPPER, '--journal', folder], {
    log: path.join(root, 'shipper.log'),
    stdio: ['pipe', 'pipe', 'inherit']
  });
  try {
    const exited = once(child, 'exit');
    const delivered = waitForDelivery(child);
    const { made, done } = await Promise.race([
      delivered,
      exited.then(([code]) => Promise.reject(new Error(`The shipper ended early: ${code}.`)))
    ]);
    child.stdin.end();
    const [code] = await exited;
    if (code !== 0 || fs.existsSync(path.join(folder, 'journal.jsonl'))) {
      throw new Error(`The shipper left the journal behind and ended with ${code}.`);
    }
    return { whole: (done - began) / 1000, afterStart: (done - made) / 1000 };
  } finally {
    await endChild(child);
  }
}

/** When the run was made, and when the shipper said that nothing waits any more. Rejects on what it would tell people. */
async function waitForDelivery(child) {
  let made = null;
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.type === 'run') {
      made = performance.now();
    }
    if (message.type === 'progress' && message.waiting === 0 && made !== null) {
      return { made, done: performance.now() };
    }
    if (['refused', 'fault', 'unreachable'].includes(message.type)) {
      throw new Error(`The shipper met trouble: ${line}`);
    }
  }
  throw new Error('The shipper fell silent before everything was delivered.');
}

/** The journal of a kernel with one run; returns its folder. */
function writeJournal({ home, root, experiment }) {
  // Of the sources as compiled: CommonJS.
  const { Journal } = createRequire(import.meta.url)(JOURNAL_MODULE);
  const journalId = randomUUID();
  const time = Date.now();
  const open = {
    type: 'open',
    version: 1,
    journalId,
    kernelId: randomUUID(),
    pid: process.pid,
    host: os.hostname(),
    time,
    target: { kind: 'embedded', root },
    snapshotFile: null
  };
  const journal = new Journal({ home, journalId, open: () => open, onTrouble: failOn });
  const id = randomUUID();
  const cell = { type: 'cell', cellId: 'train', executionCount: 1, source: 'train()', time };
  journal.append(cell);
  const tags = { 'autolog.clientRunId': id, 'mlflow.user': 'bench' };
  journal.append({
    type: 'run',
    run: id,
    experiment,
    name: experiment,
    time,
    tags,
    executionCount: 1
  });
  for (let step = 0; step < STEPS; step++) {
    for (const { key, value, timestamp } of metricsOf(step, time)) {
      journal.appendMetric(id, key, value, step, timestamp);
    }
  }
  journal.append({ type: 'end', run: id, status: 'FINISHED', time: time + STEPS, reason: null });
  journal.append({ type: 'close', time: time + STEPS });
  journal.close();
  return journal.folder.path;
}

function failOn(trouble) {
  if (trouble !== null) {
    throw new Error(`The journal can't be written: ${trouble.reason}`);
  }
}

/** Seconds of the bare loop. */
async function bareLoop(agent, experiment) {
  const runId = await makeRun(agent, experiment);
  const metrics = Array.from({ length: STEPS }, (_, step) => metricsOf(step, Date.now())).flat();
  const bodies = Array.from({ length: METRICS / BATCH }, (_, index) =>
    JSON.stringify({ run_id: runId, metrics: metrics.slice(index * BATCH, (index + 1) * BATCH) })
  );
  const began = performance.now();
  for (const body of bodies) {
    await post(agent, 'runs/log-batch', body);
  }
  const time = (performance.now() - began) / 1000;
  await post(agent, 'runs/update', JSON.stringify({ run_id: runId, status: 'FINISHED' }));
  return time;
}

async function makeRun(agent, experiment) {
  const made = await post(agent, 'experiments/create', JSON.stringify({ name: experiment }));
  const { run } = await post(
    agent,
    'runs/create',
    JSON.stringify({ experiment_id: made.experiment_id, start_time: Date.now() })
  );
  return run.info.run_id;
}

async function post(dispatcher, route, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${API}/${route}`, { method: 'POST', headers, body, dispatcher });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${route}: ${text}`);
  }
  return JSON.parse(text);
}

/** MLflow lays its store out with the first request. */
async function warmUp(agent) {
  const run_id = await makeRun(agent, 'warm-up');
  const metrics = metricsOf(0, Date.now());
  await post(agent, 'runs/log-batch', JSON.stringify({ run_id, metrics }));
}

async function checkArrival(root, experiment) {
  const { runs } = await count(root, experiment);
  const values = Object.values(runs[0]?.metrics ?? {});
  if (runs.length !== 1 || runs[0].status !== 'FINISHED' || values.length !== KEYS) {
    throw new Error(`MLflow has not got the run of ${experiment}: ${JSON.stringify(runs)}`);
  }
  if (values.some(number => number !== STEPS)) {
    throw new Error(
      `MLflow has not got ${STEPS} values of each metric of ${experiment}: ${values}`
    );
  }
}
