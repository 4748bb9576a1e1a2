/** Longest description, in characters; what people throw may hold whole files. */
const LONGEST = 1000;

/**
 * Anything that can be thrown, in one line: an error's name and message, or the value as
 * text. Never throws itself, whatever `error` is.
 */
export function describeError(error: unknown): string {
  const line = describe(error).replace(/\s+/g, ' ').trim();
  // A cut through a pair of surrogates would leave half a character.
  return line.length <= LONGEST
    ? line
    : `${line.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Classes that don't set a name, such as tfjs's ValueError, are shown by the class, as tslab does. */
function nameOf(error: Error): string {
  const className = error.constructor.name;
  return error.name === 'Error' && className.endsWith('Error') ? className : error.name;
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${nameOf(error)}: ${error.message}` : String(error);
  } catch {
    // Objects without a prototype, and getters that throw.
    return Object.prototype.toString.call(error);
  }
}
