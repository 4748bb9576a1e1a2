import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { JournalOwner } from '../../../src/kernel/journal/journal-owner.js';
import { KernelLife } from '../../../src/kernel/shipper/kernel-life.js';
import { silentReporter } from '../../../src/kernel/shipper/kernel-reporter.js';
import { ship } from '../../../src/kernel/shipper/shipment.js';
import { makeJournal, openRecord } from '../journal/journal-fixture.js';

/** More than a shipper holds in memory at a time. */
const METRICS = 20_000;

describe('the shipment of a dead kernel’s journal to a server that is gone', () => {
  it(
    'gives up in the end and leaves all of a long journal to others',
    { timeout: 60_000 },
    async () => {
      const fixture = makeJournal();
      const { journal } = fixture;
      journal.append({
        type: 'run',
        run: 'run-1',
        experiment: 'iris',
        name: 'calm-finch',
        time: 1000,
        tags: {},
        executionCount: 1
      });
      for (let step = 0; step < METRICS; step++) {
        journal.appendMetric('run-1', 'loss', 1 / (step + 1), step, 1000 + step);
      }
      const owner = JournalOwner.claim(journal.folder);
      assert.ok(owner !== null);
      const kernel = new KernelLife();
      kernel.setGone(Date.now());

      const outcome = await ship({
        folder: journal.folder,
        open: openRecord(),
        owner,
        kernel,
        reporter: silentReporter,
        environment: {},
        signal: new AbortController().signal,
        patience: 300
      });

      assert.equal(outcome, 'waiting');
      assert.ok(existsSync(journal.folder.journal));
      assert.ok(JournalOwner.claim(journal.folder) !== null, 'nobody else may take it');
      fixture.remove();
    }
  );
});
