import { isMetricValue } from './metric-value.js';
import type { RunCard } from './run-card.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether `value` is a run card of the version we know. Cards come out of saved
 * notebooks, which anybody may have edited, so every field that is read is looked at.
 */
export function isRunCard(value: unknown): value is RunCard {
  return (
    isFields(value) &&
    value['version'] === 1 &&
    typeof value['kernelId'] === 'string' &&
    isNullOr(value['cellId'], isString) &&
    isCount(value['executionCount']) &&
    isFields(value['experiment']) &&
    isString(value['experiment']['name']) &&
    isNullOr(value['experiment']['id'], isString) &&
    isCount(value['totalRuns']) &&
    isListOf(value['runs'], isRunSummary) &&
    isDelivery(value['delivery']) &&
    isListOf(value['faults'], isString)
  );
}

function isRunSummary(value: unknown): boolean {
  return (
    isFields(value) &&
    isString(value['clientRunId']) &&
    isNullOr(value['runId'], isString) &&
    isString(value['name']) &&
    ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'].includes(value['status'] as string) &&
    isNumber(value['startTime']) &&
    isNullOr(value['endTime'], isNumber) &&
    isNullOr(value['progress'], isProgress) &&
    isListOf(value['metrics'], isMetricSummary) &&
    isNullOr(value['reason'], isString)
  );
}

function isProgress(value: unknown): boolean {
  return (
    isFields(value) &&
    (value['unit'] === 'epoch' || value['unit'] === 'iteration') &&
    isCount(value['done']) &&
    isNullOr(value['total'], isCount)
  );
}

function isMetricSummary(value: unknown): boolean {
  return (
    isFields(value) &&
    isString(value['key']) &&
    isMetricValue(value['last']) &&
    isNumber(value['lastStep']) &&
    isMetricValue(value['min']) &&
    isMetricValue(value['max']) &&
    isListOf(value['curve'], isPoint)
  );
}

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}

function isDelivery(value: unknown): boolean {
  if (!isFields(value)) {
    return false;
  }
  const says = (): boolean => isString(value['reason']) && isString(value['next']);
  switch (value['state']) {
    case 'delivering':
      return isCount(value['waiting']);
    case 'delivered':
      return true;
    case 'waiting':
      return isCount(value['waiting']) && isNumber(value['since']) && says();
    case 'offline':
      return isString(value['next']);
    case 'refused':
      return isCount(value['refused']) && says();
    case 'not-recorded':
      return says();
    default:
      return false;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isNullOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === null || is(value);
}

function isListOf(value: unknown, is: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
