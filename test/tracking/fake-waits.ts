import type { RetryPolicy } from '../../src/tracking/index.js';

/** A retry policy whose waits take no time and are written down, in milliseconds. */
export interface FakeWaits {
  readonly waits: number[];
  readonly retry: Partial<RetryPolicy>;
}

/** `chance` is what `random` gives each time. */
export function fakeWaits(more: Partial<RetryPolicy> = {}, chance = 0): FakeWaits {
  const waits: number[] = [];
  return {
    waits,
    retry: {
      sleep: milliseconds => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
      random: () => chance,
      now: () => Date.parse('2026-01-01T00:00:00Z'),
      ...more
    }
  };
}
