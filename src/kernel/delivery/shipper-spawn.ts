import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { withoutCode } from '../config/node-options.js';

type Variables = Readonly<Record<string, string>>;

/** Waits for one line, the journal's folder, and becomes the shipper. Ends when the kernel does. */
const WAIT_FOR_JOURNAL = 'IFS= read -r journal && exec "$0" "$1" --journal "$journal"';

/** Starts the shipper at `script` for the journal in the folder `journal`, now. */
export function spawnShipper(
  script: string,
  journal: string,
  environment: Variables = {}
): ChildProcess {
  const options = spawnOptions(script, environment);
  return spawn(process.execPath, [script, '--journal', journal], options);
}

/**
 * Starts a process that becomes the shipper when {@link awakeShipper} tells it the journal,
 * or null where there is no POSIX shell. To start a process takes longer the more memory the
 * kernel has: 4 ms before a library is loaded, 10 to 40 ms in the midst of a training, during
 * which the cell would stand still. A shell that waits takes less than a megabyte.
 */
export function spawnDormantShipper(
  script: string,
  environment: Variables = {}
): ChildProcess | null {
  return process.platform === 'win32'
    ? null
    : spawn(
        '/bin/sh',
        ['-c', WAIT_FOR_JOURNAL, process.execPath, script],
        spawnOptions(script, environment)
      );
}

/** Whether `child` was told to ship `journal`. False where the journal's name can't be told in a line. */
export function awakeShipper(child: ChildProcess, journal: string): boolean {
  if (journal.includes('\n') || child.stdin === null) {
    return false;
  }
  child.stdin.write(`${journal}\n`);
  return true;
}

function spawnOptions(script: string, more: Variables): SpawnOptions {
  return {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    // The notebook's folder may be moved or deleted before everything is shipped.
    cwd: path.dirname(script),
    // glibc would keep freed memory of each thread apart from that of others, which adds up to 5 MB.
    env: { MALLOC_ARENA_MAX: '1', ...shipperEnvironment(), ...more }
  };
}

function shipperEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: nodeOptions, ...environment } = process.env;
  return nodeOptions === undefined
    ? environment
    : { ...environment, NODE_OPTIONS: withoutCode(nodeOptions) };
}
