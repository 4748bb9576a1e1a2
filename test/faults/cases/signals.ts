import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../parts/processes.js';
import { ELSEWHERE } from '../parts/places.js';
import type { Fault } from '../suite/fault.js';

const HOUR_MS = 3_600_000;

/** All of it stands still, and goes on: the kernel, its shipper and the tracking server. */
export const stopGroup: Fault = {
  name: 'stop-group',
  times: { whole: 1, ci: 1 },
  run: async stage => {
    const still = stage.isShort ? 20_000 : 60_000;
    const tracker = await stage.startTracker();
    const writers = [0, 1, 2].map(() =>
      stage.startWriter(tracker.url, { kind: 'steady', seed: stage.random.seedFor() })
    );
    await Promise.all(writers.map(writer => writer.told('run', /^$/)));
    const all = (name: NodeJS.Signals): void => {
      for (const writer of writers) {
        [writer.pid, ...writer.shippers()].forEach(pid => signal(pid, name));
      }
      tracker.signal(name);
    };
    all('SIGSTOP');
    await pause(still);
    // Somebody starts Jupyter meanwhile: what stands still lives.
    const recovered = stage.recover();
    all('SIGCONT');
    await recovered;
    await pause(stage.random.integer(500, 3000));
    await Promise.all(writers.map(writer => writer.end()));
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Kernels and shippers are asked to end, as by a machine that shuts down. */
export const terminate: Fault = {
  name: 'sigterm',
  times: { whole: 20, ci: 4 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const writer = stage.startWriter(tracker.url, {
        kind: 'steady',
        seed: stage.random.seedFor()
      });
      await writer.ready();
      await pause(stage.random.integer(0, 1500));
      writer.shippers().forEach(pid => signal(pid, 'SIGTERM'));
      await pause(stage.random.integer(0, 800));
      writer.signal('SIGTERM');
      await writer.exited;
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** The kernel's memory is full, and the engine ends it. */
export const outOfMemory: Fault = {
  name: 'out-of-memory',
  times: { whole: 5, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const writer = stage.startWriter(
        tracker.url,
        { kind: 'out-of-memory' },
        { nodeOptions: ['--max-old-space-size=64'] }
      );
      const end = await writer.exited;
      if (end !== 'SIGABRT' && end !== 134) {
        throw new Error(`The writer did not die of its memory but ended with ${end}.`);
      }
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** The clock jumps an hour or three forward, as after a laptop's sleep, or is set back. */
export const clockJumps: Fault = {
  name: 'clock-jumps',
  times: { whole: 8, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const jumps = [1, 2].map(count => {
        const by = (time % 2 === 0 ? 1 : -1) * stage.random.integer(1, 3) * HOUR_MS;
        return `${count * stage.random.integer(500, 1500)}:${by}`;
      });
      const environment = { AUTOLOG_FAULT_CLOCK: jumps.join(',') };
      const writer = stage.startWriter(
        tracker.url,
        { kind: 'steady', seed: stage.random.seedFor() },
        { shipper: ELSEWHERE, environment, nodeOptions: ['--require', ELSEWHERE] }
      );
      await writer.told('run', /^$/);
      await pause(stage.random.integer(1000, 4000));
      await (time % 4 < 2 ? writer.end() : writer.kill());
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/**
 * The clock was an hour behind when the kernel began, and is set right; then the shipper dies, and
 * somebody starts Jupyter: the kernel lives, and its journal is its own.
 */
export const clockSetRight: Fault = {
  name: 'clock-set-right',
  times: { whole: 4, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const by = (time % 2 === 0 ? -1 : 1) * HOUR_MS;
      const environment = { AUTOLOG_FAULT_CLOCK: `0:${by},3000:${-by}` };
      const writer = stage.startWriter(
        tracker.url,
        { kind: 'steady', seed: stage.random.seedFor() },
        { shipper: ELSEWHERE, environment, nodeOptions: ['--require', ELSEWHERE] }
      );
      await writer.told('run', /^$/);
      stage.killShippers();
      await stage.recover();
      if (stage.journals().length === 0) {
        throw new Error('The journal of a kernel that lives was taken from it.');
      }
      await pause(stage.random.integer(0, 1000));
      await writer.end();
      await stage.deliverRest();
    }
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};
