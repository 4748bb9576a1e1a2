import { statfsSync } from 'node:fs';
import os from 'node:os';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** Values by MLflow's names, without its prefix `system/`. */
export type Load = Readonly<Record<string, number>>;

/** How fine the lag of the event loop is measured, in milliseconds; it is no part of the lag. */
const RESOLUTION_MS = 20;
const MEGABYTE = 1e6;

/**
 * Measures the machine and this process, each time over what has passed since the last time: what
 * MLflow's Python client measures (`mlflow/system_metrics/metrics`), this process's memory, and
 * the lag of its event loop, which tells how long code that never yields held up everything else.
 */
export class MachineLoad {
  private _ticks = cpuTicks();
  private _delay: IntervalHistogram | null = null;

  /** Begins to measure the lag, which costs a timer. */
  start(): void {
    this._ticks = cpuTicks();
    this._delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this._delay.enable();
  }

  stop(): void {
    this._delay?.disable();
    this._delay = null;
  }

  /** @param folder Whose disk is meant. */
  measure(folder: string): Load {
    return { ...this._cpu(), ...memory(), ...disk(folder), ...this._lag() };
  }

  private _cpu(): Load {
    const before = this._ticks;
    const now = cpuTicks();
    this._ticks = now;
    const total = now.total - before.total;
    const busy = total - (now.idle - before.idle);
    return { cpu_utilization_percentage: total === 0 ? 0 : (busy / total) * 100 };
  }

  private _lag(): Load {
    const delay = this._delay;
    if (delay === null || delay.count === 0) {
      return {};
    }
    const longest = delay.max / 1e6 - RESOLUTION_MS;
    delay.reset();
    return { event_loop_lag_milliseconds: Math.max(0, longest) };
  }
}

function cpuTicks(): { readonly total: number; readonly idle: number } {
  let total = 0;
  let idle = 0;
  for (const { times } of os.cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return { total, idle };
}

function memory(): Load {
  const total = os.totalmem();
  const used = total - os.freemem();
  return {
    system_memory_usage_megabytes: used / MEGABYTE,
    system_memory_usage_percentage: (used / total) * 100,
    process_memory_usage_megabytes: process.memoryUsage.rss() / MEGABYTE
  };
}

function disk(folder: string): Load {
  const { blocks, bavail, bfree, bsize } = statfsSync(folder);
  const used = (blocks - bfree) * bsize;
  const available = bavail * bsize;
  return {
    disk_usage_megabytes: used / MEGABYTE,
    disk_available_megabytes: available / MEGABYTE,
    disk_usage_percentage: (used / (used + available)) * 100
  };
}
