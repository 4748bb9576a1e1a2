import { setTimeout as wait } from 'node:timers/promises';

const DEADLINE = 120_000;

/** Resolves to true when `url` answers well, to false when it has not within two minutes. */
export async function isAnswering(url) {
  const end = Date.now() + DEADLINE;
  while (Date.now() < end) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
      await answer.body?.cancel();
      if (answer.ok) {
        return true;
      }
    } catch {
      // Nobody listens yet.
    }
    await wait(150, undefined, { ref: false });
  }
  return false;
}
