import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sparklinePath } from '../../src/format/index.js';
import type { CurvePoint } from '../../src/format/index.js';

const BOX = { width: 64, height: 16 };

/** A curve by step, as run cards hold it. */
const curve: fc.Arbitrary<CurvePoint[]> = fc
  .uniqueArray(fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
    selector: ([step]) => step,
    maxLength: 64
  })
  .map(points => points.sort(([one], [other]) => one - other));

function coordinates(path: string): { x: number; y: number }[] {
  return [...path.matchAll(/[ML](\S+) ([^ML]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y)
  }));
}

describe('sparklinePath', () => {
  it('is empty without points', () => {
    assert.equal(sparklinePath([], BOX), '');
  });

  it('draws a single point as a line across the middle', () => {
    assert.equal(sparklinePath([[3, 0.5]], BOX), 'M1 8H63');
  });

  it('draws a curve that never changes as a line across the middle', () => {
    assert.equal(
      sparklinePath(
        [
          [0, 2],
          [1, 2],
          [2, 2]
        ],
        BOX
      ),
      'M1 8H63'
    );
  });

  it('draws several values of one step as a line across the middle', () => {
    assert.equal(
      sparklinePath(
        [
          [4, 1],
          [4, 2]
        ],
        BOX
      ),
      'M1 8H63'
    );
  });

  it('draws the highest value at the top, and steps in proportion', () => {
    assert.equal(
      sparklinePath(
        [
          [0, 1],
          [1, 0],
          [4, 0.5]
        ],
        BOX
      ),
      'M1 1L16.5 15L63 8'
    );
  });

  it('keeps one unit of margin and goes from edge to edge', () => {
    fc.assert(
      fc.property(curve, points => {
        fc.pre(points.length > 1 && points.some(([, value]) => value !== points[0]![1]));
        const drawn = coordinates(sparklinePath(points, BOX));
        assert.equal(drawn.length, points.length);
        assert.equal(drawn[0]!.x, 1);
        assert.equal(drawn.at(-1)!.x, BOX.width - 1);
        assert.equal(Math.min(...drawn.map(({ y }) => y)), 1);
        assert.equal(Math.max(...drawn.map(({ y }) => y)), BOX.height - 1);
        assert.ok(drawn.every(({ x }) => x >= 1 && x <= BOX.width - 1));
      })
    );
  });

  it('draws values whose span is beyond the largest number', () => {
    assert.equal(
      sparklinePath(
        [
          [0, -1e308],
          [1, 0],
          [2, 1.7e308]
        ],
        BOX
      ).includes('NaN'),
      false
    );
  });

  it('draws the smallest differences there are', () => {
    assert.equal(
      sparklinePath(
        [
          [0, 0],
          [1, 5e-324]
        ],
        BOX
      ),
      'M1 15L63 1'
    );
  });

  it('draws more points than a call can have arguments', () => {
    const many = Array.from({ length: 300_000 }, (_, step): CurvePoint => [step, step % 7]);
    assert.equal(coordinates(sparklinePath(many, BOX)).length, many.length);
  });
});
