import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Journal } from '../../../../src/kernel/journal/journal.js';
import { MlflowClient } from '../../../../src/tracking/index.js';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { makeHome, removeHome, ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { readRuns, statusByClientId } from '../read-runs.js';
import { recordEnd, recordRun, recordSmallRun } from '../recorded-run.js';

interface Reject {
  readonly reason: string;
  readonly notebook: string | null;
  readonly experiment: string | null;
  readonly target: unknown;
  readonly record: Readonly<Record<string, unknown>>;
}

function rejectsOf(journal: Journal): Reject[] {
  const lines = readFileSync(journal.folder.rejects, 'utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as Reject);
}

/** `get` gives the server, once it runs. */
export function refusalCases(get: () => MlflowServer): void {
  describe('what the server refuses for good', () => {
    const home = makeHome();
    let server: MlflowServer;
    const target = () => ({ kind: 'uri', uri: server.url }) as const;

    before(async () => {
      server = get();
    });
    after(async () => {
      removeHome(home);
    });

    it('is kept with the reason, and the rest of its batch is delivered', async () => {
      const journal = startJournal({ home, target: target() });
      const recorded = await recordRun(journal, 'refuses/some', 300);
      const { run } = recorded;
      journal.append({ type: 'params', run, params: { lr: '0.02', 'not@good': '1', fine: 'yes' } });
      journal.appendMetric(run, 'bad/../key', 1, 0, 1000);
      journal.appendMetric(run, 'after', 2, 0, 1000);
      recordEnd(journal, recorded);
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);
      const refused = shipper.messages.filter(message => message.type === 'refused');
      assert.equal(
        refused.reduce((sum, message) => sum + message.refused, 0),
        3
      );
      assert.equal(refused[0]?.run, run);
      assert.equal(refused[0].file, journal.folder.rejects);
      assert.equal(await shipper.kernelEnds(), 0);

      assert.deepEqual(
        rejectsOf(journal).map(({ record }) => record['params'] ?? record['key']),
        [{ lr: '0.02' }, { 'not@good': '1' }, 'bad/../key']
      );
      assert.match(rejectsOf(journal)[0]?.reason ?? '', /param.*lr/s);
      for (const { notebook, experiment, target: refusing } of rejectsOf(journal)) {
        assert.equal(notebook, 'a.ipynb');
        assert.equal(experiment, 'refuses/some');
        assert.deepEqual(refusing, target());
      }
      const [read] = (await readRuns(server.url, 'refuses/some')).runs;
      assert.equal(read?.status, 'FINISHED');
      assert.equal(read.params['lr'], '0.01');
      assert.equal(read.params['fine'], 'yes');
      assert.equal(read.metrics['after'], 2);
    });

    it('of a run that was deleted is told in words, and other runs go on', async () => {
      const journal = startJournal({ home, target: target() });
      const recorded = await recordRun(journal, 'refuses/deleted');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { runId } = await shipper.message('run');
      await shipper.delivered(journal);
      await new MlflowClient({ trackingUri: server.url }).runs.delete(runId);
      for (let step = 0; step < 50; step++) {
        journal.appendMetric(recorded.run, 'late', step, step, 2000);
      }
      const other = recordSmallRun(journal, 'refuses/deleted');
      const { reason } = await shipper.message('refused');
      assert.equal(reason, 'The run was deleted in MLflow.');
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);

      const { runs } = await readRuns(server.url, 'refuses/deleted');
      assert.equal(statusByClientId(runs)[other], 'FINISHED');
      assert.ok(rejectsOf(journal).length >= 50);
    });

    it('of a run that can not be made takes all its records along', async () => {
      const journal = startJournal({ home, target: target() });
      recordSmallRun(journal, 'x'.repeat(501));
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      assert.deepEqual(
        rejectsOf(journal)
          .map(({ record }) => record['type'])
          .sort(),
        ['end', 'metric', 'run', 'text']
      );
      assert.match(rejectsOf(journal)[0]?.reason ?? '', /could not be made/);
    });

    it('of a model is declared at the model, and the run ends well', async () => {
      const journal = startJournal({ home, target: target() });
      const recorded = await recordRun(journal, 'refuses/model');
      await journal.spoolFile(recorded.model, 'na#me.bin', Buffer.from('x'));
      recordEnd(journal, recorded);
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);

      const [run] = (await readRuns(server.url, 'refuses/model')).runs;
      assert.equal(run?.status, 'FINISHED');
      const client = new MlflowClient({ trackingUri: server.url });
      const model = await client.loggedModels.get(run.modelIds[0] ?? '');
      assert.equal(model.status, 'LOGGED_MODEL_UPLOAD_FAILED');
      assert.match(rejectsOf(journal)[0]?.reason ?? '', /#/);
    });
  });
}
