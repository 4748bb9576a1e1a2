import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatDuration } from '../../src/format/index.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = { s: SECOND, min: MINUTE, h: HOUR, d: DAY };

/** The span that a text of formatDuration stands for. */
function read(text: string): number {
  const parts = [...text.matchAll(/([\d.]+) (s|min|h|d)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!, 0);
}

describe('formatDuration', () => {
  const examples: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [49, '0 s'],
    [400, '0.4 s'],
    [12_400, '12.4 s'],
    [10_000, '10 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [MINUTE, '1 min'],
    [MINUTE + 20 * SECOND, '1 min 20 s'],
    [MINUTE + 499, '1 min'],
    [MINUTE + 500, '1 min 1 s'],
    [2 * MINUTE - 501, '1 min 59 s'],
    [2 * MINUTE - 500, '2 min'],
    [HOUR - 501, '59 min 59 s'],
    [HOUR - 500, '1 h'],
    [HOUR, '1 h'],
    [2 * HOUR + 5 * MINUTE + 59 * SECOND, '2 h 5 min'],
    [DAY - 501, '23 h 59 min'],
    [DAY - 500, '1 d'],
    [DAY + 3 * HOUR, '1 d 3 h'],
    [400 * DAY, '400 d']
  ];
  for (const [milliseconds, text] of examples) {
    it(`writes ${milliseconds} ms as ${text}`, () => {
      assert.equal(formatDuration(milliseconds), text);
    });
  }

  it('reads a clock that was set back as no time', () => {
    assert.equal(formatDuration(-1), '0 s');
    assert.equal(formatDuration(-DAY), '0 s');
  });

  it('has a dash for a span that is not known', () => {
    assert.equal(formatDuration(Number.NaN), '–');
    assert.equal(formatDuration(Infinity), '–');
  });

  it('is never off by more than its smallest unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000 * DAY, noNaN: true }), span => {
        const grain = span < MINUTE ? 51 : span < HOUR ? 501 : span < DAY ? MINUTE : HOUR;
        const error = Math.abs(read(formatDuration(span)) - span);
        assert.ok(error <= grain, `${formatDuration(span)} is off by ${error}`);
      })
    );
  });

  it('never fills a unit: no 60 s, no 60 min, no 24 h', () => {
    const nearAnEdge = fc
      .tuple(
        fc.constantFrom(SECOND, MINUTE, HOUR, DAY),
        fc.nat(100),
        fc.integer({ min: -2000, max: 2000 })
      )
      .map(([unit, times, off]) => Math.max(0, unit * times + off));
    fc.assert(
      fc.property(nearAnEdge, span => {
        assert.doesNotMatch(formatDuration(span), /\b(60 s|60 min|24 h)\b/);
      })
    );
  });

  it('reads as longer for a longer span', () => {
    const span = fc.nat(3 * DAY);
    fc.assert(
      fc.property(span, span, (one, other) => {
        const [short, long] = one < other ? [one, other] : [other, one];
        assert.ok(read(formatDuration(short)) <= read(formatDuration(long)));
      })
    );
  });
});
