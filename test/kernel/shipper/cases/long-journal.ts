import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { GatedServer } from '../gated-server.js';
import { assertWhole } from '../expected-run.js';
import { deadPid, ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { readBack } from '../read-back.js';
import { recordEnd, recordRun } from '../recorded-run.js';
import { PASS } from '../tracking-gate.js';

/** More than is read of a journal at once, several times. */
const LONG = 1_000_000;
const BATCHES = 20;

/** `get` gives the server, once it runs. */
export function longJournalCases(get: () => MlflowServer): void {
  describe('a journal that is longer than what is read at once', () => {
    const server = new GatedServer(get);
    const { home } = server;

    it('is delivered to its end by who goes on with it late', async () => {
      const { target } = server;
      const journal = startJournal({ home, target, pid: deadPid() });
      const recorded = await recordRun(journal, 'long/late', BATCHES * 1000);
      recordEnd(journal, recorded);
      journal.close();
      const first = ShipperUnderTest.ofJournal(journal);
      let batches = 0;
      server.gate.rule = path => {
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

      server.gate.rule = () => PASS;
      assert.equal(await ShipperUnderTest.recover(home).ended, 0);
      const [{ runs }] = await readBack(get(), [recorded.experiment]);
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
      const [{ runs }] = await readBack(get(), [recorded.experiment]);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.status, 'FINISHED');
    });
  });
}
