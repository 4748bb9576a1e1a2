/** Cells that train, each to be run after {@link PREPARE}. */

/** Data and a small net, and a net so slow that it trains for minutes. */
export const PREPARE = `
import * as tf from '@tensorflow/tfjs';
const x = tf.randomNormal([64, 4]), y = tf.randomUniform([64, 1]);
function makeModel(units = 4) {
  const model = tf.sequential({ layers: [
    tf.layers.dense({ units, inputShape: [4], activation: 'relu' }), tf.layers.dense({ units: 1 })
  ] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}
const endless = { epochs: 1_000_000, batchSize: 8 };
`;

export const FIT = `await makeModel().fit(x, y, { epochs: 3 });`;

/** Trains until it is stopped, and says so at its first epoch. */
export const ENDLESS = `await makeModel().fit(x, y, {
  ...endless, callbacks: { onEpochEnd: epoch => { if (epoch === 0) console.log('training'); } }
});`;

/** As {@link ENDLESS}, where tfjs itself never lets an interrupt through. */
export const ENDLESS_WITH_EARLY_STOPPING = `
class Telling extends tf.Callback {
  async onEpochEnd(epoch) { if (epoch === 0) console.log('training'); }
}
await makeModel().fit(x, y, {
  ...endless,
  callbacks: [tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1e9 }), new Telling()]
});`;

export const FAILING_FIT = `await makeModel().fit(x, tf.zeros([3, 1]), { epochs: 3 });`;
