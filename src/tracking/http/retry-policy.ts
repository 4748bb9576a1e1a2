import { isRetryable, MlflowApiError } from '../errors.js';

/** When and how often an idempotent call is sent again. Times in milliseconds. */
export interface RetryPolicy {
  /** Sends in all, the first one counted. Default 5. */
  readonly attempts: number;
  /** The first wait, which doubles each time. Default 500. */
  readonly baseDelay: number;
  /** The longest wait of our own choice. Default 20,000. */
  readonly longestDelay: number;
  /** The longest Retry-After that is waited for; a longer one ends the retries at once. Default 60,000. */
  readonly longestRetryAfter: number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  attempts: 5,
  baseDelay: 500,
  longestDelay: 20_000,
  longestRetryAfter: 60_000,
  sleep,
  random: Math.random,
  now: Date.now
};

/**
 * How long to wait before attempt number `attempt + 1`, or null if it is not to be made.
 * Half of the wait is fixed and half is chance, so that clients that failed together do
 * not come back together.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, error: unknown): number | null {
  if (attempt >= policy.attempts || !isRetryable(error)) {
    return null;
  }
  const full = Math.min(policy.longestDelay, policy.baseDelay * 2 ** (attempt - 1));
  const own = full / 2 + (full / 2) * policy.random();
  const asked = error instanceof MlflowApiError ? error.retryAfter : null;
  if (asked === null) {
    return own;
  }
  // Some chance on top of what was asked for, again against coming back together.
  return asked > policy.longestRetryAfter ? null : asked + policy.random() * policy.baseDelay;
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) {
      stop();
    } else {
      signal?.addEventListener('abort', stop, { once: true });
    }
  });
}
