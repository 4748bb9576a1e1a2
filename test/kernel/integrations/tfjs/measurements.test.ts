import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { forkedData, forkedModel, smallData, smallModel } from './small-models.js';

const { journal, mlflow } = observeTfjs();

describe('evaluate', () => {
  it('of a trained model is logged to its run, each time at the next step', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y);
    const [run] = journal.of('run');
    const losses: number[] = [];
    for (let time = 0; time < 2; time += 1) {
      const [loss, accuracy] = model.evaluate(x, y) as tf.Scalar[];
      losses.push((await loss!.data())[0]!);
      // The values were asked for before the user could dispose of them.
      tf.dispose([loss!, accuracy!]);
      await turn();
    }
    assert.deepEqual(
      journal.metric('validation_loss', run!.run),
      losses.map((loss, step) => [step, loss])
    );
    assert.equal(journal.metric('validation_accuracy', run!.run).length, 2);
    assert.equal(journal.of('run').length, 1);
  });

  it('gives the user the library’s own scalars, still to be used', async () => {
    const { x, y } = smallData();
    const model = smallModel({ metrics: [] });
    await model.fit(x, y);
    const loss = model.evaluate(x, y) as tf.Scalar;
    await turn();
    assert.equal(loss.isDisposed, false);
    assert.equal(typeof loss.dataSync()[0], 'number');
    assert.equal(journal.metric('validation_loss').length, 1);
  });

  it('of a model that was never trained is logged nowhere, but in an autologged run', async () => {
    const { x, y } = smallData();
    smallModel().evaluate(x, y);
    await turn();
    assert.deepEqual(journal.records, []);
    mlflow.autolog();
    mlflow.startRun();
    smallModel().evaluate(x, y);
    await turn();
    assert.equal(journal.metric('validation_loss').length, 1);
  });

  it('of several outputs is logged by name', async () => {
    const { left, right, sum, sign } = forkedData();
    const model = forkedModel();
    await model.fit([left, right], [sum, sign]);
    const before = journal.of('metric').length;
    const results = model.evaluate([left, right], [sum, sign]) as tf.Scalar[];
    await turn();
    const value = (key: string): number => journal.metric(`validation_${key}`)[0]![1];
    // The library returns the first output's loss once more, before that of the model.
    assert.equal(value('loss'), results[1]!.dataSync()[0]);
    assert.ok(Math.abs(value('loss') - value('sum_loss') - value('sign_loss')) < 1e-6);
    assert.deepEqual(
      journal
        .of('metric')
        .slice(before)
        .map(({ key }) => key),
      ['validation_loss', 'validation_sum_loss', 'validation_sign_loss', 'validation_sign_accuracy']
    );
  });

  it('inside a training is not logged beside it', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y, {
      validationSplit: 0.5,
      callbacks: {
        onEpochEnd: () => {
          tf.dispose(model.evaluate(x, y));
        }
      }
    });
    assert.deepEqual(journal.metric('validation_loss'), []);
  });

  it('throws the library’s own error', () => {
    const { x } = smallData();
    const { y } = smallData(3);
    const model = smallModel();
    assert.throws(() => model.evaluate(x, y), /same number of samples/);
  });
});

describe('evaluateDataset', () => {
  it('is logged like evaluate', async () => {
    const { x, y } = smallData(8);
    const model = smallModel();
    await model.fit(x, y);
    const dataset = tf.data
      .zip({ xs: tf.data.array(x.arraySync()), ys: tf.data.array(y.arraySync()) })
      .batch(4) as tf.data.Dataset<{ xs: tf.Tensor; ys: tf.Tensor }>;
    const [loss] = (await model.evaluateDataset(dataset, {})) as tf.Scalar[];
    assert.deepEqual(journal.metric('validation_loss'), [[0, loss!.dataSync()[0]]]);
  });
});

describe('trainOnBatch', () => {
  it('is logged into an autologged run of the user’s, batch by batch', async () => {
    const { x, y } = smallData(8);
    mlflow.autolog();
    mlflow.startRun();
    const model = smallModel();
    const losses: number[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      const [loss] = (await model.trainOnBatch(x, y)) as number[];
      losses.push(loss!);
    }
    assert.deepEqual(
      journal.metric('loss'),
      losses.map((loss, step) => [step, loss])
    );
    assert.equal(journal.of('run').length, 1);
  });

  it('makes no run', async () => {
    const { x, y } = smallData(8);
    const model = smallModel();
    await model.trainOnBatch(x, y);
    await model.fit(x, y);
    await model.trainOnBatch(x, y);
    assert.equal(journal.of('run').length, 1);
    assert.equal(journal.metric('loss').length, 1);
  });
});
