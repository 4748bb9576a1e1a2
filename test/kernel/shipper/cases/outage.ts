import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { GatedServer } from '../gated-server.js';
import { deadPid, removeHome, ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { recordSmallRun } from '../recorded-run.js';
import { PASS, startGate, type GateAction } from '../tracking-gate.js';

/** `get` gives the server, once it runs. */
export function outageCases(get: () => MlflowServer): void {
  describe('a tracking server that fails', () => {
    const server = new GatedServer(get);
    const { home } = server;

    /** Lets the server fail by `action`, and asserts that what was recorded is there afterwards. */
    async function survives(experiment: string, action: GateAction, reason: RegExp): Promise<void> {
      server.gate.rule = () => action;
      const journal = startJournal({ home, target: server.target });
      const run = recordSmallRun(journal, experiment);
      const shipper = ShipperUnderTest.ofJournal(journal);
      const told = await shipper.message('unreachable');
      assert.match(told.reason, reason);
      assert.match(told.next, /\w+ .*kept/);
      assert.equal(told.waiting, 3);
      server.gate.rule = () => PASS;
      await shipper.message('reachable');
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      assert.deepEqual(await server.statusOf(experiment), { [run]: 'FINISHED' });
      assert.equal(existsSync(journal.folder.rejects), false);
    }

    it('with 500 for a while', async () => {
      const body = JSON.stringify({ error_code: 'INTERNAL_ERROR', message: 'database is locked' });
      await survives(
        'fails/500',
        { do: 'answer', status: 500, body },
        /HTTP 500, "database is locked"/
      );
    });

    it('with connections that break', async () => {
      await survives('fails/reset', { do: 'reset' }, /can't be reached/);
    });

    it('with the page of a log-in', async () => {
      const page = {
        do: 'answer',
        status: 200,
        body: '<html>Log in</html>',
        type: 'text/html'
      } as const;
      await survives('fails/html', page, /is not an MLflow server/);
    });

    it('with a refusal of our log-in', async () => {
      const body = 'You are not authenticated.';
      await survives(
        'fails/401',
        { do: 'answer', status: 401, body, type: 'text/plain' },
        /log-in/
      );
    });

    it('with an address that is not its own', async () => {
      const body = '<h1>404</h1>';
      await survives(
        'fails/404',
        { do: 'answer', status: 404, body, type: 'text/html' },
        /interface/
      );
    });

    it('by not being there yet, and nothing is lost', async () => {
      await server.gate.shut();
      const journal = startJournal({ home, target: server.target });
      const run = recordSmallRun(journal, 'fails/later');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason, next } = await shipper.message('unreachable');
      assert.match(reason, /can't be reached: connect ECONNREFUSED/);
      assert.match(next, /MLFLOW_TRACKING_URI/);
      await server.gate.open();
      await shipper.message('reachable');
      assert.equal(await shipper.kernelEnds(), 0);
      assert.deepEqual(await server.statusOf('fails/later'), { [run]: 'FINISHED' });
    });

    it('because its address makes no sense', async () => {
      const target = { kind: 'uri', uri: 'sqlite:///mlflow.db' } as const;
      const journal = startJournal({ home, target });
      recordSmallRun(journal, 'fails/address');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason, next } = await shipper.message('unreachable');
      assert.match(reason, /sqlite:/);
      assert.match(next, /MLFLOW_TRACKING_URI/);
      assert.equal(await shipper.kill('SIGTERM'), 3);
      removeHome(journal.folder.path);
    });

    it('until the experiment that is deleted is restored', async () => {
      const { client } = server;
      const experimentId = await client.experiments.create({ name: 'fails/deleted' });
      await client.experiments.delete(experimentId);
      const journal = startJournal({ home, target: server.target });
      const run = recordSmallRun(journal, 'fails/deleted');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason, next } = await shipper.message('unreachable');
      assert.equal(reason, 'The experiment "fails/deleted" is deleted.');
      assert.match(next, /Restore/);

      const other = recordSmallRun(journal, 'fails/not-deleted');
      await shipper.message('run', message => message.run === other);
      await client.experiments.restore(experimentId);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      assert.deepEqual(await server.statusOf('fails/deleted'), { [run]: 'FINISHED' });
    });

    it('by refusing a run because its experiment was deleted, which is restored by now', async () => {
      const message = "The experiment 1 must be in the 'active' state. Current state is deleted.";
      const body = JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message });
      let isRefused = false;
      server.gate.rule = path => {
        if (isRefused || !path.endsWith('/runs/create')) {
          return PASS;
        }
        isRefused = true;
        return { do: 'answer', status: 400, body };
      };
      const journal = startJournal({ home, target: server.target });
      const run = recordSmallRun(journal, 'fails/restored');
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      assert.equal(isRefused, true);
      assert.deepEqual(await server.statusOf('fails/restored'), { [run]: 'FINISHED' });
      assert.equal(existsSync(journal.folder.rejects), false);
    });

    it('for longer than a recovery waits: the journal stays for the next one', async () => {
      await server.gate.shut();
      const journal = startJournal({ home, target: server.target, pid: deadPid() });
      const run = recordSmallRun(journal, 'fails/long');
      journal.close();
      assert.equal(await ShipperUnderTest.recover(home).ended, 3);
      assert.equal(existsSync(journal.folder.journal), true);
      await server.gate.open();
      assert.equal(await ShipperUnderTest.recover(home).ended, 0);
      assert.deepEqual(await server.statusOf('fails/long'), { [run]: 'FINISHED' });
    });

    it('while its shipper is asked to end: another one goes on', async () => {
      server.gate.rule = () => ({ do: 'answer', status: 503, body: '' });
      const journal = startJournal({ home, target: server.target });
      const run = recordSmallRun(journal, 'fails/asked-to-end');
      const first = ShipperUnderTest.ofJournal(journal);
      await first.message('unreachable');
      await new Promise<void>(resolve => {
        process.kill(first.pid, 'SIGINT');
        setImmediate(resolve);
      });
      assert.equal(await first.kill('SIGTERM'), 3, 'the interrupt did nothing');
      server.gate.rule = () => PASS;
      const second = ShipperUnderTest.ofJournal(journal);
      await second.delivered(journal);
      assert.equal(await second.kernelEnds(), 0);
      assert.deepEqual(await server.statusOf('fails/asked-to-end'), { [run]: 'FINISHED' });
    });

    it('because Jupyter starts it later, on a Unix socket', async () => {
      const root = mkdtempSync(path.join(home, 'root-'));
      const journal = startJournal({ home, target: { kind: 'embedded', root } });
      const run = recordSmallRun(journal, 'fails/embedded');
      const shipper = ShipperUnderTest.ofJournal(journal);
      const { reason, next } = await shipper.message('unreachable');
      assert.match(reason, /is not running/);
      assert.match(next, /JupyterLab/);

      const socket = path.join(root, 'mlflow.sock');
      const embedded = await startGate(server.url, socket);
      const digest = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 16);
      mkdirSync(path.join(home, 'trackers'));
      writeFileSync(
        path.join(home, 'trackers', `${digest}.json`),
        JSON.stringify({
          version: 1,
          pid: process.pid,
          root,
          socket,
          url: null,
          started: Date.now()
        })
      );
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      await embedded.shut();
      assert.deepEqual(await server.statusOf('fails/embedded'), { [run]: 'FINISHED' });
    });
  });
}
