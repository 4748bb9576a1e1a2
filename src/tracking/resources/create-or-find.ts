import { isRetryable } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

export interface CreateOrFindSteps<T> {
  readonly what: string;
  readonly create: () => Promise<T>;
  /** Looks for what an earlier try made. */
  readonly find: () => Promise<T | null>;
  /** Whether an earlier try, maybe of another process, may have come through. */
  readonly mayExist: boolean;
}

/**
 * Creates a thing exactly once although answers get lost: before a create is repeated, what
 * the try before may have made is searched for. (A server that is still at work on the
 * first try when it answers the search could make a second one; the wait before the
 * search keeps that rare, and the shipper looks for twins of its runs as they end.)
 */
export async function createOrFind<T>(
  transport: Transport,
  steps: CreateOrFindSteps<T>,
  options: CallOptions = {}
): Promise<T> {
  let mayExist = steps.mayExist;
  for (let attempt = 1; ; attempt++) {
    if (mayExist) {
      const found = await steps.find();
      if (found !== null) {
        return found;
      }
    }
    try {
      return await steps.create();
    } catch (error) {
      mayExist = true;
      if (!isRetryable(error) || !(await transport.pause(steps.what, attempt, error, options))) {
        throw error;
      }
    }
  }
}
