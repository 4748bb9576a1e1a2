import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  batchOf,
  BatchQueue,
  type BatchItem
} from '../../../src/kernel/shipper/runs/batch-queue.js';

const receipt = { settlePart: () => undefined };

function takeAll(queue: BatchQueue): BatchItem[][] {
  const batches: BatchItem[][] = [];
  while (queue.length > 0) {
    batches.push(queue.take());
  }
  return batches;
}

function addMetrics(queue: BatchQueue, count: number): void {
  for (let step = 0; step < count; step++) {
    const record = { type: 'metric', run: 'r', key: 'k', value: 1, step, time: 0 } as const;
    queue.addMetric(record, step, receipt);
  }
}

describe('batches', () => {
  it('hold at most 1000 metrics, and the rest comes in the next', () => {
    const queue = new BatchQueue();
    addMetrics(queue, 1001);
    assert.deepEqual(
      takeAll(queue).map(batch => batch.length),
      [1000, 1]
    );
  });

  it('hold at most 100 params, and a key once', () => {
    const queue = new BatchQueue();
    const params = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`p${i}`, 'v']));
    queue.addTexts('param', params, 0, receipt);
    queue.addTexts('param', { p100: 'other' }, 0, receipt);
    assert.deepEqual(
      takeAll(queue).map(batch => batch.length),
      [100, 1, 1]
    );
  });

  it('stay below the size that proxies take', () => {
    const queue = new BatchQueue();
    const tags = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`t${i}`, 'ü'.repeat(7000)])
    );
    queue.addTexts('tag', tags, 0, receipt);
    for (const batch of takeAll(queue)) {
      assert.ok(Buffer.byteLength(JSON.stringify(batchOf(batch))) < 1_000_000);
    }
  });

  it('hold everything once, in order, whatever was recorded', () => {
    const text = fc.record({
      kind: fc.constantFrom('param' as const, 'tag' as const),
      key: fc.constantFrom('a', 'b', 'c'),
      size: fc.integer({ min: 0, max: 400_000 })
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, fc.integer({ min: 1, max: 700 })), { maxLength: 12 }),
        added => {
          const queue = new BatchQueue();
          added.forEach((one, at) => {
            if (typeof one === 'number') {
              addMetrics(queue, one);
            } else {
              queue.addTexts(one.kind, { [one.key]: 'x'.repeat(one.size) }, at, receipt);
            }
          });
          const expected = added.reduce<number>(
            (sum, one) => sum + (typeof one === 'number' ? one : 1),
            0
          );
          const batches = takeAll(queue);
          assert.equal(batches.flat().length, expected);
          for (const batch of batches) {
            const { metrics = [], params = [], tags = [] } = batchOf(batch);
            assert.ok(batch.length > 0 && batch.length <= 1000);
            assert.equal(metrics.length + params.length + tags.length, batch.length);
            assert.equal(new Set(params.map(({ key }) => key)).size, params.length);
            assert.equal(new Set(tags.map(({ key }) => key)).size, tags.length);
          }
          const steps = batches.flat().flatMap(item => (item.kind === 'metric' ? item.start : []));
          const inOrder = added.flatMap(one =>
            typeof one === 'number' ? [...Array(one).keys()] : []
          );
          assert.deepEqual(steps, inOrder);
        }
      ),
      { numRuns: 40 }
    );
  });
});
