import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { TrackingTarget } from '../../../src/kernel/config/kernel-config.js';
import { Destinations } from '../../../src/kernel/delivery/destinations.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import type { Delivery } from '../../../src/protocol/index.js';
import { ScriptFolder } from '../child-script.js';
import { eventually } from '../eventually.js';
import { makeHome, removeHome } from '../shipper/kernel-stand-in.js';
import { recordSmallRun } from '../shipper/recorded-run.js';

/** A shipper that finds the server `away` away, and has delivered to any other what it sees. */
const SHIPPER = `
const records = require('node:fs')
  .readFileSync(process.argv[3] + '/journal.jsonl', 'utf8').trim().split('\\n').map(JSON.parse);
const say = message => process.stdout.write(JSON.stringify(message) + '\\n');
if (records[0].target.uri.includes('away')) {
  say({ type: 'unreachable', since: 0, reason: 'No answer.', next: 'Wait.', waiting: 2 });
} else {
  say({ type: 'complete', run: records.find(({ type }) => type === 'run').run, offset: 1e9 });
}
process.stdin.resume();`;

const AWAY: TrackingTarget = { kind: 'uri', uri: 'http://away:5000' };
const THERE: TrackingTarget = { kind: 'uri', uri: 'http://there:5000' };

describe('Tracking servers that a program logs to in turn', () => {
  const home = makeHome();
  const folder = new ScriptFolder({ 'shipper.cjs': SHIPPER });
  after(() => {
    removeHome(home);
    folder.remove();
  });

  it('concern each only the cards with runs of their own', async () => {
    const faults = new Faults({});
    let deliveries = 0;
    const destinations = new Destinations(
      {
        config: {
          version: 1,
          kernelId: 'kernel-1',
          tracking: AWAY,
          notebookPath: 'iris.ipynb',
          root: '/notebooks',
          home,
          snapshotFile: null,
          headless: false
        },
        folder: folder.path,
        faults,
        audience: {
          changed: () => undefined,
          delivered: () => {
            deliveries += 1;
          }
        }
      },
      { target: AWAY, credentials: {} }
    );
    const away = new Set([recordSmallRun(destinations.current.journal, 'iris')]);
    destinations.set({ target: THERE, credentials: {} });
    const there = new Set([recordSmallRun(destinations.current.journal, 'iris')]);

    const stateOf = (runs: ReadonlySet<string>): Delivery['state'] =>
      destinations.ofRuns(runs).state;
    await eventually(() => {
      assert.deepEqual([stateOf(away), stateOf(there)], ['waiting', 'delivered']);
    });
    assert.equal(destinations.isDelivered(away), false);
    assert.equal(destinations.isDelivered(there), true);
    const both = new Set([...away, ...there]);
    assert.equal(stateOf(both), 'waiting');
    assert.equal(destinations.isDelivered(both), false);
    assert.equal(deliveries, 1);
    assert.deepEqual(faults.messages, []);
  });
});
