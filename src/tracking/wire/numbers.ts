import { MlflowArgumentError } from '../errors.js';

/** A metric's value in JSON, which has no NaN and no infinities. */
export type WireMetricValue = number | 'NaN' | 'Infinity' | '-Infinity';

/*
 * `what` the number is and the `name` of its owner, if it has one, stand in error messages. They are
 * two, so that a million metrics need not have words made that nobody reads.
 */

/**
 * A metric's value as the server reads it.
 * @throws MlflowArgumentError if it is not a number (a boolean, a text, a bigint).
 */
export function encodeMetricValue(value: unknown, what: string, name?: string): WireMetricValue {
  if (typeof value !== 'number') {
    throw new MlflowArgumentError(
      `${wordsOf(what, name)} must be a number, but it is ${describe(value)}. Log texts as params or tags.`
    );
  }
  if (Number.isFinite(value)) {
    return value;
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Milliseconds since the epoch as a whole number, cut off towards zero and never negative. */
export function encodeTime(value: unknown, what: string, name?: string): number {
  return Math.max(0, encodeInteger(value, what, name));
}

/**
 * A whole number that JSON and the server's int64 both hold, cut off towards zero and kept
 * within the safe integers: the server answers 200 to any other and drops what follows it.
 * @throws MlflowArgumentError if it is no finite number.
 */
export function encodeInteger(value: unknown, what: string, name?: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw new MlflowArgumentError(
      `${wordsOf(what, name)} must be a whole number, but it is ${describe(value)}.`
    );
  }
  const kept = Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  // Adding 0 turns -0, which JSON.stringify writes as 0 anyway, into 0 for whoever compares.
  return Math.trunc(kept) + 0;
}

function wordsOf(what: string, name: string | undefined): string {
  return name === undefined ? what : `${what} ${JSON.stringify(name)}`;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
