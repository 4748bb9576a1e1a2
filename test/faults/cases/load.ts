import type { WriterPlan } from '../parts/writer-plan.js';
import type { Fault } from '../suite/fault.js';

const LOGS_WITHIN_MS = 10 * 60_000;
/** Six million points, on a machine that may be busy with something else as well. */
const DELIVERS_WITHIN_MS = 60 * 60_000;
const KEYS = 10;

/** More than anybody should log; the shipper comes after, and nothing is lost on the way. */
function load(name: string, plan: WriterPlan, ci: 0 | 1): Fault {
  return {
    name,
    times: { whole: 1, ci },
    run: async stage => {
      const tracker = await stage.startTracker();
      const writer = stage.startWriter(tracker.url, plan);
      await writer.done(LOGS_WITHIN_MS);
      await writer.end();
      await stage.delivered(DELIVERS_WITHIN_MS);
      return { ...(await stage.count(tracker)), times: 1 };
    }
  };
}

export const LOADS: readonly Fault[] = [
  load(
    'hundred-thousand-a-second',
    { kind: 'paced', perSecond: 100_000, seconds: 60, keys: KEYS },
    0
  ),
  load('million-in-a-loop', { kind: 'loop', count: 1_000_000, keys: KEYS }, 0),
  load('thousand-runs', { kind: 'runs', count: 1000 }, 0),
  load('hundred-runs', { kind: 'runs', count: 100 }, 1)
];
