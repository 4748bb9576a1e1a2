import * as tf from '@tensorflow/tfjs';

/** Two features and a class for each of `rows`, the same ones each time. */
export function smallData(rows = 24): { readonly x: tf.Tensor2D; readonly y: tf.Tensor2D } {
  const features = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(row)]);
  const targets = features.map(([first]) => [first! > 0 ? 1 : 0]);
  return { x: tf.tensor2d(features), y: tf.tensor2d(targets) };
}

/** A small net that starts from the same weights each time. */
export function smallModel(compile: Partial<tf.ModelCompileArgs> = {}): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 3,
        inputShape: [2],
        activation: 'relu',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 })
      }),
      tf.layers.dense({
        units: 1,
        activation: 'sigmoid',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 2 })
      })
    ]
  });
  model.compile({
    optimizer: 'adam',
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    ...compile
  });
  return model;
}

/** A functional model of two inputs, `left` and `right`, and two outputs, `sum` and `sign`. */
export function forkedModel(): tf.LayersModel {
  const left = tf.input({ shape: [2], name: 'left' });
  const right = tf.input({ shape: [1], name: 'right' });
  const joined = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
  const sum = tf.layers.dense({ units: 1, name: 'sum' }).apply(joined) as tf.SymbolicTensor;
  const sign = tf.layers
    .dense({ units: 1, activation: 'sigmoid', name: 'sign' })
    .apply(joined) as tf.SymbolicTensor;
  const model = tf.model({ inputs: [left, right], outputs: [sum, sign] });
  model.compile({
    optimizer: 'sgd',
    loss: { sum: 'meanSquaredError', sign: 'binaryCrossentropy' },
    metrics: { sign: 'accuracy' }
  });
  return model;
}

/** Data for {@link forkedModel}. */
export function forkedData(rows = 8): {
  readonly left: tf.Tensor2D;
  readonly right: tf.Tensor2D;
  readonly sum: tf.Tensor2D;
  readonly sign: tf.Tensor2D;
} {
  const { x, y } = smallData(rows);
  return { left: x, right: y, sum: x.sum(1, true).as2D(rows, 1), sign: y };
}
