import { MlflowArgumentError } from '../errors.js';

/** A metric's value in JSON, which has no NaN and no infinities. */
export type WireMetricValue = number | 'NaN' | 'Infinity' | '-Infinity';

/** What a number is, in error messages; a function where the words are dear and rarely needed. */
export type What = string | (() => string);

/**
 * A metric's value as the server reads it.
 * @throws MlflowArgumentError if it is not a number (a boolean, a text, a bigint).
 */
export function encodeMetricValue(value: unknown, what: What): WireMetricValue {
  if (typeof value !== 'number') {
    throw new MlflowArgumentError(
      `${wordsOf(what)} must be a number, but it is ${describe(value)}. Log texts as params or tags.`
    );
  }
  if (Number.isFinite(value)) {
    return value;
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Milliseconds since the epoch as a whole number, cut off towards zero and never negative. */
export function encodeTime(value: unknown, what: What): number {
  return Math.max(0, encodeInteger(value, what));
}

/**
 * A whole number that JSON and the server's int64 both hold, cut off towards zero and kept
 * within the safe integers: the server answers 200 to any other and drops what follows it.
 * @throws MlflowArgumentError if it is no finite number.
 */
export function encodeInteger(value: unknown, what: What): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw new MlflowArgumentError(
      `${wordsOf(what)} must be a whole number, but it is ${describe(value)}.`
    );
  }
  const kept = Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  // Adding 0 turns -0, which JSON.stringify writes as 0 anyway, into 0 for whoever compares.
  return Math.trunc(kept) + 0;
}

function wordsOf(what: What): string {
  return typeof what === 'string' ? what : what();
}

function describe(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
