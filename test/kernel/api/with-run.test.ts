import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeCell, makeKernelParts } from '../runs/kernel-parts.js';

describe('mlflow.withRun', () => {
  it('gives what its body returns, and ends the run as FINISHED', () => {
    const { mlflow, journal } = makeKernelParts();
    const result = mlflow.withRun({ runName: 'mine' }, run => {
      mlflow.logMetric('loss', 1);
      return `${run.runName} done`;
    });
    assert.equal(result, 'mine done');
    assert.equal(mlflow.activeRun(), null);
    const [run] = journal.of('run');
    assert.deepEqual(
      journal.of('metric').map(metric => metric.run),
      [run?.run]
    );
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
  });

  it('ends the run when its promise is fulfilled, with the same value', async () => {
    const { mlflow, journal } = makeKernelParts();
    const promise = mlflow.withRun(async () => {
      await turn();
      mlflow.logMetric('loss', 1);
      return 42;
    });
    assert.ok(promise instanceof Promise);
    assert.deepEqual(journal.of('end'), []);
    assert.equal(await promise, 42);
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
    assert.equal(journal.of('run').length, 1);
  });

  it('passes on the very error of its body, thrown or rejected, and ends as FAILED', async () => {
    const { mlflow, journal } = makeKernelParts();
    const error = new RangeError('too far');
    const isSame = (thrown: unknown): boolean => thrown === error;
    assert.throws(() => {
      mlflow.withRun(() => {
        throw error;
      });
    }, isSame);
    await assert.rejects(
      mlflow.withRun(() => Promise.reject(error)),
      isSame
    );
    assert.deepEqual(
      journal.of('end').map(({ status, reason }) => [status, reason]),
      [
        ['FAILED', 'RangeError: too far'],
        ['FAILED', 'RangeError: too far']
      ]
    );
  });

  it('ends as KILLED what the user interrupted, however its body ends', async () => {
    const { mlflow, journal, cells } = makeKernelParts();
    await mlflow.withRun(async () => {
      cells.interrupt();
      await turn();
    });
    cells.interrupt();
    mlflow.withRun(() => undefined);
    assert.deepEqual(
      journal.of('end').map(({ status, reason }) => [status, reason]),
      [
        ['KILLED', 'interrupted'],
        ['FINISHED', null]
      ]
    );
  });

  it('keeps bodies that go on at once apart, with their timers and emitters', async () => {
    const { mlflow, journal } = makeKernelParts();
    const body = (name: string) => async (): Promise<void> => {
      const emitter = new EventEmitter().on('step', () => mlflow.logMetric(name, 1));
      await turn();
      mlflow.logMetric(name, 2);
      setTimeout(() => emitter.emit('step'), 1);
      await new Promise(resolve => setTimeout(resolve, 5));
    };
    await Promise.all(['a', 'b'].map(name => mlflow.withRun({ runName: name }, body(name))));
    const names = new Map(journal.of('run').map(({ run, name }) => [run, name]));
    assert.equal(names.size, 2);
    assert.equal(journal.of('metric').length, 4);
    for (const { run, key } of journal.of('metric')) {
      assert.equal(names.get(run), key);
    }
  });

  it('ends runs that its body left open, and is not active for what outlives it', async () => {
    const { mlflow, journal } = makeKernelParts();
    let late: Promise<unknown> = Promise.resolve();
    mlflow.withRun(() => {
      mlflow.startRun({ nested: true });
      late = turn().then(() => mlflow.activeRun());
    });
    assert.equal(journal.of('end').length, 2);
    assert.equal(journal.of('run')[1]?.parent, journal.of('run')[0]?.run);
    assert.equal(await late, null);
  });

  it('lets what outlives it start a run that is not its own', async () => {
    const { mlflow } = makeKernelParts();
    let late: Promise<unknown> = Promise.resolve();
    mlflow.withRun(() => {
      late = turn().then(() => mlflow.startRun({ runName: 'late' }));
    });
    await late;
    assert.equal(mlflow.activeRun()?.runName, 'late');
  });

  it('leaves a run alone that its body has ended', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.withRun(() => {
      mlflow.endRun('KILLED');
    });
    assert.deepEqual(
      journal.of('end').map(({ status }) => status),
      ['KILLED']
    );
  });

  it('is refused beside an active run, as startRun is, before anything is called', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.startRun({ runName: 'first' });
    let calls = 0;
    const body = (): number => ++calls;
    assert.throws(() => mlflow.withRun(body), /The run first is still active/);
    assert.equal(calls, 0);
    assert.equal(mlflow.withRun({ nested: true }, body), 1);
    assert.equal(journal.of('run').length, 2);
  });

  it('says what it takes where it is given no function', () => {
    const { mlflow, journal } = makeKernelParts();
    const withRun = mlflow.withRun as (...given: unknown[]) => unknown;
    assert.throws(() => withRun({ runName: 'a' }), MlflowArgumentError);
    assert.throws(() => withRun('a', () => 1), MlflowArgumentError);
    assert.throws(() => withRun(), /withRun calls a function, but was given undefined/);
    assert.deepEqual(journal.records, []);
  });
});

describe('A run that was started in a cell', () => {
  it('is not seen by another cell that goes on at the same time, and by all once it has ended', async () => {
    const { mlflow, cells } = makeKernelParts();
    const [first, second] = [makeCell(), makeCell({ executionCount: 2 })];
    const inCell = async (cell: typeof first, body: () => void): Promise<void> => {
      await turn();
      cells.enter(cell);
      body();
    };
    await Promise.all([
      inCell(first, () => mlflow.startRun({ runName: 'first' })),
      inCell(second, () => {
        assert.equal(mlflow.activeRun(), null);
        mlflow.startRun({ runName: 'second' });
        assert.equal(mlflow.activeRun()?.runName, 'second');
      })
    ]);
    cells.end(first);
    await inCell(makeCell({ executionCount: 3 }), () => {
      assert.equal(mlflow.activeRun()?.runName, 'first');
      mlflow.endRun();
      assert.equal(mlflow.activeRun(), null);
    });
  });
});
