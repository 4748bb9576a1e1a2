import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { forkedData, forkedModel, smallData, smallModel } from './small-models.js';

const kernel = observeTfjs();
const { journal } = kernel;

/** The params of a training whose names begin with one of these. */
async function paramsOf(compile: Partial<tf.ModelCompileArgs>): Promise<Record<string, string>> {
  const { x, y } = smallData(8);
  await smallModel(compile).fit(x, y);
  return Object.fromEntries(
    Object.entries(journal.params()).filter(([key]) => /^(opt_|loss|metrics)/.test(key))
  );
}

describe('The optimizer', () => {
  const cases: [name: string, make: () => tf.Optimizer, settings: Record<string, string>][] = [
    ['sgd', () => tf.train.sgd(0.5), { opt_learning_rate: '0.5' }],
    [
      'momentum',
      () => tf.train.momentum(0.5, 0.8, true),
      { opt_learning_rate: '0.5', opt_momentum: '0.8', opt_use_nesterov: 'True' }
    ],
    [
      'adagrad',
      () => tf.train.adagrad(0.5),
      { opt_learning_rate: '0.5', opt_initial_accumulator_value: '0.1' }
    ],
    [
      'adadelta',
      () => tf.train.adadelta(0.5),
      { opt_learning_rate: '0.5', opt_rho: '0.95', opt_epsilon: '1e-7' }
    ],
    [
      'adam',
      () => tf.train.adam(0.5, 0.8),
      { opt_learning_rate: '0.5', opt_beta_1: '0.8', opt_beta_2: '0.999', opt_epsilon: '1e-7' }
    ],
    [
      'adamax',
      () => tf.train.adamax(0.5),
      {
        opt_learning_rate: '0.5',
        opt_beta_1: '0.9',
        opt_beta_2: '0.999',
        opt_epsilon: '1e-7',
        opt_decay: '0'
      }
    ],
    [
      'rmsprop',
      () => tf.train.rmsprop(0.5),
      {
        opt_learning_rate: '0.5',
        opt_decay: '0.9',
        opt_momentum: '0',
        opt_epsilon: '1e-7',
        opt_centered: 'False'
      }
    ]
  ];
  for (const [name, make, settings] of cases) {
    it(`${name} is logged with its settings`, async () => {
      assert.deepEqual(await paramsOf({ optimizer: make() }), {
        opt_name: name,
        ...settings,
        loss: 'binaryCrossentropy',
        metrics: '[accuracy]'
      });
    });
  }

  it('of the user’s own that hides its settings costs only those', async () => {
    class Own extends tf.SGDOptimizer {
      override getConfig(): never {
        throw new Error('no settings');
      }
    }
    const params = await paramsOf({ optimizer: new Own(0.1) });
    assert.deepEqual(params, {});
    assert.deepEqual(kernel.takeFaults(), [
      'reading how the model was compiled: Error: no settings'
    ]);
    assert.equal(journal.of('text').length, 1);
    assert.equal(journal.of('dataset').length, 1);
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
  });
});

describe('Loss and metrics', () => {
  function half(truth: tf.Tensor, prediction: tf.Tensor): tf.Scalar {
    return tf.losses.meanSquaredError(truth, prediction).div(2);
  }
  const [nameless] = [
    (truth: tf.Tensor, prediction: tf.Tensor) => half(truth, prediction)
  ] as const;
  const cases: [compile: Partial<tf.ModelCompileArgs>, loss: string, metrics: string][] = [
    [{ loss: 'meanSquaredError', metrics: [] }, 'meanSquaredError', '[]'],
    [{ loss: ['meanSquaredError'], metrics: 'acc' }, '[meanSquaredError]', 'acc'],
    [{ loss: half, metrics: [half, 'mse'] }, 'half', '[half, mse]'],
    [{ loss: nameless, metrics: half }, 'function', 'half'],
    [{ loss: tf.losses.logLoss }, 'logLoss', '[accuracy]']
  ];
  for (const [compile, loss, metrics] of cases) {
    it(`are logged as ${loss} and ${metrics}`, async () => {
      const params = await paramsOf(compile);
      assert.deepEqual([params['loss'], params['metrics']], [loss, metrics]);
    });
  }

  it('by output are logged by output', async () => {
    const { left, right, sum, sign } = forkedData();
    await forkedModel().fit([left, right], [sum, sign]);
    assert.equal(journal.params()['loss'], '{sum: meanSquaredError, sign: binaryCrossentropy}');
    assert.equal(journal.params()['metrics'], '{sign: accuracy}');
  });

  it('of a model that was not compiled are not, and the library’s error is the user’s', async () => {
    const { x, y } = smallData(8);
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    await assert.rejects(async () => model.fit(x, y), /compile/);
    assert.equal(journal.of('end')[0]?.status, 'FAILED');
  });
});
