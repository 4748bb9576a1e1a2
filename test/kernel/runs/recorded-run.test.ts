import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { ModelDescription } from '../../../src/kernel/runs/recorded-run.js';
import { makeKernelParts } from './kernel-parts.js';

const MODEL: ModelDescription = {
  model: 'model-1',
  name: 'model',
  step: 3,
  flavors: { tfjs: {} },
  signature: null,
  params: {}
};
const FILES = [
  { name: 'model.json', bytes: Buffer.from('{}') },
  { name: 'weights.bin', bytes: Buffer.from([1, 2, 3]) }
];

/** Keeps files of models back until it is told that they are written, or are not. */
function holdFiles(): { readonly held: Promise<boolean>; release(isWritten: boolean): void } {
  let release: (isWritten: boolean) => void = () => undefined;
  const held = new Promise<boolean>(resolve => {
    release = resolve;
  });
  return {
    held,
    release: isWritten => {
      release(isWritten);
    }
  };
}

describe('A recorded run', () => {
  it('records what it is given, in order, under its own id', () => {
    const { recorder, journal } = makeKernelParts();
    const run = recorder.start();
    run.logMetric('loss', 0.5, 1, 10);
    run.logMetrics({ loss: NaN, accuracy: Infinity }, 2, 20);
    run.logParams({ lr: '0.1' });
    run.setTags({ stage: 'dev' });
    run.logText('notes.md', 'text');
    const dataset = {
      context: 'train',
      name: 'dataset',
      digest: 'd',
      schema: '{}',
      profile: '{}'
    } as const;
    run.logDataset(dataset);
    assert.deepEqual(journal.records.slice(1), [
      { type: 'metric', run: run.id, key: 'loss', value: 0.5, step: 1, time: 10 },
      { type: 'metric', run: run.id, key: 'loss', value: 'NaN', step: 2, time: 20 },
      { type: 'metric', run: run.id, key: 'accuracy', value: 'Infinity', step: 2, time: 20 },
      { type: 'params', run: run.id, params: { lr: '0.1' } },
      { type: 'tags', run: run.id, tags: { stage: 'dev' } },
      { type: 'text', run: run.id, path: 'notes.md', text: 'text' },
      { type: 'dataset', run: run.id, ...dataset }
    ]);
    assert.equal(run.param('lr'), '0.1');
    assert.equal(run.param('none'), undefined);
  });

  it('writes a model’s record after its files, and the end after the model', async () => {
    const { recorder, journal } = makeKernelParts();
    const files = holdFiles();
    journal.spooling = files.held;
    const run = recorder.start();
    run.logMetric('loss', 0.25, 3, 30);
    run.logModel(MODEL, FILES);
    run.end('FINISHED', null, 40);
    assert.equal(run.isRunning, false);
    assert.deepEqual([journal.of('model').length, journal.of('end').length], [0, 0]);

    files.release(true);
    await turn();

    assert.deepEqual(
      journal.records.slice(-2).map(({ type }) => type),
      ['model', 'end']
    );
    const [model] = journal.of('model');
    assert.equal(model?.folder, 'spool/model-1');
    assert.deepEqual(model.metrics, [{ key: 'loss', value: 0.25, step: 3, time: 30 }]);
    assert.deepEqual([...journal.spool.keys()], ['model-1/model.json', 'model-1/weights.bin']);
  });

  it('waits for all of several models', async () => {
    const { recorder, journal } = makeKernelParts();
    const run = recorder.start();
    run.logModel(MODEL, FILES);
    run.logModel({ ...MODEL, model: 'model-2' }, FILES);
    run.end('FINISHED', null);
    await turn();
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'model', 'model', 'end']
    );
  });

  it('gives a model the newest value of each metric, without those that are no number', async () => {
    const { recorder, journal } = makeKernelParts();
    const run = recorder.start();
    run.logMetric('loss', 1, 0, 1);
    run.logMetric('loss', -Infinity, 1, 2);
    run.logMetric('broken', NaN, 1, 3);
    run.logModel(MODEL, []);
    run.logMetric('loss', 5, 2, 4);
    await turn();
    assert.deepEqual(journal.of('model')[0]?.metrics, [
      { key: 'loss', value: '-Infinity', step: 1, time: 2 }
    ]);
  });

  it('leaves out a model whose files can’t be written, and ends all the same', async () => {
    const { recorder, journal } = makeKernelParts();
    journal.spooling = Promise.resolve(false);
    const run = recorder.start();
    run.logModel(MODEL, FILES);
    run.end('FINISHED', null);
    await turn();
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'end']
    );
  });

  it('ends without models that are not complete when the kernel ends', async () => {
    const { recorder, journal } = makeKernelParts();
    const files = holdFiles();
    journal.spooling = files.held;
    const run = recorder.start();
    run.logModel(MODEL, FILES);
    run.end('FINISHED', null);
    recorder.close();
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'end']
    );
    files.release(true);
    await turn();
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'end']
    );
  });

  it('ends once', () => {
    const { recorder, journal } = makeKernelParts();
    const run = recorder.start();
    run.end('FAILED', 'Error: first', 50);
    run.end('FINISHED', null, 60);
    assert.deepEqual(journal.of('end'), [
      { type: 'end', run: run.id, status: 'FAILED', time: 50, reason: 'Error: first' }
    ]);
    assert.equal(run.view.status, 'FAILED');
    assert.equal(run.view.endTime, 50);
    assert.equal(run.view.reason, 'Error: first');
  });

  it('says that there is something new to see for each value and its end', () => {
    const parts = makeKernelParts();
    const run = parts.recorder.start();
    const before = parts.changes;
    run.logMetric('loss', 1, 0);
    run.logMetrics({ a: 1, b: 2 }, 0);
    run.end('FINISHED', null);
    assert.equal(parts.changes - before, 3);
  });
});
