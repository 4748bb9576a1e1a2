import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeliveryState } from '../../../src/kernel/delivery/delivery-state.js';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';

const UNREACHABLE: ShipperMessage = {
  type: 'unreachable',
  since: 5000,
  reason: 'No answer.',
  next: 'Start it.',
  waiting: 3
};
const REFUSED: ShipperMessage = {
  type: 'refused',
  run: 'a',
  refused: 2,
  reason: 'Too long.',
  file: '/rejects.jsonl'
};

function make(recordedBytes = 0): {
  state: DeliveryState;
  changes: () => number;
  deliveries: () => number;
} {
  let changes = 0;
  let deliveries = 0;
  const audience = {
    changed: () => {
      changes += 1;
    },
    delivered: () => {
      deliveries += 1;
    }
  };
  const state = new DeliveryState(audience, () => recordedBytes);
  return { state, changes: () => changes, deliveries: () => deliveries };
}

describe('The state of delivery', () => {
  it('is delivering until the shipper says that nothing waits', () => {
    const { state } = make();
    assert.deepEqual(state.current, { state: 'delivering', waiting: 1 });
    state.receive({ type: 'progress', offset: 10, waiting: 5 });
    assert.deepEqual(state.current, { state: 'delivering', waiting: 5 });
    state.receive({ type: 'progress', offset: 90, waiting: 0 });
    assert.deepEqual(state.current, { state: 'delivered' });
  });

  it('is delivering while the journal is longer than the shipper has seen', () => {
    const { state, deliveries } = make(100);
    state.receive({ type: 'progress', offset: 90, waiting: 0 });
    assert.equal(state.current.state, 'delivering');
    assert.equal(deliveries(), 0);
    state.receive({ type: 'progress', offset: 100, waiting: 0 });
    assert.equal(state.current.state, 'delivered');
    assert.equal(deliveries(), 1);
  });

  it('is waiting while the server is away', () => {
    const { state } = make();
    state.receive(UNREACHABLE);
    state.receive({ type: 'progress', offset: 10, waiting: 8 });
    assert.deepEqual(state.current, {
      state: 'waiting',
      waiting: 8,
      since: 5000,
      reason: 'No answer.',
      next: 'Start it.'
    });
    state.receive({ type: 'reachable' });
    assert.deepEqual(state.current, { state: 'delivering', waiting: 8 });
  });

  it('does not say any more what a shipper said that is no more', () => {
    const { state, changes } = make();
    state.receive(UNREACHABLE);
    state.shipperStarted();
    assert.deepEqual(state.current, { state: 'delivering', waiting: 3 });
    assert.equal(changes(), 2);
    state.shipperStarted();
    assert.equal(changes(), 2);
  });

  it('says how much was refused in all, and where it is kept', () => {
    const { state } = make();
    state.receive(REFUSED);
    state.receive({ ...REFUSED, refused: 3 });
    state.receive({ type: 'progress', offset: 10, waiting: 0 });
    assert.deepEqual(state.current, {
      state: 'refused',
      refused: 5,
      reason: 'Too long.',
      next: 'They are kept in /rejects.jsonl.'
    });
  });

  it('says of a card only what of its own runs was refused', () => {
    const { state } = make();
    state.receive(REFUSED);
    state.receive({ ...REFUSED, run: 'b', refused: 1, reason: 'Too deep.' });
    state.receive({ ...REFUSED, refused: 4, reason: 'Too wide.' });
    state.receive({ type: 'progress', offset: 10, waiting: 0 });
    const of = (...runs: string[]): unknown => state.ofRuns(new Set(runs));
    const file = 'kept in /rejects.jsonl.';
    const refused = { state: 'refused', refused: 6, reason: 'Too wide.', next: `They are ${file}` };
    assert.deepEqual(of('a', 'x'), refused);
    assert.deepEqual(of('b'), {
      state: 'refused',
      refused: 1,
      reason: 'Too deep.',
      next: `It is ${file}`
    });
    assert.deepEqual(of('a', 'b'), { ...refused, refused: 7 });
    assert.deepEqual(of('x'), { state: 'delivered' });
    assert.equal(state.refused, 7);
  });

  it('says of a card whose runs are delivered nothing of what other runs wait for', () => {
    const { state, deliveries } = make(1000);
    const of = (...runs: string[]): string => state.ofRuns(new Set(runs)).state;
    state.runBegan('a', 10);
    state.runBegan('b', 200);
    state.receive(UNREACHABLE);
    assert.deepEqual([of('a'), of('b'), of('a', 'b')], ['waiting', 'waiting', 'waiting']);
    assert.equal(state.isDelivered(new Set(['a'])), false);

    state.receive({ type: 'complete', run: 'a', offset: 150 });
    assert.equal(deliveries(), 1);
    assert.deepEqual([of('a'), of('b'), of('a', 'b')], ['delivered', 'waiting', 'waiting']);
    assert.equal(state.isDelivered(new Set(['a'])), true);
    assert.equal(state.isDelivered(new Set(['a', 'b'])), false);
    assert.equal(state.current.state, 'waiting');

    state.receive({ ...REFUSED, run: 'b' });
    state.receive({ type: 'complete', run: 'b', offset: 900 });
    assert.deepEqual([of('a'), of('b')], ['delivered', 'refused']);
    state.setTrouble({ reason: 'Full.', next: 'Free some space.' });
    assert.deepEqual([of('a'), of('b')], ['delivered', 'refused']);
  });

  it('waits for a run that goes on until its next end is delivered', () => {
    const { state, deliveries } = make(1000);
    const runs = new Set(['a']);
    state.runBegan('a', 10);
    state.runBegan('a', 500);
    state.receive({ type: 'complete', run: 'a', offset: 150 });
    assert.equal(state.isDelivered(runs), false);
    assert.equal(deliveries(), 0);
    state.receive({ type: 'complete', run: 'a', offset: 900 });
    assert.equal(state.isDelivered(runs), true);
    assert.equal(deliveries(), 1);
  });

  it('takes no run for delivered while records are held in memory', () => {
    const { state } = make(90);
    state.runBegan('a', 10);
    state.receive({ type: 'progress', offset: 90, waiting: 0 });
    assert.equal(state.isDelivered(new Set(['a'])), true);
    state.setTrouble({ reason: 'Full.', next: 'Free some space.' });
    assert.equal(state.isDelivered(new Set(['a'])), false);
  });

  it('is offline as long as nothing is sent, whatever else there is but trouble', () => {
    const { state } = make();
    state.runBegan('a', 0);
    state.setOffline();
    const { current } = state;
    assert.ok(current.state === 'offline');
    assert.match(current.next, /AUTOLOG_OFFLINE.*jupyter autolog ship/);
    assert.equal(state.ofRuns(new Set(['a'])).state, 'offline');
    state.setTrouble({ reason: 'Full.', next: 'Free some space.' });
    assert.equal(state.current.state, 'not-recorded');
  });

  it('is not recorded before all else, until the journal can be written again', () => {
    const { state } = make();
    state.receive(UNREACHABLE);
    state.setTrouble({ reason: 'Full.', next: 'Free some space.' });
    assert.deepEqual(state.current, {
      state: 'not-recorded',
      reason: 'Full.',
      next: 'Free some space.'
    });
    state.setTrouble(null);
    assert.equal(state.current.state, 'waiting');
  });

  it('knows what the server calls a run', () => {
    const { state } = make();
    assert.equal(state.run('a'), null);
    state.receive({ type: 'run', run: 'a', runId: 'server-a', experimentId: '7' });
    assert.deepEqual(state.run('a'), { runId: 'server-a', experimentId: '7' });
  });

  it('tells each fault of the shipper once', () => {
    const { state } = make();
    state.receive({ type: 'fault', message: 'deleted' });
    state.receive({ type: 'fault', message: 'deleted' });
    assert.deepEqual(state.faults, ['deleted']);
  });

  it('is silent about progress that nobody sees', () => {
    const { state, changes, deliveries } = make();
    state.receive({ type: 'progress', offset: 10, waiting: 5 });
    state.receive({ type: 'progress', offset: 20, waiting: 4 });
    state.receive({ type: 'progress', offset: 30, waiting: 0 });
    state.receive({ type: 'progress', offset: 30, waiting: 2 });
    assert.equal(changes(), 0);
    assert.equal(deliveries(), 1);
    state.receive(UNREACHABLE);
    state.receive({ type: 'progress', offset: 40, waiting: 9 });
    assert.equal(changes(), 2);
  });

  it('has not delivered what could not be recorded', () => {
    const { state, deliveries } = make();
    state.setTrouble({ reason: 'Full.', next: 'Free some space.' });
    state.receive({ type: 'progress', offset: 30, waiting: 0 });
    assert.equal(deliveries(), 0);
  });
});
