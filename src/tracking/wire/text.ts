import { MlflowArgumentError } from '../errors.js';

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * `value` as text that every MLflow store can hold: always a string, since a number in the
 * place of a text makes the server drop the rest of the request; lone surrogates (which its
 * parser refuses) and NUL (which PostgreSQL refuses) become U+FFFD.
 */
export function cleanText(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  return text.replace(LONE_SURROGATE, '\uFFFD').replaceAll('\0', '\uFFFD');
}

/** `value` cleaned and cut to `limit` code points, as MLflow counts. */
export function limitedText(value: unknown, limit: number): string {
  const text = cleanText(value);
  if (text.length <= limit) {
    return text;
  }
  let end = 0;
  for (let points = 0; points < limit && end < text.length; points++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/**
 * `value` cleaned. A JSON text or a digest that is cut off would mean nothing, so too long is an error.
 * @throws MlflowArgumentError if it has more than `limit` code points.
 */
export function wholeText(value: unknown, limit: number, what: string): string {
  const text = cleanText(value);
  if (codePoints(text) > limit) {
    throw new MlflowArgumentError(
      `The ${what} is longer than ${limit} characters. Describe less of it.`
    );
  }
  return text;
}

/** How many code points `text` has. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff && i > 0 && isHighSurrogate(text.charCodeAt(i - 1))) {
      count--;
    }
  }
  return count;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
