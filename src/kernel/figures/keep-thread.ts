import { Worker } from 'node:worker_threads';
import { wordsOf } from '../connection/error-words.js';
import type { Drawing, Drawn } from './drawing.js';

/** How much memory a drawing may take, in megabytes. */
const MEMORY_MB = 512;

/** Passes the shipper's drawings on to a thread that runs `script`, until the shipper goes. */
export function keepThread(script: string): void {
  const thread = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  const answer = (drawn: Drawn): void => {
    process.send?.(drawn);
  };
  thread.on('message', answer);
  thread.on('error', error => {
    answer({ problem: wordsOfDeath(error) });
    process.disconnect();
  });
  process.on('message', (drawing: Drawing) => {
    thread.postMessage(drawing);
  });
  process.on('disconnect', () => process.exit());
  // Whoever asks a group of processes to end means the shipper, which then lets us go.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => undefined);
  }
}

function wordsOfDeath(error: Error & { readonly code?: unknown }): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `it takes more than ${MEMORY_MB} MB of memory`
    : wordsOf(error);
}
