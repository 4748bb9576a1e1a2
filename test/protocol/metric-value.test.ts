import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { decodeMetricValue, encodeMetricValue, isMetricValue } from '../../src/protocol/index.js';

describe('metric values in JSON', () => {
  it('come back as the same number, NaN and infinities too', () => {
    fc.assert(
      fc.property(fc.double(), value => {
        const sent: unknown = JSON.parse(JSON.stringify(encodeMetricValue(value)));
        assert.ok(isMetricValue(sent));
        // JSON knows one zero only.
        assert.ok(Object.is(decodeMetricValue(sent), value === 0 ? 0 : value));
      })
    );
  });

  it('go by the names that Protocol Buffers gives them', () => {
    assert.equal(encodeMetricValue(Number.NaN), 'NaN');
    assert.equal(encodeMetricValue(Infinity), 'Infinity');
    assert.equal(encodeMetricValue(-Infinity), '-Infinity');
  });

  for (const value of [
    Number.NaN,
    Infinity,
    '0.5',
    'nan',
    'inf',
    '',
    null,
    undefined,
    true,
    [1],
    {},
    1n
  ]) {
    it(`refuses ${inspect(value)}`, () => {
      assert.equal(isMetricValue(value), false);
    });
  }
});
