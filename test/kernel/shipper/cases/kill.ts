import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { GatedServer } from '../gated-server.js';
import { assertWhole } from '../expected-run.js';
import { deadPid, ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { readBack } from '../read-back.js';
import { recordEnd, recordRun, type RecordedRun } from '../recorded-run.js';
import { PASS } from '../tracking-gate.js';

/** Requests at which the shipper is killed: the server has acted, the answer never arrives. */
const MOMENTS = [
  'POST /api/2.0/mlflow/experiments/create',
  'POST /api/2.0/mlflow/runs/create',
  'POST /api/2.0/mlflow/runs/log-batch',
  'POST /api/2.0/mlflow/runs/log-inputs',
  'POST /api/2.0/mlflow/logged-models',
  'POST /api/2.0/mlflow/runs/outputs',
  'PUT weights.bin',
  'PUT MLmodel',
  'PATCH /api/2.0/mlflow/logged-models/',
  'POST /api/2.0/mlflow/runs/update'
];

/** `get` gives the server, once it runs. */
export function killCases(get: () => MlflowServer): void {
  describe('a shipper that is killed', () => {
    const server = new GatedServer(get);
    const { home } = server;

    async function killAt(
      moment: string,
      recorded: RecordedRun,
      shipper: ShipperUnderTest
    ): Promise<void> {
      let isKilled = false;
      server.gate.rule = (path, method) => {
        const [verb = '', part = ''] = moment.split(' ');
        if (isKilled || method !== verb || !path.includes(part)) {
          return PASS;
        }
        isKilled = true;
        return {
          do: 'pass-then',
          then: async () => {
            await shipper.kill('SIGKILL');
          }
        };
      };
      assert.equal(await shipper.ended, 'SIGKILL', `${moment} of ${recorded.experiment} came`);
      server.gate.rule = () => PASS;
    }

    it('is continued by a recovery without loss and without doubles, whenever it was', async () => {
      const { target } = server;
      const all: RecordedRun[] = [];
      for (const [index, moment] of MOMENTS.entries()) {
        const journal = startJournal({ home, target, pid: deadPid() });
        const recorded = await recordRun(journal, `killed/${index}`, 1500);
        recordEnd(journal, recorded);
        journal.close();
        all.push(recorded);
        await killAt(moment, recorded, ShipperUnderTest.ofJournal(journal));
        assert.equal(existsSync(journal.folder.journal), true, moment);
      }
      assert.equal(await ShipperUnderTest.recover(home).ended, 0);

      const found = await readBack(
        get(),
        all.map(recorded => recorded.experiment)
      );
      for (const [index, recorded] of all.entries()) {
        const runs = found[index]?.runs ?? [];
        assert.equal(runs.length, 1, MOMENTS[index]);
        assertWhole(runs[0], recorded);
        assert.equal(runs[0]?.status, 'FINISHED');
        assert.equal(runs[0].models[0]?.modelCount, 1, MOMENTS[index]);
      }
    });

    it('or not, but whose answers get lost, makes nothing twice', async () => {
      const journal = startJournal({ home, target: { kind: 'uri', uri: server.gate.url } });
      const recorded = await recordRun(journal, 'killed/answers-lost', 1500);
      recordEnd(journal, recorded);
      const lost = new Set<string>();
      server.gate.rule = (path, method) => {
        const call = `${method} ${path}`;
        if (lost.has(call)) {
          return PASS;
        }
        lost.add(call);
        return { do: 'pass-then', then: () => Promise.reject(new Error('lost')) };
      };
      assert.equal(await ShipperUnderTest.ofJournal(journal).kernelEnds(), 0);
      server.gate.rule = () => PASS;

      const [{ runs }] = await readBack(get(), [recorded.experiment]);
      assert.equal(runs.length, 1);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.models[0]?.modelCount, 1);
      assert.ok([...lost].some(call => call.includes('runs/create')));
    });

    it('is continued by the next shipper of a kernel that lives', async () => {
      const journal = startJournal({ home, target: { kind: 'uri', uri: server.gate.url } });
      const recorded = await recordRun(journal, 'killed/alive', 1500);
      await killAt('POST /runs/log-batch', recorded, ShipperUnderTest.ofJournal(journal));
      const second = ShipperUnderTest.ofJournal(journal);
      recordEnd(journal, recorded);
      await second.delivered(journal);
      assert.equal(await second.kernelEnds(), 0);

      const [{ runs }] = await readBack(get(), [recorded.experiment]);
      assert.equal(runs.length, 1);
      assertWhole(runs[0], recorded);
    });
  });
}
