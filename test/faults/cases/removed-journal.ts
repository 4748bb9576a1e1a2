import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../kernel/eventually.js';
import type { Fault } from '../suite/fault.js';

/**
 * Somebody removes the folder of a journal while its kernel logs. The shipper has the file open
 * and delivers what is in it; the kernel notices, says so, and acknowledges nothing any more.
 */
export const removedJournal: Fault = {
  name: 'journal-removed',
  times: { whole: 10, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const writer = stage.startWriter(tracker.url, {
        kind: 'steady',
        seed: stage.random.seedFor()
      });
      // From then on the shipper has the journal open.
      await writer.told('progress', /^/);
      await pause(stage.random.integer(0, 1500));
      rmSync(path.join(stage.home, 'journals'), { recursive: true });
      await writer.event(
        one => one.event === 'trouble' && /was deleted/.test(one.reason ?? ''),
        'be told that its journal was deleted'
      );
      const [shipper = 0] = writer.shippers();
      await writer.end();
      await eventually(() => {
        if (isRunning(shipper)) {
          throw new Error('The shipper goes on.');
        }
      }, 120_000);
    }
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: it has ended.
    return false;
  }
}
