import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { observeTfjs } from './observed-tfjs.js';
import { smallData, smallModel } from './small-models.js';

const kernel = observeTfjs();
const { journal } = kernel;

/** The newest model's files, loaded as a user loads a folder. */
async function reload(): Promise<tf.LayersModel> {
  const { model } = journal.of('model').at(-1)!;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-model-'));
  for (const name of ['model.json', 'weights.bin']) {
    fs.writeFileSync(path.join(folder, name), journal.spool.get(`${model}/${name}`)!);
  }
  const json = JSON.parse(
    fs.readFileSync(path.join(folder, 'model.json'), 'utf8')
  ) as tf.io.ModelJSON;
  const [group] = json.weightsManifest;
  const weights = fs.readFileSync(path.join(folder, group!.paths[0]!));
  fs.rmSync(folder, { recursive: true });
  return tf.loadLayersModel({
    load: async () =>
      tf.io.getModelArtifactsForJSON(json, async () =>
        Promise.resolve([
          group!.weights,
          weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length)
        ])
      )
  });
}

function predictions(model: tf.LayersModel, x: tf.Tensor): Float32Array {
  return (model.predict(x) as tf.Tensor).dataSync() as Float32Array;
}

describe('The model of a training', () => {
  it('is loaded again with identical predictions', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    await model.fit(x, y, { epochs: 2 });
    assert.deepEqual(predictions(await reload(), x), predictions(model, x));
  });

  it('is the one that was trained, though training goes on', async () => {
    const { x, y } = smallData();
    const model = smallModel({ optimizer: tf.train.sgd(1) });
    await model.fit(x, y);
    const trained = predictions(model, x).slice();
    await model.trainOnBatch(x, y);
    assert.notDeepEqual(predictions(model, x), trained);
    assert.deepEqual(predictions(await reload(), x), trained);
  });

  it('is loaded again with images, embeddings and recurrent layers', async () => {
    const image = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [4, 4, 1] }),
        tf.layers.batchNormalization(),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2 })
      ]
    });
    const text = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 9, outputDim: 3, inputLength: 4 }),
        tf.layers.lstm({ units: 2 }),
        tf.layers.dense({ units: 2 })
      ]
    });
    for (const [model, x] of [
      [image, tf.ones([3, 4, 4, 1])],
      [text, tf.ones([3, 4])]
    ] as const) {
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await model.fit(x, tf.ones([3, 2]));
      assert.deepEqual(predictions(await reload(), x), predictions(model, x));
    }
  });

  it('comes with its flavor, epoch, values and signature', async () => {
    const { x, y } = smallData();
    const { history } = await smallModel().fit(x, y, { epochs: 2 });
    const model = journal.of('model')[0]!;
    assert.equal(model.name, 'model');
    assert.equal(model.step, 2);
    assert.equal(model.folder, `spool/${model.model}`);
    assert.deepEqual(model.flavors, {
      tfjs: { format: 'layers-model', data: 'model.json', tfjs_version: tf.version_layers }
    });
    assert.deepEqual(
      model.metrics.map(({ key, value, step }) => [key, value, step]),
      [
        ['loss', history['loss']![1], 1],
        ['accuracy', history['acc']![1], 1]
      ]
    );
    const spec = (size: number): unknown => [
      { type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, size] } }
    ];
    assert.deepEqual(JSON.parse(model.signature!.inputs), spec(2));
    assert.deepEqual(JSON.parse(model.signature!.outputs), spec(1));
  });

  it('keeps what the user wrote into it', async () => {
    const { x, y } = smallData();
    const model = smallModel();
    model.setUserDefinedMetadata({ author: 'me' });
    await model.fit(x, y);
    assert.deepEqual((await reload()).getUserDefinedMetadata(), { author: 'me' });
  });

  it('that can’t be saved costs only itself', async () => {
    class Closed extends tf.layers.Layer {
      static className = 'Closed';
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
        return inputs;
      }
      override getConfig(): never {
        throw new Error('not to be saved');
      }
    }
    const { x, y } = smallData();
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2] }), new Closed({})]
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const { history } = await model.fit(x, y);
    assert.equal(history['loss']?.length, 1);
    assert.deepEqual(journal.of('model'), []);
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
    assert.equal(journal.metric('loss').length, 1);
    assert.deepEqual(kernel.takeFaults(), ['logging the trained model: Error: not to be saved']);
  });
});
