import { isMetricValue } from './metric-value.js';
import type { NotebookWaiting } from './waiting.js';

type Fields = Readonly<Record<string, unknown>>;

/** Whether `value` is an answer of the version we know. */
export function isNotebookWaiting(value: unknown): value is NotebookWaiting {
  return (
    isFields(value) &&
    value['version'] === 1 &&
    isListOf(value['runs'], isWaitingRun) &&
    typeof value['totalRuns'] === 'number' &&
    typeof value['isComplete'] === 'boolean' &&
    (value['refused'] === null || isRefused(value['refused']))
  );
}

function isWaitingRun(value: unknown): boolean {
  return (
    isFields(value) &&
    isText(value['clientRunId']) &&
    (value['runId'] === null || isText(value['runId'])) &&
    isText(value['name']) &&
    isText(value['experiment']) &&
    ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'].includes(value['status'] as string) &&
    typeof value['startTime'] === 'number' &&
    (value['endTime'] === null || typeof value['endTime'] === 'number') &&
    (value['reason'] === null || isText(value['reason'])) &&
    isListOf(value['metrics'], isMetric)
  );
}

function isMetric(value: unknown): boolean {
  return isFields(value) && isText(value['key']) && isMetricValue(value['value']);
}

function isRefused(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value['records'] === 'number' &&
    isText(value['reason']) &&
    typeof value['time'] === 'number' &&
    isListOf(value['files'], isRefusedFile)
  );
}

function isRefusedFile(value: unknown): boolean {
  return isFields(value) && isText(value['path']) && typeof value['records'] === 'number';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isListOf(value: unknown, is: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
