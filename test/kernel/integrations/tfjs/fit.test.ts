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
    const training = model.fit(x, y, { epochs: 2 });
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

  it('is logged when it is silent', async () => {
    const { x, y } = smallData();
    const silent = Object.fromEntries([['verbose', 0]]) as tf.ModelFitArgs;
    await smallModel().fit(x, y, silent);
    assert.equal(journal.metric('loss').length, 1);
  });

  it('logs each epoch with the values of its history, under Keras’s names', async () => {
    const { x, y } = smallData();
    const { history } = await smallModel().fit(x, y, {
      epochs: 3,
      validationSplit: 0.25
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
    await smallModel().fit(x, y);
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
      classWeight: { 0: 1, 1: 2 }
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
    await smallModel().fit(x, y);
    assert.equal(journal.tags()['mlflow.autologging'], 'tfjs');
    assert.equal(
      journal.tags()['autolog.libraries'],
      `node ${process.versions.node}, @tensorflow/tfjs-layers ${tf.version_layers}`
    );
  });

  it('logs the summary of the user’s own model', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y);
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
      await forkedModel().fit(x, y);
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
        const { history } = await smallModel().fit(x, y, { epochs });
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
    await model.fit(x, y);
    await model.fit(x, y, { epochs: 2 });
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
      callbacks: {
        onEpochEnd: async () => {
          await inner.fit(x, y);
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
    await smallModel().fit(x, y);
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run']
    );
    mlflow.autolog();
    await smallModel().fit(x, y);
    assert.ok(journal.records.every(record => 'run' in record && record.run === clientRunId));
    assert.equal(journal.metric('loss').length, 1);
    assert.equal(journal.of('model').length, 1);
    assert.deepEqual(journal.of('end'), []);
  });

  it('is not logged while autologging is disabled', async () => {
    const { x, y } = smallData();
    mlflow.autolog({ disable: true });
    await smallModel().fit(x, y);
    assert.deepEqual(journal.records, []);
  });
});
