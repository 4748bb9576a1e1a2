import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NO_DISKS, TinyDisk } from '../../scenarios/kernel/tiny-disk.js';
import type { Writer } from '../parts/writer.js';
import type { Fault } from '../suite/fault.js';
import type { Stage } from '../suite/stage.js';

const DISK_BYTES = 64_000_000;

/** The disk of the journals is full, again and again. While people are told so, nothing is promised. */
export const fullDisk: Fault = {
  name: 'disk-full',
  times: { whole: 10, ci: 2 },
  impossible: NO_DISKS,
  run: async stage => {
    const tracker = await stage.startTracker();
    const disk = diskOf(stage);
    const writers = [0, 1].map(() =>
      stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
    );
    for (let time = 0; time < stage.times; time++) {
      await pause(stage.random.integer(0, 1500));
      const free = disk.fill();
      await Promise.all(writers.map(writer => inTrouble(writer, true, /no space left/)));
      await pause(stage.random.integer(0, 1000));
      free();
      await Promise.all(writers.map(writer => inTrouble(writer, false)));
    }
    await Promise.all(writers.map(writer => writer.end()));
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** The disk of the journals can't be written at first. */
export const readOnlyDisk: Fault = {
  name: 'disk-read-only',
  times: { whole: 3, ci: 1 },
  impossible: NO_DISKS,
  run: async stage => {
    const tracker = await stage.startTracker();
    const disk = diskOf(stage);
    for (let time = 0; time < stage.times; time++) {
      disk.makeReadOnly();
      const writer = stage.startWriter(tracker.url, {
        kind: 'steady',
        seed: stage.random.seedFor()
      });
      await inTrouble(writer, true, /read-only/);
      disk.makeWritable();
      await inTrouble(writer, false);
      await pause(stage.random.integer(500, 1500));
      await writer.end();
      await stage.deliverRest();
    }
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

function diskOf(stage: Stage): TinyDisk {
  const disk = new TinyDisk(DISK_BYTES);
  stage.defer(() => {
    stage.killShippers();
    disk.remove();
  });
  stage.useHome(path.join(disk.path, 'home'));
  return disk;
}

/** Waits until the last that the writer's journal said is (or is not) that it can't be written. */
async function inTrouble(writer: Writer, isTrouble: boolean, words = /^/): Promise<void> {
  await writer.event(
    one =>
      one.event === 'trouble' &&
      one === writer.events.filter(({ event }) => event === 'trouble').at(-1) &&
      (one.reason !== null) === isTrouble &&
      words.test(one.reason ?? ''),
    isTrouble ? `be told that its journal can't be written` : 'recover its journal'
  );
}
