/** Data and a small net, for the cells that train. */
export const PREPARE = `
import * as tf from '@tensorflow/tfjs';
const x = tf.randomNormal([64, 4]), y = tf.randomUniform([64, 1]);
function makeModel() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}`;

/** Trains as long as `epochs` of `pause` milliseconds last, and prints each of them. */
export function train(epochs: number, pause: number): string {
  return `
await makeModel().fit(x, y, { epochs: ${epochs}, verbose: 0, callbacks: { onEpochEnd: async epoch => {
  console.log('epoch', epoch);
  await new Promise(resolve => setTimeout(resolve, ${pause}));
} } });
'trained'`;
}

/** What {@link train} prints, whatever becomes of its records. */
export function printedBy(epochs: number): string {
  return Array.from({ length: epochs }, (_, epoch) => `epoch ${epoch}\n`).join('');
}

/** The numbers of targets and inputs differ. */
export const FAILING_FIT = `await makeModel().fit(x, tf.zeros([3, 1]), { epochs: 3, verbose: 0 });`;
