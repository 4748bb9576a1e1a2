import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process this is, so that another one with the same number isn't taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the operating system's own words, or null where that isn't known. */
  readonly started: string | null;
  readonly host: string;
  /** Changes each time the host starts, or null where that isn't known. */
  readonly boot: string | null;
}

/** Fields of `/proc/<pid>/stat`, counted from behind the command, as proc(5) lists them. */
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;
const TICKS_PER_SECOND = 100;

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    started: startTicks(process.pid),
    host: hostname(),
    boot: read('/proc/sys/kernel/random/boot_id')
  };
}

/** Whether the process still lives, or null where it can't be told from this host. */
export function isAlive(identity: ProcessIdentity): boolean | null {
  const own = ownIdentity();
  if (identity.host !== own.host) {
    return null;
  }
  if (identity.boot !== own.boot || !exists(identity.pid)) {
    return false;
  }
  return identity.started === startTicks(identity.pid);
}

/**
 * Whether process `pid` of `host` still lives and is the one that lived at `time`, in
 * milliseconds since the epoch; null where it can't be told from this host.
 */
export function wasAliveAt(pid: number, host: string, time: number): boolean | null {
  if (host !== hostname()) {
    return null;
  }
  if (!exists(pid)) {
    return false;
  }
  const started = startTime(pid);
  // The host's start is known to a second only.
  return started === null || started <= time + 2000;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie has ended, and only waits for its parent to look.
    return statField(pid, STATE_FIELD) !== 'Z';
  } catch (error) {
    // It is there, but somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startTime(pid: number): number | null {
  const ticks = startTicks(pid);
  const booted = /^btime (\d+)$/m.exec(read('/proc/stat') ?? '')?.[1];
  return ticks === null || booted === undefined
    ? null
    : Number(booted) * 1000 + (Number(ticks) / TICKS_PER_SECOND) * 1000;
}

function startTicks(pid: number): string | null {
  return statField(pid, START_TIME_FIELD);
}

function statField(pid: number, field: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The command, in parentheses, may hold anything, also spaces and parentheses.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[field] ?? null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Not Linux, or the process is gone.
    return null;
  }
}
