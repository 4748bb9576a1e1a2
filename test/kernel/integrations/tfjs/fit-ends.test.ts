import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { smallData, smallModel } from './small-models.js';

const kernel = observeTfjs();
const { journal } = kernel;

describe('A fit that stops early', () => {
  it('says so, and logs the settings of early stopping', async () => {
    const { x, y } = smallData();
    const { epoch } = await smallModel({ optimizer: tf.train.sgd(0) }).fit(x, y, {
      epochs: 20,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'acc', patience: 2, minDelta: 0.5 })
    });
    const last = epoch.at(-1)!;
    assert.ok(last < 19);
    assert.equal(journal.of('end')[0]?.reason, 'stopped early, accuracy no longer improved');
    assert.deepEqual(journal.metric('stopped_epoch'), [[last, last]]);
    const { monitor, patience, min_delta, baseline, mode } = journal.params();
    assert.deepEqual(
      { monitor, patience, min_delta, baseline, mode },
      { monitor: 'acc', patience: '2', min_delta: '0.5', baseline: 'None', mode: 'auto' }
    );
  });

  it('says so when a callback of the user’s stopped it', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y, {
      epochs: 20,
      callbacks: {
        onEpochEnd: () => {
          model.stopTraining = true;
        }
      }
    });
    assert.deepEqual(
      journal.of('end').map(({ status, reason }) => [status, reason]),
      [['FINISHED', 'stopped early']]
    );
  });

  it('says nothing when all epochs were run', async () => {
    const { x, y } = smallData();
    await smallModel().fit(x, y, {
      epochs: 2,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 5 })
    });
    assert.equal(journal.of('end')[0]?.reason, null);
    assert.deepEqual(journal.metric('stopped_epoch'), []);
  });
});

describe('A fit that has ended', () => {
  it('leaves nothing to what it started: a fit in a timer of its callback is a run of its own', async () => {
    const { x, y } = smallData();
    let later: Promise<unknown> = Promise.resolve();
    await smallModel().fit(x, y, {
      callbacks: {
        onTrainEnd: () => {
          later = turn().then(async () => smallModel().fit(x, y, { epochs: 2 }));
        }
      }
    });
    await later;
    assert.equal(journal.of('run').length, 2);
    assert.deepEqual(
      journal.of('metric').map(({ run, step }) => [run === journal.of('run')[0]!.run, step]),
      [
        [true, 0],
        [true, 0],
        [false, 0],
        [false, 0],
        [false, 1],
        [false, 1]
      ]
    );
  });

  it('no longer listens for interrupts, however it ended', async () => {
    const { x, y } = smallData();
    let listening = 0;
    const onInterrupt = kernel.cells.onInterrupt.bind(kernel.cells);
    kernel.cells.onInterrupt = listener => {
      listening += 1;
      const forget = onInterrupt(listener);
      return () => {
        listening -= 1;
        forget();
      };
    };
    const training = smallModel().fit(x, y);
    assert.equal(listening, 1);
    await training;
    await assert.rejects(smallModel().fit(x, smallData(3).y));
    assert.equal(listening, 0);
    kernel.cells.onInterrupt = onInterrupt;
  });
});

describe('A fit that throws', () => {
  it('gives the user the library’s own error, and is a failed run with its settings', async () => {
    const { x } = smallData();
    const { y } = smallData(5);
    let caught: unknown;
    try {
      await smallModel().fit(x, y, { epochs: 7 });
    } catch (error) {
      caught = error;
    }
    assert.ok(caught instanceof Error);
    assert.match(caught.message, /same number of samples/);
    const [end] = journal.of('end');
    assert.equal(end?.status, 'FAILED');
    assert.match(end.reason ?? '', /same number of samples/);
    assert.equal(journal.params()['epochs'], '7');
    assert.deepEqual(journal.of('model'), []);
  });

  for (const error of [new RangeError('mine'), undefined]) {
    it(`gives the user the very ${String(error)} that a callback threw`, async () => {
      const { x, y } = smallData();
      let caught: unknown = 'nothing';
      try {
        await smallModel().fit(x, y, {
          epochs: 3,
          callbacks: {
            onEpochEnd: () => {
              // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
              throw error;
            }
          }
        });
      } catch (thrown) {
        caught = thrown;
      }
      assert.equal(caught, error);
      assert.deepEqual(
        journal.of('end').map(({ status, reason }) => [status, reason]),
        [['FAILED', String(error)]]
      );
      assert.equal(journal.metric('loss').length, 1);
    });
  }

  it('of a model that trains already is a failed run beside the good one', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    const first = model.fit(x, y, { epochs: 2 });
    await assert.rejects(model.fit(x, y), /another fit\(\) call is ongoing/);
    await first;
    assert.deepEqual(
      journal.of('end').map(({ status }) => status),
      ['FAILED', 'FINISHED']
    );
  });
});

describe('An interrupt', () => {
  for (const [how, callbacks] of [
    ['with callbacks as an object', {}],
    [
      'with an instance of early stopping',
      tf.callbacks.earlyStopping({ monitor: 'loss', patience: 99 })
    ]
  ] as const) {
    it(`stops a training ${how} after the batch, and the run is killed`, async () => {
      const { x, y } = smallData();
      let batches = 0;
      const counting = {
        onBatchEnd: () => {
          batches += 1;
          if (batches === 3) {
            kernel.cells.interrupt();
          }
        }
      };
      const list =
        'setParams' in callbacks ? [callbacks, new tf.CustomCallback(counting)] : counting;
      const { epoch } = await smallModel().fit(x, y, {
        epochs: 1000,
        batchSize: 4,
        callbacks: list as tf.CustomCallback[]
      });
      assert.ok(batches <= 4, `${batches} batches`);
      assert.equal(epoch.length, 1);
      assert.deepEqual(
        journal.of('end').map(({ status, reason }) => [status, reason]),
        [['KILLED', 'interrupted']]
      );
      assert.deepEqual(journal.of('model'), []);
    });
  }

  it('after the last batch kills nothing', async () => {
    const { x, y } = smallData();
    await smallModel().fit(x, y, {
      callbacks: {
        onTrainEnd: () => {
          kernel.cells.interrupt();
        }
      }
    });
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
  });

  it('reaches a training that starves the event loop', async () => {
    const { x, y } = smallData();
    const timer = setTimeout(() => {
      kernel.cells.interrupt();
    }, 50);
    const started = performance.now();
    await smallModel().fit(x, y, {
      epochs: 100_000,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1_000_000 })
    });
    clearTimeout(timer);
    assert.ok(performance.now() - started < 5000);
    assert.equal(journal.of('end')[0]?.status, 'KILLED');
  });
});
