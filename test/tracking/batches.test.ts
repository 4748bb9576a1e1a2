import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chunkBatch, screenBatch, type KeyValue, type Metric } from '../../src/tracking/index.js';

const metrics = (count: number): Metric[] =>
  Array.from({ length: count }, (_, i) => ({ key: 'm', value: i, timestamp: i, step: i }));
const pairs = (count: number, value = ''): KeyValue[] =>
  Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value }));

function sizes(batch: Parameters<typeof chunkBatch>[0]): number[][] {
  return chunkBatch(batch).map(chunk => [
    chunk.metrics.length,
    chunk.params.length,
    chunk.tags.length
  ]);
}

describe('chunkBatch', () => {
  it('makes nothing of nothing', () => {
    assert.deepEqual(chunkBatch({}), []);
  });

  it('fills one request to the brim', () => {
    assert.deepEqual(sizes({ metrics: metrics(1000) }), [[1000, 0, 0]]);
    assert.deepEqual(sizes({ params: pairs(100), tags: pairs(100) }), [[0, 100, 100]]);
    assert.deepEqual(sizes({ metrics: metrics(800), params: pairs(100), tags: pairs(100) }), [
      [800, 100, 100]
    ]);
  });

  it('begins a new request with the first entity too many', () => {
    assert.deepEqual(sizes({ metrics: metrics(1001) }), [
      [1000, 0, 0],
      [1, 0, 0]
    ]);
    assert.deepEqual(sizes({ params: pairs(101) }), [
      [0, 100, 0],
      [0, 1, 0]
    ]);
    assert.deepEqual(sizes({ tags: pairs(101) }), [
      [0, 0, 100],
      [0, 0, 1]
    ]);
    assert.deepEqual(sizes({ metrics: metrics(801), params: pairs(100), tags: pairs(100) }), [
      [800, 100, 100],
      [1, 0, 0]
    ]);
  });

  it('keeps requests of long values below a megabyte', () => {
    const chunks = chunkBatch({ params: pairs(100, '損'.repeat(6000)) });
    assert(chunks.length > 1);
    for (const chunk of chunks) {
      assert(Buffer.byteLength(JSON.stringify(chunk)) < 1_000_000);
    }
    assert.equal(chunks.flatMap(chunk => chunk.params).length, 100);
  });

  it('sends a param that is given twice with one value once', () => {
    const params = [...pairs(2, 'x'), ...pairs(2, 'x')];
    assert.deepEqual(chunkBatch({ params })[0]?.params, pairs(2, 'x'));
  });

  it('puts a second value of a param into a later request, so that its refusal takes nothing along', () => {
    const params = [
      { key: 'a', value: '1' },
      { key: 'b', value: '1' },
      { key: 'a', value: '2' }
    ];
    assert.deepEqual(
      chunkBatch({ params }).map(chunk => chunk.params),
      [params.slice(0, 2), params.slice(2)]
    );
  });

  it('lets the last of several values of a tag count', () => {
    const tags = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' }
    ];
    assert.deepEqual(chunkBatch({ tags })[0]?.tags, [{ key: 'a', value: '2' }]);
  });

  it('loses no metric, keeps their order, and stays within the limits, whatever it is given', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(400), fc.nat(400), (m, p, t) => {
        const chunks = chunkBatch({ metrics: metrics(m), params: pairs(p), tags: pairs(t) });
        assert.deepEqual(
          chunks.flatMap(chunk => chunk.metrics),
          metrics(m)
        );
        assert.deepEqual(
          chunks.flatMap(chunk => chunk.params),
          pairs(p)
        );
        assert.deepEqual(
          chunks.flatMap(chunk => chunk.tags),
          pairs(t)
        );
        for (const chunk of chunks) {
          const all = chunk.metrics.length + chunk.params.length + chunk.tags.length;
          assert(chunk.params.length <= 100 && chunk.tags.length <= 100 && all <= 1000 && all > 0);
        }
      }),
      { numRuns: 50 }
    );
  });
});

describe('screenBatch', () => {
  it('parts what MLflow would refuse, with the reason, from the rest', () => {
    const good = { key: 'm', value: 1, timestamp: 1, step: 0 };
    const screened = screenBatch({
      metrics: [good, { ...good, key: 'm@1' }, { ...good, value: null as unknown as number }],
      params: [{ key: '../p', value: '' }],
      tags: [{ key: 't', value: '' }]
    });
    assert.deepEqual(screened.sendable, {
      metrics: [good],
      params: [],
      tags: [{ key: 't', value: '' }]
    });
    assert.deepEqual(
      screened.unsendable.map(({ kind }) => kind),
      ['metric', 'metric', 'param']
    );
    assert.match(screened.unsendable[0]?.reason ?? '', /"m@1" holds "@"/);
  });
});
