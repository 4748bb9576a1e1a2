import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { fakeServers } from './fake-servers.js';
import { anything } from './refused-call.js';

describe('A run as an object', () => {
  it('is the same object wherever it comes from', () => {
    const { mlflow } = makeKernelParts();
    const run = mlflow.startRun();
    assert.equal(mlflow.activeRun(), run);
    assert.equal(mlflow.lastActiveRun(), run);
    mlflow.endRun();
    mlflow.withRun(inner => assert.equal(mlflow.activeRun(), inner));
  });

  it('logs to itself, whatever is active, also after its end', () => {
    const { mlflow, journal } = makeKernelParts();
    const first = mlflow.startRun();
    mlflow.endRun();
    const second = mlflow.startRun();
    first.logMetric('a', 1);
    first.logParams({ b: 1 });
    first.setTag('c', 1);
    first.logText('d', 'd.txt');
    first.logTable([], 'e.json');
    first.logInput({ name: 'f' });
    first.deleteTag('c');
    const { clientRunId } = first;
    const later = journal.records.slice(3);
    assert.equal(later.length, 7);
    assert.ok(later.every(record => 'run' in record && record.run === clientRunId));
    assert.equal(second.status, 'RUNNING');
  });

  it('refuses another value of its param', () => {
    const { mlflow } = makeKernelParts();
    const run = mlflow.startRun({ runName: 'mine' });
    run.logParam('lr', 1);
    assert.throws(() => run.logParam('lr', 2), MlflowArgumentError);
    mlflow.withRun({ nested: true }, () => mlflow.logParam('lr', 2));
  });

  it('knows MLflow’s id once the server has given it, and its status as it changes', () => {
    const { mlflow, delivery } = makeKernelParts();
    const run = mlflow.startRun();
    assert.deepEqual([run.runId, run.status], [null, 'RUNNING']);
    delivery.receive({ type: 'run', run: run.clientRunId, runId: 'f00', experimentId: '1' });
    mlflow.endRun('KILLED');
    assert.deepEqual([run.runId, run.status], ['f00', 'KILLED']);
  });

  for (const status of [undefined, 'FINISHED', 'FAILED', 'KILLED'] as const) {
    it(`ends ${status ?? 'as FINISHED by itself'}, once, and is active no more`, () => {
      const { mlflow, journal } = makeKernelParts();
      const outer = mlflow.startRun();
      const inner = mlflow.startRun({ nested: true });
      outer.end(status);
      assert.equal(mlflow.activeRun(), inner);
      inner.end();
      assert.equal(mlflow.activeRun(), null);
      outer.end('KILLED');
      assert.deepEqual(
        journal.of('end').map(end => [end.run, end.status]),
        [
          [outer.clientRunId, status ?? 'FINISHED'],
          [inner.clientRunId, 'FINISHED']
        ]
      );
    });
  }

  it('ends inside its own withRun, which then has nothing left to end', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.withRun(run => {
      run.end('FAILED');
      assert.equal(mlflow.activeRun(), null);
    });
    assert.deepEqual(
      journal.of('end').map(({ status }) => status),
      ['FAILED']
    );
  });

  it('refuses an end that is none, and goes on', () => {
    const { mlflow } = makeKernelParts();
    const run = mlflow.startRun();
    assert.throws(() => run.end(anything('DONE')), /can't end as "DONE": use FINISHED, FAILED or/);
    assert.equal(run.status, 'RUNNING');
  });

  it('shows its facts in a cell and as JSON, and not its methods', () => {
    const { mlflow } = makeKernelParts();
    const run = mlflow.startRun({ runName: 'mine' });
    const facts = {
      clientRunId: run.clientRunId,
      runName: 'mine',
      startTime: run.startTime,
      runId: null,
      status: 'RUNNING'
    };
    assert.deepEqual(JSON.parse(JSON.stringify(run)), facts);
    assert.equal(
      inspect(run).replace(/\s+/g, ' '),
      `{ clientRunId: '${run.clientRunId}', runName: 'mine', startTime: ${run.startTime}, runId: null, status: 'RUNNING' }`
    );
  });

  it('has methods that work without it', () => {
    const { mlflow, journal } = makeKernelParts();
    const { logMetric, end } = mlflow.startRun();
    logMetric('a', 1);
    end();
    assert.equal(journal.records.length, 3);
  });
});

describe('mlflow.lastActiveRun', () => {
  it('is none, the active one, or the one started last, also by a training', () => {
    const { mlflow, trainings } = makeKernelParts();
    assert.equal(mlflow.lastActiveRun(), null);
    const first = mlflow.startRun();
    assert.equal(mlflow.lastActiveRun(), first);
    mlflow.endRun();
    assert.equal(mlflow.lastActiveRun(), first);
    const training = trainings.begin('tfjs')!;
    training.end('FINISHED', null);
    assert.equal(mlflow.lastActiveRun()?.clientRunId, training.run.id);
  });
});

describe('A run that was deleted', () => {
  async function deleted(): Promise<{ mlflow: Mlflow; records: () => number; id: string }> {
    const { mlflow, journal, delivery } = makeKernelParts({ servers: fakeServers() });
    const run = mlflow.startRun({ runName: 'mine' });
    delivery.receive({ type: 'run', run: run.clientRunId, runId: 'f00', experimentId: '1' });
    delivery.receive({ type: 'progress', waiting: 0, offset: journal.bytes });
    await mlflow.deleteRun(run.clientRunId);
    return { mlflow, records: () => journal.records.length, id: run.clientRunId };
  }

  it('takes nothing more, and says how to restore it', async () => {
    const { mlflow, records, id } = await deleted();
    const before = records();
    const restored = new RegExp(`The run mine is deleted.*mlflow\\.restoreRun\\("${id}"\\)`);
    const run = mlflow.activeRun()!;
    for (const log of [mlflow.logMetric, run.logMetric]) {
      assert.throws(() => log('a', 1), restored);
    }
    assert.throws(() => mlflow.logText('a', 'a.txt'), restored);
    assert.throws(() => mlflow.startRun({ parentRunId: id }), restored);
    assert.equal(records(), before);
    mlflow.endRun();
    assert.throws(() => mlflow.startRun({ runId: 'f00' }), restored);
    assert.equal(mlflow.activeRun(), null);
  });

  it('takes all again once it is restored', async () => {
    const { mlflow, id } = await deleted();
    await mlflow.restoreRun(id);
    mlflow.logMetric('a', 1);
    mlflow.endRun();
    mlflow.startRun({ runId: id });
  });
});
