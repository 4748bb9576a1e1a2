import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { assertWhole } from '../expected-run.js';
import {
  deadPid,
  makeHome,
  removeHome,
  ShipperUnderTest,
  startJournal
} from '../kernel-stand-in.js';
import { readBack } from '../read-back.js';
import { recordEnd, recordRun } from '../recorded-run.js';
import { PASS, startGate, type TrackingGate } from '../tracking-gate.js';

/** More than is read of a journal at once, several times. */
const LONG = 1_000_000;
const BATCHES = 20;

/** `get` gives the server, once it runs. */
export function longJournalCases(get: () => MlflowServer): void {
  describe('a journal that is longer than what is read at once', () => {
    const home = makeHome();
    let server: MlflowServer;
    let gate: TrackingGate;

    before(async () => {
      server = get();
      gate = await startGate(server.url);
    });
    after(async () => {
      await gate.shut();
      removeHome(home);
    });

    it('is delivered to its end by who goes on with it late', async () => {
      const target = { kind: 'uri', uri: gate.url } as const;
      const journal = startJournal({ home, target, pid: deadPid() });
      const recorded = await recordRun(journal, 'long/late', BATCHES * 1000);
      recordEnd(journal, recorded);
      journal.close();
      const first = ShipperUnderTest.ofJournal(journal);
      let batches = 0;
      gate.rule = path => {
        batches += Number(path.endsWith('/log-batch'));
        // Nothing answers any more until what was delivered is saved.
        return batches < BATCHES - 2
          ? PASS
          : { do: 'answer', status: 503, body: 'later', type: 'text/plain' };
      };
      await first.message('unreachable');
      await first.message('progress', ({ offset }) => offset > LONG);
      await first.kill('SIGTERM');
      await first.ended;
      const saved = JSON.parse(readFileSync(journal.folder.progress, 'utf8')) as { offset: number };
      assert.ok(saved.offset > LONG, `${saved.offset} bytes were delivered`);

      gate.rule = () => PASS;
      assert.equal(await ShipperUnderTest.recover(home).ended, 0);
      const [{ runs }] = await readBack(server, [recorded.experiment]);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.status, 'FINISHED');
    });

    it('is delivered to its end past damage as long', async () => {
      const target = { kind: 'uri', uri: server.url } as const;
      const journal = startJournal({ home, target, pid: deadPid() });
      const recorded = await recordRun(journal, 'long/damaged');
      journal.close();
      appendFileSync(journal.folder.journal, `${'x'.repeat(99)}\n`.repeat(LONG / 100));
      const end = { type: 'end', run: recorded.run, status: 'FINISHED', time: 1, reason: null };
      appendFileSync(journal.folder.journal, `${JSON.stringify(end)}\n`);

      const recovery = ShipperUnderTest.recover(home);
      assert.equal(await recovery.ended, 0);
      const { message } = await recovery.message('fault');
      assert.match(message, /lines of the journal of runs could not be read/);
      const [{ runs }] = await readBack(server, [recorded.experiment]);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.status, 'FINISHED');
    });
  });
}
