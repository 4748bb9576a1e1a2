import type { Faults } from './faults.js';

/** How a call ended: with a value, which may be a promise, or with an error, which may be undefined. */
export type Outcome =
  | { readonly type: 'returned'; readonly value: unknown }
  | { readonly type: 'threw'; readonly error: unknown };

/**
 * Calls `original` exactly once: by way of `around`, whose failures are faults of ours,
 * or directly where `around` doesn't come to it.
 */
export function callOnce(
  original: () => unknown,
  around: (original: () => unknown) => unknown,
  doing: string,
  faults: Faults
): Outcome {
  const call = new SingleCall(original);
  try {
    around(() => call.value());
  } catch (error) {
    if (!call.threw(error)) {
      faults.guard(doing, () => {
        throw error;
      });
    }
  }
  return call.outcome();
}

/** A call that happens once, however often it is asked for. */
class SingleCall {
  private _outcome: Outcome | null = null;

  constructor(private readonly _original: () => unknown) {}

  outcome(): Outcome {
    this._outcome ??= attempt(this._original);
    return this._outcome;
  }

  /** What the call returned. @throws What the call threw. */
  value(): unknown {
    const outcome = this.outcome();
    if (outcome.type === 'threw') {
      throw outcome.error;
    }
    return outcome.value;
  }

  /** Whether it has been made, and threw this very error. */
  threw(error: unknown): boolean {
    return this._outcome?.type === 'threw' && Object.is(this._outcome.error, error);
  }
}

function attempt(original: () => unknown): Outcome {
  try {
    return { type: 'returned', value: original() };
  } catch (error) {
    return { type: 'threw', error };
  }
}
