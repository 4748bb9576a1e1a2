/**
 * ship: metrics a second from a journal of 50,000 (10 keys, 5,000 steps) into MLflow. Ours counts
 * from the start of the shipper's process until it says that everything is delivered: the start of
 * Node, the run's making, its executed notebook and its end are in it. `afterStart` counts from when
 * the run was made, as the shipper of a kernel that trains has been running for long.
 *
 * ship-loaded: the same with a million metrics that wait, as after a day without the tracker. Each
 * round has a new store, and which of the two comes first in it changes, as MLflow gets slower the
 * more it holds.
 *
 * Peer: a bare loop of log-batch requests of 1,000 metrics, one after the other, over the same
 * Unix socket to the same server, made of text that was serialised before, into a run that was made
 * before. Nothing that asks the same server for the same can be quicker by more than what two
 * requests at once gain. The two take turns, and which goes first changes.
 */
import path from 'node:path';
import { bareLoop, warmUp } from './fixtures/bare-loop.mjs';
import { median, repetitions, result, rounded } from './fixtures/figures.mjs';
import { JOURNAL_MODULE, pendingRecords, writeJournal } from './fixtures/pending.mjs';
import { needBuilt, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';
import { checkArrival, shipJournal } from './fixtures/shipping.mjs';
import { startEmbeddedTracker } from './fixtures/tracker.mjs';
import { Tracking } from './fixtures/tracking.mjs';

export const names = ['ship', 'ship-loaded'];

const FEW = 50_000;
/** A million take minutes; an even number, so that both go first equally often. */
const LOADED_ROUNDS = 2;

export async function run({ name, report }) {
  needBuilt(SHIPPER, JOURNAL_MODULE);
  if (name === null || name === 'ship') {
    report(await scoped(scope => measureFew(scope, repetitions(5))));
  }
  if (name === null || name === 'ship-loaded') {
    report(await measureLoaded(pendingRecords()));
  }
}

async function measureFew(scope, rounds) {
  const place = await startServer(scope);
  const seconds = [];
  for (let round = 0; round < rounds; round++) {
    seconds.push(await takeTurns(place, round, FEW));
  }
  return resultOf('ship', seconds, FEW);
}

async function measureLoaded(metrics) {
  const seconds = [];
  for (let round = 0; round < LOADED_ROUNDS; round++) {
    seconds.push(await scoped(async scope => takeTurns(await startServer(scope), round, metrics)));
  }
  return resultOf('ship-loaded', seconds, metrics);
}

async function startServer({ defer, folder }) {
  const root = folder('root');
  const home = folder('home');
  const tracker = await startEmbeddedTracker({ root, home });
  defer(tracker.stop);
  const tracking = new Tracking(tracker.socket);
  defer(() => tracking.close());
  await warmUp(tracking);
  return { root, home, tracking };
}

/** The seconds of each, ours first in every other round. */
async function takeTurns({ root, home, tracking }, round, metrics) {
  const seconds = {};
  const ours = async () => {
    const experiment = `ours-${round}`;
    const journal = writeJournal({ home, root, experiment, metrics });
    seconds.ours = await shipJournal(journal, path.join(root, 'shipper.log'));
  };
  const peer = async () => {
    seconds.peer = await bareLoop(tracking, `peer-${round}`, metrics);
  };
  for (const turn of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
    await turn();
  }
  await checkArrival(root, `ours-${round}`, metrics);
  await checkArrival(root, `peer-${round}`, metrics);
  return seconds;
}

function resultOf(name, seconds, metrics) {
  const perSecond = times => times.map(time => metrics / time);
  const whole = perSecond(seconds.map(({ ours }) => ours.whole));
  const afterStart = perSecond(seconds.map(({ ours }) => ours.afterStart));
  const peer = perSecond(seconds.map(one => one.peer));
  return result({
    name,
    measure: `median of the metrics a second from a journal of ${metrics.toLocaleString('en')} to MLflow`,
    value: median(whole),
    unit: '1/s',
    bound: { of: 'ratio', least: 0.9 },
    peer: 'a bare loop of log-batch requests',
    peerValue: median(peer),
    repetitions: seconds.length,
    each: whole.map(rounded),
    afterStart: rounded(median(afterStart)),
    peerEach: peer.map(rounded)
  });
}
