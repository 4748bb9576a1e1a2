import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { smallData, smallModel } from './small-models.js';

const { journal, cells } = observeTfjs();

/** A dataset of batches of four. */
function batches(rows = 12): tf.data.Dataset<tf.TensorContainer> {
  const { x, y } = smallData(rows);
  return tf.data
    .zip({ xs: tf.data.array(x.arraySync()), ys: tf.data.array(y.arraySync()) })
    .batch(4);
}

describe('fitDataset', () => {
  it('is one run with the values of its history', async () => {
    const { history } = await smallModel().fitDataset(batches(), {
      epochs: 2,
      validationData: batches(8)
    });
    assert.equal(journal.of('run').length, 1);
    for (const key of ['loss', 'val_loss']) {
      assert.deepEqual(
        journal.metric(key).map(([, value]) => value),
        history[key]
      );
    }
    assert.deepEqual(
      journal.of('end').map(({ status }) => status),
      ['FINISHED']
    );
    assert.equal(journal.of('model').length, 1);
  });

  it('logs its settings, and no batch size that it doesn’t know', async () => {
    await smallModel().fitDataset(batches().repeat(), {
      epochs: 2,
      batchesPerEpoch: 3,
      validationData: batches(8),
      validationBatches: 1
    });
    const params = journal.params();
    assert.equal(params['epochs'], '2');
    assert.equal(params['initial_epoch'], '0');
    assert.equal(params['steps_per_epoch'], '3');
    assert.equal(params['validation_steps'], '1');
    assert.equal(params['opt_name'], 'adam');
    assert.equal('batch_size' in params, false);
  });

  it('tells its datasets without using up an element', async () => {
    let elements = 0;
    const { x, y } = smallData(4);
    const counted = tf.data.generator(function* () {
      elements += 1;
      yield { xs: x.clone(), ys: y.clone() };
    });
    await smallModel().fitDataset(counted, { epochs: 1, validationData: [x, y] });
    assert.equal(elements, 1);
    const [train, validation] = journal.of('dataset');
    assert.deepEqual([train?.context, train?.name, train?.profile], ['train', 'tf.data', '{}']);
    assert.deepEqual([validation?.context, validation?.name], ['eval', 'dataset']);
  });

  it('says how many batches a dataset has that knows it', async () => {
    await smallModel().fitDataset(batches(), { epochs: 1 });
    assert.equal(journal.of('dataset')[0]?.profile, '{"num_batches":3}');
  });

  it('gives the user the library’s own error', async () => {
    await assert.rejects(smallModel().fitDataset(batches(), { epochs: 0 }), /positive integer/);
    assert.equal(journal.of('end')[0]?.status, 'FAILED');
  });

  it('ends after the batch when the kernel is interrupted', async () => {
    let seen = 0;
    await smallModel().fitDataset(batches(), {
      epochs: 1000,
      callbacks: {
        onBatchEnd: () => {
          seen += 1;
          if (seen === 2) {
            cells.interrupt();
          }
        }
      }
    });
    assert.ok(seen <= 3);
    assert.equal(journal.of('end')[0]?.status, 'KILLED');
  });
});
