import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { describeTensors } from '../../../../src/kernel/integrations/tfjs/dataset.js';
import type { DatasetDescription } from '../../../../src/kernel/runs/recorded-run.js';
import { observeTfjs } from './observed-tfjs.js';
import { smallData, smallModel } from './small-models.js';

const { journal } = observeTfjs();

async function describeX(x: tf.Tensor, y?: tf.Tensor): Promise<DatasetDescription> {
  return describeTensors(
    'train',
    [{ name: 'x', tensor: x }],
    y === undefined ? [] : [{ name: 'y', tensor: y }]
  );
}

async function digest(x: tf.Tensor, y?: tf.Tensor): Promise<string> {
  return (await describeX(x, y)).digest;
}

describe('The dataset of a training', () => {
  it('is told as MLflow tells numpy data', async () => {
    const { x, y } = smallData(10);
    await smallModel().fit(x, y);
    const [dataset, second] = journal.of('dataset');
    assert.equal(second, undefined);
    assert.equal(dataset?.context, 'train');
    assert.match(dataset.digest, /^[0-9a-f]{16}$/);
    const { mlflow_tensorspec } = JSON.parse(dataset.schema) as {
      mlflow_tensorspec: Record<string, string>;
    };
    const spec = (size: number): unknown => [
      { type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, size] } }
    ];
    assert.deepEqual(JSON.parse(mlflow_tensorspec['features']!), spec(2));
    assert.deepEqual(JSON.parse(mlflow_tensorspec['targets']!), spec(1));
    assert.deepEqual(JSON.parse(dataset.profile), {
      features_shape: [10, 2],
      features_size: 20,
      features_nbytes: 80,
      targets_shape: [10, 1],
      targets_size: 10,
      targets_nbytes: 40
    });
  });

  it('comes with that of validation', async () => {
    const { x, y } = smallData(10);
    const validation = smallData(4);
    await smallModel().fit(x, y, { validationData: [validation.x, validation.y] });
    assert.deepEqual(
      journal
        .of('dataset')
        .map(({ context, profile }) => [
          context,
          (JSON.parse(profile) as Record<string, unknown>)['features_shape']
        ]),
      [
        ['train', [10, 2]],
        ['eval', [4, 2]]
      ]
    );
  });
});

describe('The digest of tensors', () => {
  const base = smallData(10);
  const other = tf.tensor2d(base.x.arraySync().map((row, index) => (index === 9 ? [9, 9] : row)));
  const long = new Float32Array(300_000).map((_, index) => index % 251);

  after(() => {
    tf.dispose([base.x, base.y, other]);
  });

  it('is the same for the same content', async () => {
    const again = smallData(10);
    assert.equal(await digest(base.x, base.y), await digest(again.x, again.y));
    const whole = tf.tensor2d([
      [1, 2],
      [3, 4]
    ]);
    assert.equal(await digest(whole), '103b3dd5d994d4d4', 'in every version of ours');
  });

  it('differs with a value, a shape, a type, and with the targets', async () => {
    const digests = await Promise.all([
      digest(base.x, base.y),
      digest(other, base.y),
      digest(base.x.reshape([2, 10]), base.y),
      digest(base.x.reshape([20]), base.y),
      digest(base.x.cast('int32'), base.y),
      digest(base.x),
      digest(base.y, base.x)
    ]);
    assert.equal(new Set(digests).size, digests.length);
  });

  it('of large ones is taken all along them, within a few milliseconds', async () => {
    const whole = await digest(tf.tensor1d(long));
    for (const place of [0, 151_000, 299_999]) {
      // Blocks are left out of the sample, so a run of values is changed.
      const changed = long.slice();
      changed.fill(-1, Math.max(0, place - 6000), place + 1);
      assert.notEqual(await digest(tf.tensor1d(changed)), whole, `at ${place}`);
    }
    const huge = tf.zeros([5_000_000]);
    huge.dataSync();
    const started = performance.now();
    await digest(huge);
    assert.ok(performance.now() - started < 100, 'it takes 3 ms on an idle machine');
  });

  it('of texts follows their content', async () => {
    const texts = (last: string): tf.Tensor => tf.tensor1d(['a', 'b', last]);
    assert.equal(await digest(texts('c')), await digest(texts('c')));
    assert.notEqual(await digest(texts('c')), await digest(texts('d')));
    const { schema } = await describeX(texts('c'));
    assert.match(schema, /\\"dtype\\":\\"str\\"/);
  });

  it('leaves every tensor as it was', async () => {
    const before = tf.memory().numTensors;
    const { x, y } = smallData(10);
    const values = x.arraySync();
    await digest(x, y);
    assert.deepEqual(x.arraySync(), values);
    assert.equal(tf.memory().numTensors - before, 2);
    tf.dispose([x, y]);
  });
});
