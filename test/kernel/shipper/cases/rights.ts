import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Journal } from '../../../../src/kernel/journal/journal.js';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { GatedServer } from '../gated-server.js';
import { eventually } from '../../eventually.js';
import { ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { readRuns } from '../read-runs.js';
import { recordEnd, recordRun, recordSmallRun } from '../recorded-run.js';
import { DENIED, PASS } from '../tracking-gate.js';

/** What `jupyter autolog status` reads. */
function progressOf(journal: Journal): string {
  return readFileSync(journal.folder.progress, 'utf8');
}

/** `get` gives the server, once it runs. */
export function rightsCases(get: () => MlflowServer): void {
  describe('a log-in that lacks a right', () => {
    const server = new GatedServer(get);
    const { home } = server;

    it('to one experiment keeps its runs waiting, until it is given, and no others', async () => {
      server.gate.rule = path => (path.includes('rights%2Fdenied') ? DENIED : PASS);
      const journal = startJournal({ home, target: server.target });
      const denied = recordSmallRun(journal, 'rights/denied');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason, next } = await shipper.message('unreachable');
      assert.match(reason, /forbids this: "Permission denied"/);
      assert.match(next, /administrator .*kept/);
      await eventually(() => {
        assert.match(progressOf(journal), /"trouble":"[^"]*forbids this/);
      });

      const allowed = recordSmallRun(journal, 'rights/allowed');
      await shipper.message('complete', ({ run }) => run === allowed);
      assert.deepEqual(await server.statusOf('rights/allowed'), { [allowed]: 'FINISHED' });
      assert.deepEqual(await server.statusOf('rights/denied'), {});

      server.gate.rule = () => PASS;
      await shipper.message('complete', ({ run }) => run === denied);
      await shipper.delivered(journal);
      await eventually(() => {
        assert.match(progressOf(journal), /"trouble":null/);
      });
      assert.equal(await shipper.kernelEnds(), 0);
      assert.deepEqual(await server.statusOf('rights/denied'), { [denied]: 'FINISHED' });
    });

    it('to a registered model is told, and the run and its model are there', async () => {
      server.gate.rule = path => (path.endsWith('/model-versions/create') ? DENIED : PASS);
      const journal = startJournal({ home, target: server.target });
      const recorded = await recordRun(journal, 'rights/registry', 4, {
        registeredModelName: 'of-another-team'
      });
      recordEnd(journal, recorded);
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason } = await shipper.message('refused');
      assert.match(reason, /was logged, but .* forbids to register it as "of-another-team"/);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);

      const [run] = (await readRuns(server.url, 'rights/registry')).runs;
      assert.equal(run?.status, 'FINISHED');
      const { client } = server;
      const model = await client.loggedModels.get(run.modelIds[0] ?? '');
      assert.equal(model.status, 'LOGGED_MODEL_READY');
      const rejects = readFileSync(journal.folder.rejects, 'utf8').trimEnd().split('\n');
      assert.equal(rejects.length, 1);
    });
  });
}
