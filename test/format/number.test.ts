import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatNumber } from '../../src/format/index.js';

/** Finite, and not so near the largest number that rounding goes beyond it. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1.797e308, max: 1.797e308 });

describe('formatNumber', () => {
  const examples: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-7, '-7'],
    [0.1 + 0.2, '0.3'],
    [0.012345678, '0.01235'],
    [-0.5, '-0.5'],
    [99.996, '100'],
    [123.456, '123.5'],
    [999.96, '1000'],
    [999_999, '999999'],
    [1e21, '1e+21'],
    [1_234_567, '1.235e+6'],
    [5e-324, '4.941e-324'],
    [1.5e300, '1.5e+300']
  ];
  for (const [value, text] of examples) {
    it(`writes ${value} as ${text}`, () => {
      assert.equal(formatNumber(value), text);
    });
  }

  it('names what is no finite number', () => {
    assert.equal(formatNumber(Number.NaN), 'NaN');
    assert.equal(formatNumber(Infinity), 'Infinity');
    assert.equal(formatNumber(-Infinity), '-Infinity');
  });

  it('turns to powers of ten at 0.0001 and at 1,000,000, as rounded', () => {
    assert.equal(formatNumber(0.0001), '0.0001');
    assert.equal(formatNumber(0.000099999), '0.0001');
    assert.equal(formatNumber(0.00009999), '9.999e-5');
    assert.equal(formatNumber(999_999.4), '999999');
    assert.equal(formatNumber(999_999.6), '1e+6');
    assert.equal(formatNumber(1e6), '1e+6');
  });

  it('keeps the whole part of a large number', () => {
    assert.equal(formatNumber(12_345.6), '12346');
    assert.equal(formatNumber(123_456.7), '123457');
  });

  it('is a number again, off by half of the fourth digit at most', () => {
    fc.assert(
      fc.property(finite, value => {
        const error = Math.abs(Number(formatNumber(value)) - value);
        // Near the smallest numbers the last digit is a step of the number itself.
        assert.ok(error <= Math.abs(value) * 5.0001e-4 + Number.MIN_VALUE, `${error}`);
      })
    );
  });

  it('writes the opposite as the same with a minus', () => {
    fc.assert(
      fc.property(finite, value => {
        // Halves of whole numbers round towards plus infinity.
        fc.pre(value !== 0 && Math.abs(value % 1) !== 0.5);
        assert.equal(formatNumber(-Math.abs(value)), `-${formatNumber(Math.abs(value))}`);
      })
    );
  });

  it('never takes more than eleven characters', () => {
    fc.assert(fc.property(finite, value => formatNumber(value).length <= 11));
  });
});
