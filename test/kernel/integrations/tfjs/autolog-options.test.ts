import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { AutologOptions } from '../../../../src/kernel/api/types/mlflow.js';
import { observeTfjs } from './observed-tfjs.js';
import { forkedData, forkedModel, smallData, smallModel } from './small-models.js';

const kernel = observeTfjs();
const { journal, mlflow } = kernel;

async function fitWith(options: AutologOptions, epochs = 1): Promise<void> {
  mlflow.autolog(options);
  const { x, y } = smallData();
  await smallModel().fit(x, y, { epochs, validationSplit: 0.25 });
}

function example(): unknown {
  const [name, bytes] = [...journal.spool].find(([path]) => path.endsWith('input_example.json'))!;
  assert.match(name, /^[0-9a-f-]{36}\/input_example\.json$/);
  return JSON.parse(Buffer.from(bytes).toString());
}

describe('mlflow.autolog', () => {
  it('logs no model without logModels, and all else', async () => {
    await fitWith({ logModels: false });
    assert.equal(journal.of('model').length, 0);
    assert.equal(journal.spool.size, 0);
    assert.equal(journal.of('dataset').length, 1);
    assert.equal(journal.of('end')[0]?.status, 'FINISHED');
  });

  it('logs no dataset without logDatasets', async () => {
    await fitWith({ logDatasets: false });
    assert.equal(journal.of('dataset').length, 0);
    assert.equal(journal.of('model').length, 1);
  });

  it('logs models without signature where none is wanted', async () => {
    await fitWith({ logModelSignatures: false });
    assert.equal(journal.of('model')[0]?.signature, null);
  });

  it('logs every n-th epoch from the first', async () => {
    await fitWith({ everyNIter: 3 }, 8);
    assert.deepEqual(
      journal.metric('loss').map(([epoch]) => epoch),
      [0, 3, 6]
    );
  });

  it('tags the runs that it makes, and those of others', async () => {
    await fitWith({ extraTags: { team: 'blue', sprint: 7 } });
    assert.equal(journal.tags()['team'], 'blue');
    assert.equal(journal.tags()['sprint'], '7');
  });

  it('registers trained models under the name that is given', async () => {
    await fitWith({ registeredModelName: 'small net' });
    assert.equal(journal.of('model')[0]?.registeredModelName, 'small net');
  });

  it('takes the first five rows as example of the input', async () => {
    await fitWith({ logInputExamples: true });
    assert.equal(journal.of('model')[0]?.hasInputExample, true);
    const rows = (await smallData().x.array()).slice(0, 5);
    assert.deepEqual(example(), { inputs: rows });
  });

  it('names the inputs of an example where there are several', async () => {
    mlflow.autolog({ logInputExamples: true });
    const { left, right, sum, sign } = forkedData();
    await forkedModel().fit([left, right], [sum, sign]);
    const { inputs } = example() as { inputs: Record<string, unknown[]> };
    assert.deepEqual(Object.keys(inputs).sort(), ['left', 'right']);
    assert.equal(inputs['left']?.length, 5);
  });

  it('keeps the shape of images in an example', async () => {
    mlflow.autolog({ logInputExamples: true });
    const model = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [2, 3, 1] }), tf.layers.dense({ units: 1 })]
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(tf.range(0, 12).reshape([2, 2, 3, 1]), tf.zeros([2, 1]));
    assert.deepEqual(example(), {
      inputs: [
        [
          [[0], [1], [2]],
          [[3], [4], [5]]
        ],
        [
          [[6], [7], [8]],
          [[9], [10], [11]]
        ]
      ]
    });
  });

  it('keeps the best model while training goes on, with what it reached', async () => {
    await fitWith({ checkpoint: true }, 3);
    const paths = journal.of('artifact').map(({ path }) => path);
    assert.ok(paths.includes('checkpoints/latest_checkpoint/model.json'));
    assert.ok(paths.includes('checkpoints/latest_checkpoint/weights.bin'));
    const facts = journal.of('text').filter(({ path }) => path.startsWith('checkpoints/'));
    const losses = new Map(journal.metric('val_loss'));
    let best = Infinity;
    const improved = [...losses].filter(([, loss]) => {
      const isBetter = loss < best;
      best = Math.min(best, loss);
      return isBetter;
    });
    assert.deepEqual(
      facts.map(({ text }) => (JSON.parse(text) as { epoch: number }).epoch),
      improved.map(([epoch]) => epoch)
    );
    assert.equal(paths.length, 2 * improved.length);
  });

  it('logs nothing when disabled, and again after the next call', async () => {
    await fitWith({ disable: true });
    assert.equal(journal.records.length, 0);
    await fitWith({});
    assert.equal(journal.of('run').length, 1);
  });

  it('leaves runs started by hand alone when exclusive, without a word', async () => {
    mlflow.startRun();
    await fitWith({ exclusive: true });
    assert.equal(journal.of('metric').length, 0);
    assert.deepEqual(kernel.notes.texts, []);
  });
});

describe('mlflow.tfjs.autolog', () => {
  it('counts before mlflow.autolog, whichever was called last', async () => {
    mlflow.tfjs.autolog({ logModels: false });
    await fitWith({ logModels: true });
    assert.equal(journal.of('model').length, 0);
  });

  it('covers runs started by hand', async () => {
    mlflow.tfjs.autolog();
    mlflow.startRun();
    const { x, y } = smallData();
    await smallModel().fit(x, y);
    assert.equal(journal.of('run').length, 1);
    assert.equal(journal.metric('loss').length, 1);
  });
});
