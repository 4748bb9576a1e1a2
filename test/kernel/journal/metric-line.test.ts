import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MetricLines } from '../../../src/kernel/journal/metric-line.js';
import { decodeMetricValue, isMetricValue } from '../../../src/protocol/index.js';

function parsed(line: string): Record<string, unknown> {
  assert.equal(line.indexOf('\n'), line.length - 1, 'one line, with its end');
  return JSON.parse(line) as Record<string, unknown>;
}

describe('the line of a metric', () => {
  it('reads back as what was logged', () => {
    const lines = new MetricLines();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.maxSafeInteger(),
        fc.maxSafeNat(),
        (run, key, value, step, time) => {
          const record = parsed(lines.line(run, key, value, step, time));
          assert.deepEqual(
            { ...record, value: 0 },
            { type: 'metric', run, key, value: 0, step, time }
          );
          assert.ok(isMetricValue(record['value']));
          // JSON has one zero.
          assert.equal(decodeMetricValue(record['value']) + 0, value + 0);
        }
      )
    );
  });

  it('cuts steps and times to integers that MLflow can hold', () => {
    const lines = new MetricLines();
    for (const [given, kept] of [
      [2.9, 2],
      [-2.9, -2],
      [NaN, 0],
      [Infinity, Number.MAX_SAFE_INTEGER],
      [-1e300, Number.MIN_SAFE_INTEGER]
    ] as const) {
      const record = parsed(lines.line('r', 'k', 1, given, given));
      assert.equal(record['step'], kept);
      assert.equal(record['time'], kept);
    }
  });

  it('stays right for a run with ever new keys', () => {
    const lines = new MetricLines();
    for (let key = 0; key < 5000; key++) {
      assert.equal(parsed(lines.line('r', `k${key}`, 1, 0, 0))['key'], `k${key}`);
    }
  });
});
