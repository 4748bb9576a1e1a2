import { isMetricValue } from '../../protocol/index.js';
import type { JournalRecord } from './records.js';

type Check = (value: unknown) => boolean;
type Checks = Readonly<Record<string, Check>>;
type Fields = Readonly<Record<string, unknown>>;

const isString: Check = value => typeof value === 'string';
const isFlag: Check = value => typeof value === 'boolean';
const isNumber: Check = value => typeof value === 'number';
const isTexts: Check = value => isFields(value) && Object.values(value).every(isString);
const isRunEnd: Check = value => value === 'FINISHED' || value === 'FAILED' || value === 'KILLED';
const isTarget: Check = value =>
  isFields(value) &&
  ((value['kind'] === 'embedded' && isString(value['root'])) ||
    (value['kind'] === 'uri' && isString(value['uri'])));
const isSignature: Check = value =>
  isFields(value) && isString(value['inputs']) && isString(value['outputs']);

const isLinked: Check = value =>
  isFields(value) && isNumber(value['size']) && isNumber(value['modified']);
const isDatasetIdentity: Check = value =>
  isFields(value) && isString(value['name']) && isString(value['digest']);
const isSource: Check = value =>
  isFields(value) && isString(value['type']) && isString(value['text']);
const isFigureKind: Check = value =>
  value === 'vega-lite' || value === 'vega' || value === 'plotly';
const isList: Check = value => Array.isArray(value);

const METRIC: Checks = { key: isString, value: isMetricValue, step: isNumber, time: isNumber };

/** What each type of record must hold, besides its type. */
const CHECKS = {
  open: {
    journalId: isString,
    kernelId: isString,
    pid: isNumber,
    host: isString,
    time: isNumber,
    target: isTarget,
    snapshotFile: orNull(isString)
  },
  cell: {
    cellId: orNull(isString),
    executionCount: isNumber,
    source: isString,
    time: isNumber
  },
  run: {
    run: isString,
    experiment: isString,
    experimentId: orMissing(isString),
    isChosen: orMissing(isFlag),
    name: isString,
    time: isNumber,
    tags: isTexts,
    executionCount: orNull(isNumber),
    parent: orMissing(isString),
    parentRunId: orMissing(isString),
    resumes: orMissing(isString)
  },
  metric: {
    run: isString,
    ...METRIC,
    modelId: orMissing(isString),
    dataset: orMissing(isDatasetIdentity)
  },
  params: { run: isString, params: isTexts },
  tags: { run: isString, tags: isTexts },
  untag: { run: isString, key: isString },
  dataset: {
    run: isString,
    context: isString,
    name: isString,
    digest: isString,
    schema: isString,
    profile: isString,
    source: orMissing(isSource),
    tags: orMissing(isTexts)
  },
  text: { run: isString, path: isString, text: isString },
  figure: { run: isString, path: isString, kind: isFigureKind, spec: isFields },
  artifact: { run: isString, path: isString, file: isString, linked: orMissing(isLinked) },
  artifacts: {
    run: isString,
    path: isString,
    folder: isString,
    linked: value => isFields(value) && Object.values(value).every(isLinked)
  },
  table: {
    run: isString,
    path: isString,
    columns: value => Array.isArray(value) && value.every(isString),
    rows: value => Array.isArray(value) && value.every(isList)
  },
  model: {
    run: isString,
    model: isString,
    name: isString,
    step: isNumber,
    time: isNumber,
    folder: isString,
    flavors: value => isFields(value) && Object.values(value).every(isFields),
    signature: orNull(isSignature),
    params: isTexts,
    hasInputExample: orMissing(isFlag),
    registeredModelName: orMissing(isString),
    metrics: value => Array.isArray(value) && value.every(metric => holds(metric, METRIC))
  },
  resume: { run: isString, time: isNumber },
  end: { run: isString, status: isRunEnd, time: isNumber, reason: orNull(isString) },
  flush: { time: isNumber },
  close: { time: isNumber }
} satisfies Record<JournalRecord['type'], Checks>;

/** Whether `value`, a line of a journal, is a record that can be delivered. */
export function isRecord(value: unknown): value is JournalRecord {
  if (!isFields(value)) {
    return false;
  }
  const type = value['type'];
  return typeof type === 'string' && Object.hasOwn(CHECKS, type) && holds(value, checksOf(type));
}

function checksOf(type: string): Checks {
  return CHECKS[type as JournalRecord['type']];
}

function holds(value: unknown, checks: Checks): boolean {
  if (!isFields(value)) {
    return false;
  }
  for (const field in checks) {
    if (checks[field]?.(value[field]) !== true) {
      return false;
    }
  }
  return true;
}

function orNull(check: Check): Check {
  return value => value === null || check(value);
}

function orMissing(check: Check): Check {
  return value => value === undefined || check(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
