import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Training } from '../../../src/kernel/runs/training.js';
import { makeCell, makeKernelParts } from './kernel-parts.js';
import type { KernelParts } from './kernel-parts.js';

/** A training call, as an integration makes one of it. */
async function train<T>(
  { trainings }: KernelParts,
  body: (training: Training | null) => T
): Promise<Awaited<T>> {
  const training = trainings.begin('tfjs');
  if (training === null) {
    return await body(null);
  }
  const flow = trainings.open({}, training.run);
  try {
    return await flow.within(() => body(training));
  } finally {
    flow.close();
    training.end('FINISHED', null);
  }
}

describe('A training outside any run', () => {
  it('gets a run of its own, which ends with it', async () => {
    const parts = makeKernelParts();
    await train(parts, training => {
      assert.equal(training?.isManaged, true);
      assert.equal(parts.journal.of('end').length, 0);
    });
    assert.equal(parts.journal.of('run').length, 1);
    assert.deepEqual(
      parts.journal.of('end').map(({ status }) => status),
      ['FINISHED']
    );
    assert.equal(parts.journal.tags()['mlflow.autologging'], 'tfjs');
  });

  it('gets one run each time', async () => {
    const parts = makeKernelParts();
    await train(parts, () => undefined);
    await train(parts, () => undefined);
    assert.equal(new Set(parts.journal.of('run').map(({ run }) => run)).size, 2);
  });

  it('is nowhere logged while autologging is disabled, and is again after', async () => {
    const parts = makeKernelParts();
    parts.mlflow.autolog({ disable: true });
    await train(parts, training => {
      assert.equal(training, null);
    });
    parts.mlflow.autolog();
    await train(parts, training => {
      assert.equal(training?.isManaged, true);
    });
    assert.equal(parts.journal.of('run').length, 1);
  });
});

describe('A training inside another', () => {
  it('belongs to the outermost', async () => {
    const parts = makeKernelParts();
    await train(parts, async () => {
      await turn();
      await train(parts, inner => {
        assert.equal(inner, null);
      });
    });
    assert.equal(parts.journal.of('run').length, 1);
  });

  it('is told from one that overlaps it', async () => {
    const parts = makeKernelParts();
    const scopes = await Promise.all(
      [1, 2].map(() =>
        train(parts, async training => {
          await turn();
          assert.equal(parts.flows.current?.run, training?.run);
          return parts.trainings.scope;
        })
      )
    );
    assert.notEqual(scopes[0], scopes[1]);
    assert.equal(parts.journal.of('run').length, 2);
  });

  it('is none of it any more when the outer one has ended', async () => {
    const parts = makeKernelParts();
    let later: Promise<boolean> = Promise.resolve(false);
    await train(parts, () => {
      later = turn().then(async () => train(parts, training => training !== null));
    });
    assert.equal(await later, true);
    assert.equal(parts.journal.of('run').length, 2);
  });
});

describe('A training inside a run of the user’s', () => {
  it('is not logged, no second run is made, and the card says how to change that', async () => {
    const parts = makeKernelParts();
    parts.mlflow.startRun({ runName: 'mine' });
    const before = parts.journal.records.length;
    await train(parts, training => {
      assert.equal(training, null);
    });
    assert.equal(parts.journal.records.length, before);
    assert.match(
      parts.notes.texts.join(),
      /not logged, because the run mine is active.*mlflow\.autolog\(\)/
    );
  });

  it('is logged into it after mlflow.autolog(), and the run goes on', async () => {
    const parts = makeKernelParts();
    parts.mlflow.startRun({ runName: 'mine' });
    parts.mlflow.autolog();
    const run = await train(parts, training => {
      training!.logMetrics({ loss: 1 }, 0);
      assert.equal(training!.isManaged, false);
      return training!.run;
    });
    assert.equal(run.view.name, 'mine');
    assert.equal(run.isRunning, true);
    assert.equal(parts.journal.of('end').length, 0);
    assert.equal(parts.journal.tags()['mlflow.autologging'], 'tfjs');
    assert.deepEqual(parts.notes.texts, []);
  });

  it('is not logged any more after mlflow.autolog({ disable: true })', async () => {
    const parts = makeKernelParts();
    parts.mlflow.autolog();
    parts.mlflow.autolog({ disable: true });
    parts.mlflow.startRun();
    await train(parts, training => {
      assert.equal(training, null);
    });
    assert.deepEqual(parts.notes.texts, []);
  });

  it('gets a run of its own again when the user’s has ended', async () => {
    const parts = makeKernelParts();
    parts.mlflow.startRun();
    parts.mlflow.endRun();
    await train(parts, training => {
      assert.equal(training?.isManaged, true);
    });
  });

  it('leaves the params of an earlier training as they are, and says which', () => {
    const parts = makeKernelParts();
    parts.mlflow.startRun({ runName: 'mine' });
    parts.mlflow.autolog();
    parts.trainings.begin('tfjs')?.logParams({ epochs: '5', shuffle: 'True' });
    parts.trainings.begin('tfjs')?.logParams({ epochs: '9', shuffle: 'True', batch_size: '8' });
    assert.deepEqual(parts.journal.params(), { epochs: '5', shuffle: 'True', batch_size: '8' });
    assert.deepEqual(
      parts.journal.of('params').map(({ params }) => params),
      [{ epochs: '5', shuffle: 'True' }, { batch_size: '8' }]
    );
    assert.match(parts.notes.texts.join(), /run mine keeps .*: epochs 5 \(not 9\)\./);
  });
});

describe('A measurement outside any training', () => {
  it('goes to the run that the model was trained in, also when that has ended', async () => {
    const parts = makeKernelParts();
    const trained = await train(parts, training => training!.run);
    assert.equal(parts.trainings.forMeasurement('tfjs', trained)?.run, trained);
    assert.equal(parts.trainings.forMeasurement('tfjs', null), null);
  });

  it('goes to the user’s own run if that is autologged, and else nowhere', async () => {
    const parts = makeKernelParts();
    const trained = await train(parts, training => training!.run);
    parts.mlflow.startRun({ runName: 'mine' });
    assert.equal(parts.trainings.forMeasurement('tfjs', trained), null);
    parts.mlflow.autolog();
    assert.equal(parts.trainings.forMeasurement('tfjs', trained)?.run.view.name, 'mine');
    assert.equal(parts.trainings.forMeasurement('tfjs', null)?.run.view.name, 'mine');
  });

  it('goes nowhere inside a training, and while autologging is disabled', async () => {
    const parts = makeKernelParts();
    const trained = await train(parts, training => {
      assert.equal(parts.trainings.forMeasurement('tfjs', training!.run), null);
      return training!.run;
    });
    parts.mlflow.autolog({ disable: true });
    assert.equal(parts.trainings.forMeasurement('tfjs', trained), null);
  });
});

describe('A training', () => {
  it('is given names that MLflow takes', () => {
    const parts = makeKernelParts();
    const training = parts.trainings.begin('tfjs')!;
    training.logMetrics({ 'top@5': 1, loss: 2 }, 0);
    training.logParams({ 'f1(macro)': 'on' });
    assert.deepEqual(
      parts.journal.of('metric').map(({ key }) => key),
      ['top_at_5', 'loss']
    );
    assert.deepEqual(parts.journal.params(), { f1_macro: 'on' });
  });

  it('hears of interrupts until it wants to no more', () => {
    const parts = makeKernelParts();
    let told = 0;
    const forget = parts.trainings.onInterrupt(() => {
      told += 1;
    });
    parts.cells.interrupt();
    forget();
    parts.cells.interrupt();
    assert.equal(told, 1);
  });

  it('carries the cell that made it', async () => {
    const parts = makeKernelParts();
    await turn();
    parts.cells.enter(makeCell({ cellId: 'abc', executionCount: 7 }));
    parts.trainings.begin('tfjs');
    const { executionCount, tags } = parts.journal.of('run')[0]!;
    assert.equal(executionCount, 7);
    assert.equal(tags['autolog.cellId'], 'abc');
    assert.equal(tags['autolog.executionCount'], '7');
  });
});
