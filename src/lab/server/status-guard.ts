import type { ServerStatus } from '../../protocol/index.js';

const STATES = ['starting', 'ready', 'unreachable', 'failed', 'stopped', 'offline'];

/** Whether `value` is a status of the version we know. */
export function isServerStatus(value: unknown): value is ServerStatus {
  if (!isFields(value) || value['version'] !== 1) {
    return false;
  }
  const { tracker, waiting, enabled } = value;
  return (
    isFields(tracker) &&
    (tracker['kind'] === 'embedded' || tracker['kind'] === 'external') &&
    STATES.includes(tracker['state'] as string) &&
    typeof tracker['location'] === 'string' &&
    isFields(waiting) &&
    typeof waiting['journals'] === 'number' &&
    typeof enabled === 'boolean'
  );
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
