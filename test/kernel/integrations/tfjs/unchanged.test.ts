import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { smallData, smallModel } from './small-models.js';

/** What a program of the user's observes: anything that JSON tells apart. */
type Program = () => Promise<unknown>;

/** Notes each call of a callback, with numbers that are no clock. */
function noting(events: unknown[]): tf.CustomCallbackArgs {
  const note =
    (event: string) =>
    (...args: unknown[]): void => {
      events.push([event, ...args.map(describeArgument)]);
    };
  return {
    onTrainBegin: note('train begin'),
    onTrainEnd: note('train end'),
    onEpochBegin: note('epoch begin'),
    onEpochEnd: note('epoch end'),
    onBatchBegin: note('batch begin'),
    onBatchEnd: note('batch end')
  };
}

function describeArgument(value: unknown): unknown {
  if (value instanceof tf.Tensor) {
    return `tensor ${value.isDisposed ? 'disposed' : value.dataSync().join()}`;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, describeArgument(entry)])
      )
    : (value ?? null);
}

/** A callback instance, which gets the library's own tensors. */
class Instance extends tf.Callback {
  constructor(private readonly _events: unknown[]) {
    super();
    const listeners = noting(_events) as Record<string, (...args: unknown[]) => void>;
    for (const [name, listener] of Object.entries(listeners)) {
      (this as unknown as Record<string, unknown>)[name] = async (...args: unknown[]) => {
        listener(...args);
        return Promise.resolve();
      };
    }
  }

  override setParams(params: Record<string, unknown>): void {
    super.setParams(params as never);
    this._events.push(['params', params]);
  }

  override setModel(model: tf.LayersModel): void {
    super.setModel(model);
    this._events.push(['model', model.layers.length]);
  }
}

type Callbacks = NonNullable<tf.ModelFitArgs['callbacks']>;

const CALLBACKS: Record<string, (events: unknown[]) => Callbacks> = {
  'no callbacks': () => undefined as never,
  'an object': events => noting(events),
  'a list of objects': events => [noting(events), noting(events)],
  'an instance': events => new Instance(events),
  'a list of instances': events => [new Instance(events), new Instance(events)] as never,
  'a CustomCallback': events => new tf.CustomCallback(noting(events)),
  'early stopping beside an instance': events =>
    [
      tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1, minDelta: 10 }),
      new Instance(events)
    ] as never
};

async function fitWith(settings: (events: unknown[]) => tf.ModelFitArgs): Promise<unknown> {
  const events: unknown[] = [];
  const { x, y } = smallData(12);
  const model = smallModel();
  const history = await model.fit(x, y, {
    epochs: 3,
    batchSize: 4,
    shuffle: false,
    validationSplit: 1 / 3,
    ...settings(events)
  });
  const weights = model.getWeights().map(weight => Array.from(weight.dataSync()));
  return { events, epoch: history.epoch, history: history.history, weights };
}

const programs: Record<string, Program> = {
  ...Object.fromEntries(
    Object.entries(CALLBACKS).map(([name, make]): [string, Program] => [
      `fit with ${name}`,
      async () => fitWith(events => ({ callbacks: make(events) }))
    ])
  ),
  ...Object.fromEntries(
    (['auto', 'batch', 'epoch', 'never', 1] as const).map((yieldEvery): [string, Program] => [
      `fit that yields ${yieldEvery}`,
      async () =>
        fitWith(events => ({
          yieldEvery,
          // How often it is called depends on the clock for numbers.
          callbacks: yieldEvery === 'never' ? {} : { ...noting(events), onYield: () => undefined }
        }))
    ])
  ),
  'fit with a wrong mix of callbacks': async () =>
    fitWith(events => ({ callbacks: [new Instance(events), noting(events)] as never })).catch(
      (error: unknown) => (error as Error).message
    ),
  'fit without arguments': async () => {
    const { x, y } = smallData(8);
    const { epoch } = await smallModel().fit(x, y);
    return epoch;
  },
  'a custom model of the user’s, made by a subclass': async () => {
    class Own extends tf.LayersModel {
      override async fit(...args: Parameters<tf.LayersModel['fit']>): Promise<tf.History> {
        const history = await super.fit(...args);
        return Object.assign(history, { own: this.constructor.name });
      }
    }
    const input = tf.input({ shape: [2] });
    const output = tf.layers.dense({ units: 1, kernelInitializer: 'ones' }).apply(input);
    const model = new Own({ inputs: input, outputs: output as tf.SymbolicTensor });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const { x, y } = smallData(8);
    const history = await model.fit(x, y, { shuffle: false });
    return [history.history, (history as unknown as { own: string }).own];
  },
  'shuffling with a fixed seed': async () => {
    const random = Math.random;
    let seed = 1;
    Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    try {
      return await fitWith(() => ({ shuffle: true }));
    } finally {
      Math.random = random;
    }
  },
  'evaluate, predict and trainOnBatch': async () => {
    const { x, y } = smallData(8);
    const model = smallModel();
    await model.fit(x, y, { shuffle: false });
    const [loss] = model.evaluate(x, y) as tf.Scalar[];
    const predicted = (model.predict(x) as tf.Tensor).dataSync();
    return [loss!.dataSync()[0], Array.from(predicted), await model.trainOnBatch(x, y)];
  },
  'the tensors that are left': async () => {
    const { x, y } = smallData(8);
    const model = smallModel();
    const settings = { epochs: 2, validationSplit: 0.5 } as const;
    // The first training makes the optimizer's variables.
    await model.fit(x, y, settings);
    const tensors = tf.memory().numTensors;
    for (let time = 0; time < 3; time += 1) {
      await model.fit(x, y, settings);
    }
    tf.dispose(model.evaluate(x, y));
    return tf.memory().numTensors - tensors;
  },
  'the face of the methods': async () =>
    Promise.resolve(
      [tf.LayersModel, tf.Sequential].flatMap(({ prototype }) =>
        ['fit', 'fitDataset', 'evaluate', 'evaluateDataset', 'trainOnBatch'].map(name => {
          const { value, ...descriptor } = Object.getOwnPropertyDescriptor(prototype, name)!;
          const method = value as (...args: never[]) => unknown;
          return [
            name,
            method.name,
            method.length,
            Object.keys(prototype).includes(name),
            descriptor
          ];
        })
      )
    )
};

describe('A program of the user’s sees what it sees without us:', () => {
  const without = new Map<string, unknown>();
  const unwrapped = tf.LayersModel.prototype.fit;

  before(async () => {
    for (const [name, program] of Object.entries(programs)) {
      without.set(name, await program());
    }
    // From now on; what it observes can't be undone.
    const { observeTfjs } = await import('./observed-tfjs.js');
    kernel = observeTfjs();
  });
  let kernel: ReturnType<(typeof import('./observed-tfjs.js'))['observeTfjs']> | undefined;

  for (const [name, program] of Object.entries(programs)) {
    it(name, async () => {
      assert.deepEqual(await program(), without.get(name));
    });
  }

  after(() => {
    assert.notEqual(tf.LayersModel.prototype.fit, unwrapped, 'it was observed');
    assert.ok(kernel!.began.length > Object.keys(programs).length / 2, 'and logged');
    assert.deepEqual(kernel!.takeFaults(), []);
  });
});

describe('A training that never yields', () => {
  /** Ends a training when tfjs would have yielded twice. */
  class Ending extends tf.Callback {
    private readonly _started = performance.now();

    override async onEpochEnd(): Promise<void> {
      this.model.stopTraining = performance.now() - this._started > 300;
      return Promise.resolve();
    }
  }

  /** How many turns of the event loop pass while it trains. */
  async function turns(settings: tf.ModelFitArgs): Promise<number> {
    const { x, y } = smallData(16);
    let count = 0;
    const timer = setInterval(() => (count += 1), 1);
    await smallModel().fit(x, y, { epochs: 100_000, ...settings });
    clearInterval(timer);
    return count;
  }

  it('is as the user asked for it', async () => {
    assert.equal(await turns({ yieldEvery: 'never', callbacks: new Ending() }), 0);
    const objects = { yieldEvery: 'never', callbacks: {}, epochs: 30 } as const;
    assert.equal(await turns(objects), 0);
  });

  it('yields by our doing where it starves the event loop only by its callbacks', async () => {
    assert.ok((await turns({ callbacks: new Ending() })) > 0);
  });
});
