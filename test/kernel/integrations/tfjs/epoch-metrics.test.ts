import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { EpochMetrics } from '../../../../src/kernel/integrations/tfjs/epoch-metrics.js';

describe('The numbers of an epoch', () => {
  it('have MLflow names, each with its validation counterpart behind it', async () => {
    const metrics = new EpochMetrics();
    const logs = { val_loss: 4, val_acc: 3, loss: 2, acc: 1 };
    assert.deepEqual(Object.entries(await metrics.read(logs)), [
      ['loss', 2],
      ['val_loss', 4],
      ['accuracy', 1],
      ['val_accuracy', 3]
    ]);
  });

  it('are read from tensors, which stay as they are', async () => {
    const metrics = new EpochMetrics();
    const loss = tf.scalar(0.5);
    assert.deepEqual(await metrics.read({ loss, acc: NaN }), { loss: 0.5, accuracy: NaN });
    assert.equal(loss.isDisposed, false);
    loss.dispose();
  });

  it('are those of this epoch, also where an epoch has others than the one before', async () => {
    const metrics = new EpochMetrics();
    await metrics.read({ loss: 1 });
    assert.deepEqual(await metrics.read({ loss: 2 }), { loss: 2 });
    assert.deepEqual(await metrics.read({ mse: 3 }), { mse: 3 });
    assert.deepEqual(Object.keys(await metrics.read({ val_mse: 5, mse: 4 })), ['mse', 'val_mse']);
    assert.deepEqual(await metrics.read({}), {});
  });
});
