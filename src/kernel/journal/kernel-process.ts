import { isAlive, ownIdentity, wasAliveAt } from './process-identity.js';
import type { OpenRecord } from './records.js';

/**
 * Whether the kernel that writes a journal lives, or null where it can't be told from this host.
 * Where the journal says when its process started, in words that no setting of the clock changes,
 * that counts; else whether the process is older than the journal.
 */
export function isKernelAlive({ pid, host, time, process }: OpenRecord): boolean | null {
  return typeof process?.started === 'string'
    ? isAlive({ pid, host, started: process.started, boot: process.boot ?? null })
    : wasAliveAt(pid, host, time);
}

/** What a journal says of the kernel that writes it, which is this process. */
export function ownProcess(): Required<Pick<OpenRecord, 'pid' | 'host' | 'process'>> {
  const { pid, host, started, boot } = ownIdentity();
  return { pid, host, process: { started, boot } };
}
