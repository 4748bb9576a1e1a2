import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKernelParts } from '../runs/kernel-parts.js';

describe('mlflow.startRun', () => {
  it('starts a run with name, tags and description', () => {
    const { mlflow, journal } = makeKernelParts();
    const run = mlflow.startRun({
      runName: 'mine',
      tags: { stage: 'dev', fold: 3, final: true, none: null, big: 10n },
      description: '# Why'
    });
    const [record] = journal.of('run');
    assert.equal(record?.name, 'mine');
    assert.deepEqual(
      { ...run },
      {
        clientRunId: record.run,
        runName: 'mine',
        startTime: record.time,
        runId: null,
        status: 'RUNNING'
      }
    );
    assert.deepEqual(journal.tags(), {
      stage: 'dev',
      fold: '3',
      final: 'true',
      none: 'null',
      big: '10',
      'mlflow.note.content': '# Why',
      'autolog.clientRunId': record.run
    });
  });

  it('makes up a name for none and for an empty one', () => {
    for (const options of [undefined, {}, { runName: '' }]) {
      const { mlflow } = makeKernelParts();
      assert.match(mlflow.startRun(options).runName, /^[a-z]+-[a-z]+-\d+$/);
    }
  });

  it('refuses a second run while one is active', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.startRun({ runName: 'first' });
    assert.throws(
      () => mlflow.startRun(),
      /The run first is still active\. End it first, mlflow\.endRun\(\), or start this one inside it/
    );
    mlflow.endRun();
    mlflow.startRun();
    assert.equal(journal.of('run').length, 2);
  });

  it('refuses another inside a training', () => {
    const parts = makeKernelParts();
    const { run } = parts.trainings.begin('tfjs')!;
    parts.trainings.open({}, run).within(() => {
      assert.throws(() => parts.mlflow.startRun(), /of the training that goes on is active/);
    });
    assert.equal(parts.journal.of('run').length, 1);
  });
});

describe('A nested run', () => {
  it('is recorded as the child of the active one, which is active again after it', () => {
    const { mlflow, journal } = makeKernelParts();
    const outer = mlflow.startRun();
    const inner = mlflow.startRun({ nested: true });
    assert.equal(journal.of('run')[1]?.parent, outer.clientRunId);
    assert.deepEqual(mlflow.activeRun(), inner);
    mlflow.endRun();
    assert.deepEqual(mlflow.activeRun(), outer);
  });

  it('has no parent where no run is active', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.startRun({ nested: true });
    assert.equal(journal.of('run')[0]?.parent, undefined);
  });

  it('takes true or false', () => {
    const { mlflow, journal } = makeKernelParts();
    assert.throws(
      () => mlflow.startRun({ nested: 'yes' as unknown as boolean }),
      /nested must be true or false, but was given "yes"/
    );
    assert.deepEqual(journal.records, []);
  });
});

describe('mlflow.endRun', () => {
  for (const status of [undefined, 'FINISHED', 'FAILED', 'KILLED'] as const) {
    it(`ends the active run${status === undefined ? '' : ` as ${status}`}`, () => {
      const { mlflow, journal } = makeKernelParts();
      mlflow.startRun();
      mlflow.endRun(status);
      assert.equal(mlflow.activeRun(), null);
      assert.equal(journal.of('end')[0]?.status, status ?? 'FINISHED');
      assert.equal(journal.of('end')[0]?.reason, null);
    });
  }

  it('does nothing without an active run', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.endRun();
    assert.deepEqual(journal.records, []);
  });
});

describe('mlflow.activeRun', () => {
  it('is the user’s own run, or that of the training around it', () => {
    const parts = makeKernelParts();
    assert.equal(parts.mlflow.activeRun(), null);
    const { run } = parts.trainings.begin('tfjs')!;
    parts.trainings.open({}, run).within(() => {
      assert.equal(parts.mlflow.activeRun()?.clientRunId, run.id);
    });
    assert.equal(parts.mlflow.activeRun(), null);
    const own = parts.mlflow.startRun();
    assert.deepEqual(parts.mlflow.activeRun(), own);
  });
});
