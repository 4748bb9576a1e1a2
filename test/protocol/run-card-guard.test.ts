import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { isRunCard } from '../../src/protocol/index.js';
import type { Delivery } from '../../src/protocol/index.js';
import { cards, deliveries, fullCard } from './cards.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Place = readonly (string | number)[];

/** Fields that may be null. */
const NULLABLE = ['cellId', 'id', 'runId', 'endTime', 'progress', 'total', 'reason'];

/** What no field of a card may be. A field of text gets a number, a number gets a text, and so on. */
const WRONG: readonly Json[] = [null, true, -1.5, 'wrong', [[]], { wrong: 1 }];

describe('isRunCard', () => {
  it('accepts every card that a kernel can send, as JSON gives it back', () => {
    fc.assert(fc.property(cards, card => isRunCard(JSON.parse(JSON.stringify(card)))));
  });

  for (const [index, delivery] of deliveries.entries()) {
    const [{ state }] = fc.sample(delivery, 1) as [Delivery];
    it(`accepts the delivery state ${state} and needs each of its fields`, () => {
      const [example] = fc.sample(deliveries[index]!, 1) as [Delivery];
      assert.ok(isRunCard({ ...fullCard, delivery: example }));
      for (const field of Object.keys(example)) {
        const lacking = { ...example, [field]: undefined };
        assert.equal(isRunCard({ ...fullCard, delivery: lacking }), false, field);
      }
    });
  }

  it('accepts fields that a later version may add', () => {
    assert.ok(isRunCard({ ...fullCard, colour: 'blue' }));
  });

  it('refuses another version', () => {
    assert.equal(isRunCard({ ...fullCard, version: 2 }), false);
  });

  for (const value of [null, undefined, 1, 'card', [], [fullCard], () => fullCard]) {
    it(`refuses ${inspect(value, { depth: 0 })} in place of a card`, () => {
      assert.equal(isRunCard(value), false);
    });
  }

  for (const place of placesIn(fullCard as unknown as Json)) {
    it(`refuses a card without ${place.join('.')}, or with something else there`, () => {
      assert.equal(isRunCard(changed(place, undefined)), false, 'missing');
      const wrongs = WRONG.filter(wrong => !isFitting(place, wrong));
      assert.ok(wrongs.length >= 3);
      for (const wrong of wrongs) {
        assert.equal(isRunCard(changed(place, wrong)), false, JSON.stringify(wrong));
      }
    });
  }

  it('refuses numbers that are none, and counts that are not whole', () => {
    const run = ['runs', 0] as const;
    assert.equal(isRunCard(changed(['executionCount'], 1.5)), false);
    assert.equal(isRunCard(changed(['totalRuns'], -1)), false);
    assert.equal(isRunCard(changed([...run, 'startTime'], Infinity)), false);
    assert.equal(isRunCard(changed([...run, 'progress', 'done'], Number.NaN)), false);
    assert.equal(isRunCard(changed([...run, 'metrics', 0, 'curve', 0, 1], Number.NaN)), false);
    assert.equal(isRunCard(changed([...run, 'metrics', 0, 'last'], Number.NaN)), false);
  });

  it('refuses a point of three numbers', () => {
    assert.equal(isRunCard(changed(['runs', 0, 'metrics', 0, 'curve', 0], [0, 1, 2])), false);
  });
});

/** The places of all fields and elements in `value`, those of containers included. */
function placesIn(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [at];
  }
  const inner = Array.isArray(value)
    ? value.flatMap((element, index) => placesIn(element, [...at, index]))
    : Object.entries(value).flatMap(([key, field]) => placesIn(field, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

/** The full card with `value` at `place`. */
function changed(place: Place, value: unknown): unknown {
  const card = structuredClone(fullCard) as unknown;
  const last = place.at(-1)!;
  const owner = place
    .slice(0, -1)
    .reduce((fields, key) => (fields as Record<string | number, unknown>)[key], card);
  (owner as Record<string | number, unknown>)[last] = value;
  return card;
}

/** Whether `value` is one that the field at `place` may have. */
function isFitting(place: Place, value: Json): boolean {
  const present = place.reduce<unknown>(
    (fields, key) => (fields as Record<string | number, unknown>)[key],
    fullCard
  );
  const field = place.filter((key): key is string => typeof key === 'string').at(-1)!;
  if (value === null) {
    return NULLABLE.includes(field) && place.at(-1) === field;
  }
  if (value === 'wrong') {
    // One of the few texts that status, unit, state and metric values are made of is none of these.
    return (
      typeof present === 'string' && !['status', 'unit', 'state', 'last', 'max'].includes(field)
    );
  }
  if (typeof value === 'number') {
    const isMeasure = ['startTime', 'endTime', 'lastStep', 'last', 'min', 'max', 'curve', 'since'];
    return isMeasure.includes(field) && !Array.isArray(present);
  }
  return false;
}
