import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MetricCurve } from '../../../src/kernel/runs/metric-curve.js';
import { CARD_LIMITS } from '../../../src/protocol/index.js';

type Point = readonly [step: number, value: number];

function summaryOf(points: readonly Point[]): MetricCurve['summary'] {
  const curve = new MetricCurve('loss');
  for (const [step, value] of points) {
    curve.add(step, value);
  }
  return curve.summary;
}

const value = fc.oneof(
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 9 },
  { arbitrary: fc.constantFrom(NaN, Infinity, -Infinity), weight: 1 }
);
/** Steps that go up, as in a training. */
const training = fc
  .array(value, { minLength: 1, maxLength: 2000 })
  .map(values => values.map((entry, step): Point => [step, entry]));
/** Steps in any order, as by hand. */
const byHand = fc.array(fc.tuple(fc.integer({ min: -50, max: 500 }), value), {
  minLength: 1,
  maxLength: 600
});

function isFinitePoint([, entry]: Point): boolean {
  return Number.isFinite(entry);
}

describe('The curve of a metric', () => {
  it('is bounded, finite, and in the order of steps, each once', () => {
    fc.assert(
      fc.property(fc.oneof(training, byHand), points => {
        const { curve } = summaryOf(points);
        assert.ok(curve.length <= CARD_LIMITS.curvePoints);
        assert.ok(curve.every(isFinitePoint));
        for (const [index, [step]] of curve.entries()) {
          assert.ok(index === 0 || step > curve[index - 1]![0]);
        }
      })
    );
  });

  it('holds the first and the last finite value of a training, and only what was logged', () => {
    fc.assert(
      fc.property(training, points => {
        const finite = points.filter(isFinitePoint);
        const { curve } = summaryOf(points);
        assert.deepEqual(curve[0], finite[0]);
        assert.deepEqual(curve.at(-1), finite.at(-1));
        const logged = new Map(finite);
        assert.ok(curve.every(([step, entry]) => Object.is(logged.get(step), entry)));
      })
    );
  });

  it('has no gap twice as wide as another, as long as every value is finite', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20_000 }), length => {
        const { curve } = summaryOf(Array.from({ length }, (_, step) => [step, step] as const));
        const gaps = curve.slice(1, -1).map(([step], index) => step - curve[index]![0]);
        assert.equal(new Set(gaps).size <= 1, true, `gaps ${[...new Set(gaps)].join()}`);
        assert.ok(curve.length === length || curve.length > CARD_LIMITS.curvePoints / 2);
      }),
      { numRuns: 60 }
    );
  });

  it('comes with the last value whatever it is, and the extremes of all finite ones', () => {
    fc.assert(
      fc.property(byHand, points => {
        const { last, lastStep, min, max } = summaryOf(points);
        const values = points.filter(isFinitePoint).map(([, entry]) => entry);
        assert.ok(Object.is(Number(last), points.at(-1)![1]));
        assert.equal(lastStep, points.at(-1)![0]);
        assert.equal(Number(min), values.length === 0 ? NaN : Math.min(...values));
        assert.equal(Number(max), values.length === 0 ? NaN : Math.max(...values));
      })
    );
  });

  it('shows the newest value of a step that was logged twice', () => {
    assert.deepEqual(
      summaryOf([
        [0, 1],
        [1, 2],
        [0, 3]
      ]).curve,
      [
        [0, 3],
        [1, 2]
      ]
    );
  });

  it('is empty where no value is finite', () => {
    assert.deepEqual(summaryOf([[4, NaN]]), {
      key: 'loss',
      last: 'NaN',
      lastStep: 4,
      min: 'NaN',
      max: 'NaN',
      curve: []
    });
  });
});
