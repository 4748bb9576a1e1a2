import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE = 20_000;
const INTERVAL = 20;

/** Waits until `check` throws no more, and returns what it returned; after the deadline, throws what it throws. */
export async function eventually<T>(check: () => T | Promise<T>, within = DEADLINE): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) {
        throw error;
      }
    }
    await pause(INTERVAL);
  }
}
