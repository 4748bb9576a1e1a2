import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { readRuns, statusByClientId } from '../read-runs.js';
import { recordEnd, recordRun, recordSmallRun } from '../recorded-run.js';
import { PASS, startGate } from '../tracking-gate.js';

const SNAPSHOT = 'notebook/snapshot.ipynb';

/** `get` gives the server, once it runs. */
export function deliveryCases(get: () => MlflowServer): void {
  describe('shipping a journal to a real server', () => {
    const home = makeHome();
    let server: MlflowServer;
    const target = () => ({ kind: 'uri', uri: server.url }) as const;

    before(async () => {
      server = get();
    });
    after(async () => {
      removeHome(home);
    });

    it('brings all of a run there once, and removes the journal', async () => {
      const journal = startJournal({ home, target: target() });
      const recorded = await recordRun(journal, 'life/whole', 2500);
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { runId } = await shipper.message('run', message => message.run === recorded.run);
      assert.match(runId, /^[0-9a-f]{32}$/);
      recordEnd(journal, recorded);
      await shipper.delivered(journal);
      journal.append({ type: 'close', time: Date.now() });
      assert.equal(await shipper.kernelEnds(), 0);

      const [{ tags, runs }] = await readBack(server, ['life/whole']);
      assert.equal(tags['mlflow.experimentKind'], 'custom_model_development');
      assert.equal(runs.length, 1);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.status, 'FINISHED');
      assert.equal(runs[0].end, 1_700_000_009_000);
      assert.deepEqual(readdirSync(path.join(home, 'journals')), []);
      assert.equal(existsSync(journal.folder.rejects), false);
    });

    it('tells that a run is there to its end, and again when it has gone on', async () => {
      const journal = startJournal({ home, target: target() });
      const run = recordSmallRun(journal, 'life/goes-on');
      const ended = journal.bytes;
      const shipper = ShipperUnderTest.ofJournal(journal);
      const first = await shipper.message('complete', message => message.run === run);
      assert.ok(first.offset < ended);

      journal.append({ type: 'resume', run, time: Date.now() });
      journal.appendMetric(run, 'late', 7, 0, 1000);
      journal.append({ type: 'end', run, status: 'KILLED', time: Date.now(), reason: null });
      await shipper.message('complete', message => message.offset >= ended);
      const [there] = (await readRuns(server.url, 'life/goes-on')).runs;
      assert.deepEqual([there?.status, there?.metrics['late']], ['KILLED', 7]);
      assert.equal(await shipper.kernelEnds(), 0);
    });

    it('does not hold back numbers while files are uploaded', async () => {
      const gate = await startGate(server.url);
      const uploads: (() => void)[] = [];
      gate.rule = (_path, method) =>
        method === 'PUT'
          ? { do: 'pass-then', then: () => new Promise<void>(resolve => uploads.push(resolve)) }
          : PASS;
      const journal = startJournal({ home, target: { kind: 'uri', uri: gate.url } });
      const { run } = await recordRun(journal, 'life/numbers');
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.message('run', message => message.run === run);
      journal.appendMetric(run, 'live', 7, 0, 1000);
      const deadline = Date.now() + 20_000;
      let live: number | undefined;
      while (live === undefined) {
        assert.ok(Date.now() < deadline, 'the number arrives while the file is under way');
        live = (await readRuns(server.url, 'life/numbers')).runs[0]?.metrics['live'];
      }
      assert.ok(uploads.length > 0, 'a file is under way');
      gate.rule = () => PASS;
      uploads.forEach(finish => {
        finish();
      });
      assert.equal(await shipper.kernelEnds(), 0);
      await gate.shut();
    });

    it('fails the runs of a kernel that died, with the reason', async () => {
      const before = Date.now();
      const journal = startJournal({ home, target: target() });
      const recorded = await recordRun(journal, 'life/died');
      const shipper = ShipperUnderTest.ofJournal(journal);
      assert.equal(await shipper.kernelEnds(), 0);

      const [{ runs }] = await readBack(server, ['life/died']);
      assertWhole(runs[0], recorded);
      assert.equal(runs[0]?.status, 'FAILED');
      assert.equal(runs[0].tags['autolog.reason'], 'the kernel died');
      const end = runs[0].end ?? 0;
      assert.ok(end >= before && end <= Date.now(), 'the last sign of life');
    });

    it('makes a nested run the child of its parent at the server', async () => {
      const journal = startJournal({ home, target: target() });
      for (const [run, parent] of [['outer'], ['inner', 'outer'], ['lost', 'never recorded']]) {
        const child = parent === undefined ? {} : { parent };
        const fields = { experiment: 'life/nested', time: 1000, tags: {}, executionCount: null };
        journal.append({ type: 'run', run: run!, name: run!, ...fields, ...child });
      }
      assert.equal(await ShipperUnderTest.ofJournal(journal).kernelEnds(), 0);

      const { runs } = await readRuns(server.url, 'life/nested');
      const named = (name: string) => runs.find(({ tags }) => tags['mlflow.runName'] === name)!;
      assert.equal(runs.length, 3);
      assert.equal(named('inner').tags['mlflow.parentRunId'], named('outer').runId);
      assert.equal(named('outer').tags['mlflow.parentRunId'], undefined);
      assert.equal(named('lost').tags['mlflow.parentRunId'], undefined);
    });

    it('finishes the runs that a kernel left open when it was closed', async () => {
      const journal = startJournal({ home, target: target() });
      await recordRun(journal, 'life/closed');
      journal.append({ type: 'close', time: 1_700_000_005_000 });
      assert.equal(await ShipperUnderTest.ofJournal(journal).kernelEnds(), 0);

      const { runs } = await readRuns(server.url, 'life/closed');
      assert.equal(runs[0]?.status, 'FINISHED');
      assert.equal(runs[0].end, 1_700_000_005_000);
      assert.equal(runs[0].tags['autolog.reason'], undefined);
    });

    it('gives each run of an execution the snapshot that a browser sent, also later', async () => {
      const kernelId = 'kernel-with-browser';
      const journal = startJournal({ home, target: target(), kernelId });
      const notebook = 'life/snapshot.ipynb';
      const first = await recordRun(journal, 'life/snapshot', 4, { notebook });
      recordEnd(journal, first);
      const chosen = await recordRun(journal, 'life/chosen', 4, { notebook, isChosen: true });
      recordEnd(journal, chosen);
      const other = recordSmallRun(journal, 'life/snapshot');
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);

      const inbox = path.join(home, 'inbox', kernelId);
      mkdirSync(inbox, { recursive: true });
      const document = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
      const binding = {
        version: 1,
        kernelId,
        cellId: 'cell-b',
        executionCount: 2,
        notebookId: 'n-1'
      };
      const time = Date.now();
      writeFileSync(
        path.join(inbox, 'one.json'),
        JSON.stringify({
          ...binding,
          notebookPath: 'a.ipynb',
          notebook: document,
          digest: 'abc',
          time
        })
      );
      assert.equal(await shipper.kernelEnds(), 0);

      const { runs, tags } = await readRuns(server.url, 'life/snapshot');
      const withSnapshot = runs.find(run => run.tags['autolog.clientRunId'] === first.run);
      const without = runs.find(run => run.tags['autolog.clientRunId'] === other);
      assert.deepEqual(JSON.parse(String(await withSnapshot?.text(SNAPSHOT))), document);
      assert.equal(withSnapshot?.tags['autolog.snapshotDigest'], 'abc');
      assert.equal(withSnapshot.tags['autolog.notebookId'], 'n-1');
      assert.equal(tags['autolog.notebookId'], 'n-1');
      const elsewhere = await readRuns(server.url, 'life/chosen');
      assert.equal(elsewhere.runs[0]?.tags['autolog.notebookId'], 'n-1');
      assert.equal(elsewhere.tags['autolog.notebookId'], undefined, 'it is not the notebook’s own');
      assert.equal(await without?.text(SNAPSHOT), null, 'it is of no cell');
      assert.deepEqual(readdirSync(inbox), []);
    });

    it('keeps the document that a headless kernel was started with', async () => {
      const snapshotFile = path.join(home, 'started-with.ipynb');
      writeFileSync(snapshotFile, '{"cells":[],"metadata":{"autolog":{"notebookId":"n-2"}}}');
      const journal = startJournal({ home, target: target(), snapshotFile });
      recordSmallRun(journal, 'life/headless');
      assert.equal(await ShipperUnderTest.ofJournal(journal).kernelEnds(), 0);

      const { runs } = await readRuns(server.url, 'life/headless');
      assert.match((await runs[0]?.text(SNAPSHOT)) ?? '', /"n-2"/);
      assert.match(runs[0]?.tags['autolog.snapshotDigest'] ?? '', /^[0-9a-f]{64}$/);
      assert.equal(runs[0]?.tags['autolog.notebookId'], 'n-2');
    });

    it('delivers what dead kernels left behind, each journal once, by however many recoveries', async () => {
      const pid = deadPid();
      const runs = [1, 2, 3, 4].map(() => {
        const journal = startJournal({ home, target: target(), pid });
        const run = recordSmallRun(journal, 'life/left-behind');
        journal.close();
        return run;
      });
      const recoveries = [1, 2, 3].map(() => ShipperUnderTest.recover(home));
      assert.deepEqual(await Promise.all(recoveries.map(one => one.ended)), [0, 0, 0]);

      const { runs: found } = await readRuns(server.url, 'life/left-behind');
      assert.deepEqual(found.map(run => run.tags['autolog.clientRunId']).sort(), [...runs].sort());
      assert.deepEqual(readdirSync(path.join(home, 'journals')), []);
    });

    it('delivers what dead kernels left behind when a later kernel is idle', async () => {
      const leftBehind = startJournal({ home, target: target(), pid: deadPid() });
      const run = recordSmallRun(leftBehind, 'life/found-later');
      leftBehind.close();
      const journal = startJournal({ home, target: target() });
      recordSmallRun(journal, 'life/idle');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const deadline = Date.now() + 30_000;
      while (existsSync(leftBehind.folder.path)) {
        assert.ok(Date.now() < deadline, 'it is delivered within half a minute');
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      assert.equal(await shipper.kernelEnds(), 0);
      const { runs } = await readRuns(server.url, 'life/found-later');
      assert.deepEqual(statusByClientId(runs), { [run]: 'FINISHED' });
      assert.ok(!shipper.messages.some(message => 'run' in message && message.run === run));
    });

    it('leaves the journals of living kernels alone', async () => {
      const journal = startJournal({ home, target: target() });
      recordSmallRun(journal, 'life/alive');
      assert.equal(await ShipperUnderTest.recover(home).ended, 0);
      assert.equal(existsSync(journal.folder.journal), true);
      assert.equal(await ShipperUnderTest.ofJournal(journal).kernelEnds(), 0);
    });
  });
}
