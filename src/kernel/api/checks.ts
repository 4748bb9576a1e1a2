import { assertName, MlflowArgumentError } from '../../tracking/index.js';
import { describeError } from '../patch/describe-error.js';
import type { EndStatus, Loggable } from './types/mlflow.js';

type Kind = 'metric' | 'param' | 'tag';

/** How many keys are remembered as allowed; a program that makes them up anew each time is slower. */
const REMEMBERED = 10_000;

const allowed = { metric: new Set<string>(), param: new Set<string>(), tag: new Set<string>() };

/** @throws MlflowArgumentError when MLflow doesn't allow `key`. */
export function checkKey(kind: Kind, key: string): void {
  const known = allowed[kind];
  if (known.has(key)) {
    return;
  }
  assertName(kind, key);
  if (known.size < REMEMBERED) {
    known.add(key);
  }
}

/** @throws MlflowArgumentError when `value` or `step` can't be those of a metric. */
export function checkMetric(key: string, value: number, step: number): void {
  checkKey('metric', key);
  if (typeof value !== 'number') {
    throw new MlflowArgumentError(
      `The metric "${key}" was given ${describe(value)}. Metrics are numbers: use logParam or setTag for anything else.`
    );
  }
  if (!Number.isSafeInteger(step)) {
    throw new MlflowArgumentError(
      `The metric "${key}" was given the step ${describe(step)}. Steps are whole numbers.`
    );
  }
}

/** `values`, which must be an object. @throws MlflowArgumentError when it is none. */
export function checkObject<T extends object>(what: string, values: T): T {
  if (typeof values !== 'object' || (values as unknown) === null || Array.isArray(values)) {
    throw new MlflowArgumentError(
      `Expected an object of ${what}, as in { name: value }, but was given ${describe(values)}.`
    );
  }
  return values;
}

/** `text`, or undefined where it wasn't given. @throws MlflowArgumentError when it is anything else. */
export function checkText(what: string, text: string | undefined): string | undefined {
  if (text !== undefined && typeof text !== 'string') {
    throw new MlflowArgumentError(`${what} must be a string, but was given ${describe(text)}.`);
  }
  return text;
}

/** `texts`, or undefined where they weren't given. @throws MlflowArgumentError when it is no list of strings. */
export function checkTextList(
  what: string,
  texts: readonly string[] | undefined
): readonly string[] | undefined {
  const given: unknown = texts;
  if (
    given !== undefined &&
    !(Array.isArray(given) && given.every(one => typeof one === 'string'))
  ) {
    throw new MlflowArgumentError(
      `${what} must be a list of strings, but was given ${describe(given)}.`
    );
  }
  return texts;
}

/** False where it wasn't given. @throws MlflowArgumentError when it is neither true nor false. */
export function checkFlag(what: string, flag: boolean | undefined): boolean {
  if (flag !== undefined && typeof flag !== 'boolean') {
    throw new MlflowArgumentError(
      `${what} must be true or false, but was given ${describe(flag)}.`
    );
  }
  return flag ?? false;
}

/** @throws MlflowArgumentError when a run can't end so. */
export function checkStatus(status: EndStatus): EndStatus {
  if (!['FINISHED', 'FAILED', 'KILLED'].includes(status)) {
    throw new MlflowArgumentError(
      `A run can't end as ${JSON.stringify(status)}: use FINISHED, FAILED or KILLED.`
    );
  }
  return status;
}

/** The entries as texts. @throws MlflowArgumentError when a key or value is not allowed. */
export function checkTexts(
  kind: 'param' | 'tag',
  values: Readonly<Record<string, Loggable>>
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checkObject(`${kind}s by key`, values)).map(([key, value]) => {
      checkKey(kind, key);
      return [key, toText(kind, key, value)];
    })
  );
}

/** How JSON is written. Default: for people. */
export interface JsonForm {
  readonly replacer?: (key: string, value: unknown) => unknown;
  readonly indent?: number;
}

/** `value`, an object or a list, as JSON. @throws MlflowArgumentError when it is none or has no JSON form. */
export function toJsonText(
  caller: string,
  value: object,
  { replacer, indent = 2 }: JsonForm = {}
): string {
  if (typeof value !== 'object' || (value as unknown) === null) {
    throw new MlflowArgumentError(
      `${caller} takes an object or a list, but was given ${describe(value)}.`
    );
  }
  let text: unknown;
  try {
    text = JSON.stringify(value, replacer, indent);
  } catch (error) {
    throw new MlflowArgumentError(
      `${caller} was given an object that has no JSON form: ${describeError(error)}.`
    );
  }
  if (typeof text !== 'string') {
    throw new MlflowArgumentError(`${caller} was given an object that has no JSON form.`);
  }
  return text;
}

function toText(kind: string, key: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return checkStorable(kind, key, value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : toJson(kind, key, value);
    default:
      throw refused(kind, key, describe(value));
  }
}

/** What no store of MLflow's keeps as it is: NUL, and a half of a character of two code units. */
const NOT_STORABLE = /[\p{Surrogate}\0]/u;

function checkStorable(kind: string, key: string, text: string): string {
  if (NOT_STORABLE.test(text)) {
    throw new MlflowArgumentError(
      `The ${kind} "${key}" holds a character that MLflow can't keep: NUL, or one half of a ` +
        'surrogate pair. Leave it out, or log the bytes as text, such as base64.'
    );
  }
  return text;
}

/** Untyped programs give objects too; MLflow's own client logs their text. */
function toJson(kind: string, key: string, value: object): string {
  let text: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw refused(kind, key, `an object that has no JSON form (${describeError(error)})`);
  }
  if (typeof text !== 'string') {
    throw refused(kind, key, 'an object that has no JSON form');
  }
  return text;
}

function refused(kind: string, key: string, was: string): MlflowArgumentError {
  return new MlflowArgumentError(
    `The ${kind} "${key}" was given ${was}. Give a string, number, boolean or null.`
  );
}

/** `value` as an error says what was given. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `${typeof value} ${describeError(value)}`;
}
