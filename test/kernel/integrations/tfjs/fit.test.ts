import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { forkedData, forkedModel, smallData, smallModel } from './small-models.js';

const kernel = observeTfjs();
const { journal, mlflow } = kernel;

function tensorSpec(schema: string): Record<string, string> {
  return (JSON.parse(schema) as { mlflow_tensorspec: Record<string, string> }).mlflow_tensorspec;
}

function names(specs: string): string[] {
  return (JSON.parse(specs) as { name: string }[]).map(({ name }) => name);
}

describe('fit', () => {
  it('is one run, finished when the call has ended', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    const training = model.fit(x, y, { epochs: 2, verbose: 0 });
    assert.equal(journal.of('run').length, 1);
    assert.equal(journal.of('end').length, 0);
    await training;
    assert.deepEqual(
      journal.of('end').map(({ status, reason }) => [status, reason]),
      [['FINISHED', null]]
    );
    assert.deepEqual(
      journal.records.slice(-2).map(({ type }) => type),
      ['model', 'end']
    );
  });

  it('logs each epoch with the values of its history, under Keras’s names', async () => {
    const { x, y } = smallData();
    const { history } = await smallModel().fit(x, y, {
      epochs: 3,
      validationSplit: 0.25,
      verbose: 0
    });
    const names = { loss: 'loss', acc: 'accuracy', val_loss: 'val_loss', val_acc: 'val_accuracy' };
    for (const [theirs, ours] of Object.entries(names)) {
      assert.deepEqual(
        journal.metric(ours),
        history[theirs]!.map((value, epoch) => [epoch, value])
      );
    }
    assert.deepEqual(
      journal
        .of('metric')
        .slice(0, 4)
        .map(({ key }) => key),
      ['loss', 'val_loss', 'accuracy', 'val_accuracy']
    );
    assert.equal(journal.of('metric').length, 12);
  });

  it('logs its settings and the library’s defaults', async () => {
    const { x, y } = smallData();
    await smallModel().fit(x, y, { verbose: 0 });
    assert.deepEqual(journal.params(), {
      batch_size: '32',
      epochs: '1',
      initial_epoch: '0',
      shuffle: 'True',
      validation_split: '0.0',
      loss: 'binaryCrossentropy',
      metrics: '[accuracy]',
      opt_name: 'adam',
      opt_learning_rate: '0.001',
      opt_beta_1: '0.9',
      opt_beta_2: '0.999',
      opt_epsilon: '1e-7'
    });
    journal.clear();
    await smallModel().fit(x, y, {
      batchSize: 4,
      epochs: 3,
      initialEpoch: 1,
      shuffle: false,
      validationSplit: 0.5,
      classWeight: { 0: 1, 1: 2 },
      verbose: 0
    });
    const { batch_size, epochs, initial_epoch, shuffle, validation_split, class_weight } =
      journal.params();
    assert.deepEqual(
      { batch_size, epochs, initial_epoch, shuffle, validation_split, class_weight },
      {
        batch_size: '4',
        epochs: '3',
        initial_epoch: '1',
        shuffle: 'False',
        validation_split: '0.5',
        class_weight: '{"0":1,"1":2}'
      }
    );
    assert.deepEqual(
      journal.metric('loss').map(([step]) => step),
      [1, 2]
    );
  });

  it('says what trained it, and with which versions', async () => {
    const { x, y } = smallData();
    await smallModel().fit(x, y, { verbose: 0 });
    assert.equal(journal.tags()['mlflow.autologging'], 'tfjs');
    assert.equal(
      journal.tags()['autolog.libraries'],
      `node ${process.versions.node}, @tensorflow/tfjs-layers ${tf.version_layers}`
    );
  });

  it('logs the summary of the user’s own model', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y, { verbose: 0 });
    const [summary] = journal.of('text');
    assert.equal(summary?.path, 'model_summary.txt');
    assert.match(summary.text, new RegExp(`${model.layers[0]!.name} \\(Dense\\)`));
    assert.match(summary.text, /Total params: 13/);
  });

  it('shows how far it is', async () => {
    const { x, y } = smallData();
    const seen: unknown[] = [];
    await smallModel().fit(x, y, {
      epochs: 2,
      verbose: 0,
      callbacks: {
        onEpochBegin: () => {
          seen.push(kernel.began.at(-1)?.view.progress);
        }
      }
    });
    const view = kernel.began.at(-1)?.view;
    assert.deepEqual(
      [...seen, view?.progress],
      [
        { unit: 'epoch', done: 0, total: 2 },
        { unit: 'epoch', done: 1, total: 2 },
        { unit: 'epoch', done: 2, total: 2 }
      ]
    );
  });

  for (const by of ['order', 'name']) {
    it(`takes several inputs and outputs by ${by}`, async () => {
      const { left, right, sum, sign } = forkedData();
      const [x, y] =
        by === 'order'
          ? [
              [left, right],
              [sum, sign]
            ]
          : [
              { right, left },
              { sign, sum }
            ];
      await forkedModel().fit(x as tf.Tensor[], y as tf.Tensor[], { verbose: 0 });
      assert.deepEqual(
        journal.of('metric').map(({ key }) => key),
        ['loss', 'sum_loss', 'sign_loss', 'sign_accuracy']
      );
      const { schema, profile } = journal.of('dataset')[0]!;
      assert.deepEqual((JSON.parse(profile) as Record<string, unknown>)['features_shape'], {
        left: [8, 2],
        right: [8, 1]
      });
      const { features, targets } = tensorSpec(schema);
      assert.deepEqual(names(features!).sort(), ['left', 'right']);
      assert.deepEqual(names(targets!).sort(), ['sign', 'sum']);
      const { inputs, outputs } = journal.of('model')[0]!.signature!;
      assert.deepEqual(names(inputs), ['left', 'right']);
      assert.deepEqual(names(outputs), ['sum', 'sign']);
    });
  }

  it('is told from one that overlaps it', async () => {
    const { x, y } = smallData();
    const losses = await Promise.all(
      [2, 4].map(async epochs => {
        const { history } = await smallModel().fit(x, y, { epochs, verbose: 0 });
        return history['loss']!;
      })
    );
    const runs = journal.of('run').map(({ run }) => run);
    assert.equal(runs.length, 2);
    for (const [index, run] of runs.entries()) {
      assert.deepEqual(
        journal.metric('loss', run).map(([, value]) => value),
        losses[index]
      );
      assert.equal(journal.params(run)['epochs'], String([2, 4][index]));
      assert.equal(journal.of('model', run).length, 1);
      assert.equal(journal.of('end', run).length, 1);
    }
  });

  it('of the same model again is a run of its own', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y, { verbose: 0 });
    await model.fit(x, y, { epochs: 2, verbose: 0 });
    assert.equal(new Set(journal.of('run').map(({ run }) => run)).size, 2);
    assert.deepEqual(
      journal.of('model').map(({ step }) => step),
      [1, 2]
    );
  });

  it('inside a callback belongs to the outer one', async () => {
    const { x, y } = smallData();
    const inner = smallModel();
    await smallModel().fit(x, y, {
      verbose: 0,
      callbacks: {
        onEpochEnd: async () => {
          await inner.fit(x, y, { verbose: 0 });
        }
      }
    });
    assert.equal(journal.of('run').length, 1);
    assert.equal(journal.metric('loss').length, 1);
  });

  it('lets its callbacks log into its own run', async () => {
    const { x, y } = smallData();
    await smallModel().fit(x, y, {
      epochs: 2,
      verbose: 0,
      callbacks: {
        onEpochEnd: epoch => {
          mlflow.logMetric('learning_rate', 0.1 / (epoch + 1), epoch);
        }
      }
    });
    assert.equal(journal.of('run').length, 1);
    assert.deepEqual(journal.metric('learning_rate'), [
      [0, 0.1],
      [1, 0.05]
    ]);
  });

  it('in a run of the user’s leaves it alone before mlflow.autolog(), and logs into it after', async () => {
    const { x, y } = smallData();
    const { clientRunId } = mlflow.startRun();
    await smallModel().fit(x, y, { verbose: 0 });
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run']
    );
    mlflow.autolog();
    await smallModel().fit(x, y, { verbose: 0 });
    assert.ok(journal.records.every(record => 'run' in record && record.run === clientRunId));
    assert.equal(journal.metric('loss').length, 1);
    assert.equal(journal.of('model').length, 1);
    assert.deepEqual(journal.of('end'), []);
  });

  it('is not logged while autologging is disabled', async () => {
    const { x, y } = smallData();
    mlflow.autolog({ disable: true });
    await smallModel().fit(x, y, { verbose: 0 });
    assert.deepEqual(journal.records, []);
  });
});

describe('A fit that stops early', () => {
  it('says so, and logs the settings of early stopping', async () => {
    const { x, y } = smallData();
    const { epoch } = await smallModel({ optimizer: tf.train.sgd(0) }).fit(x, y, {
      epochs: 20,
      verbose: 0,
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
      verbose: 0,
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
      verbose: 0,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 5 })
    });
    assert.equal(journal.of('end')[0]?.reason, null);
    assert.deepEqual(journal.metric('stopped_epoch'), []);
  });
});

describe('A fit that throws', () => {
  it('gives the user the library’s own error, and is a failed run with its settings', async () => {
    const { x } = smallData();
    const { y } = smallData(5);
    let caught: unknown;
    try {
      await smallModel().fit(x, y, { epochs: 7, verbose: 0 });
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
          verbose: 0,
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
    const first = model.fit(x, y, { epochs: 2, verbose: 0 });
    await assert.rejects(model.fit(x, y, { verbose: 0 }), /another fit\(\) call is ongoing/);
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
        verbose: 0,
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
      verbose: 0,
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
      verbose: 0,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1_000_000 })
    });
    clearTimeout(timer);
    assert.ok(performance.now() - started < 5000);
    assert.equal(journal.of('end')[0]?.status, 'KILLED');
  });
});
