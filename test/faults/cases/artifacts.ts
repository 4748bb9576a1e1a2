import path from 'node:path';
import type { Fault } from '../suite/fault.js';

const LOGS_WITHIN_MS = 5 * 60_000;
const DELIVERS_WITHIN_MS = 10 * 60_000;

interface Files {
  readonly count: number;
  readonly bytes: number;
}

/** Files are logged, removed by those who logged them, and there to be read all the same. */
function files(name: string, whole: Files, ci: Files): Fault {
  return {
    name,
    times: { whole: 1, ci: 1 },
    run: async stage => {
      const tracker = await stage.startTracker();
      const writer = stage.startWriter(tracker.url, {
        kind: 'files',
        folder: path.join(stage.folder, 'made'),
        seed: stage.random.seedFor(),
        ...(stage.isShort ? ci : whole)
      });
      await writer.done(LOGS_WITHIN_MS);
      await writer.end();
      await stage.delivered(DELIVERS_WITHIN_MS);
      return { ...(await stage.count(tracker)), times: 1 };
    }
  };
}

export const ARTIFACT_LOADS: readonly Fault[] = [
  files('large-artifact', { count: 1, bytes: 500e6 }, { count: 1, bytes: 30e6 }),
  files('ten-thousand-files', { count: 10_000, bytes: 2000 }, { count: 300, bytes: 2000 })
];
