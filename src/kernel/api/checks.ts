import { assertName, MlflowArgumentError } from '../../tracking/index.js';
import type { Loggable } from './mlflow.js';

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

/** The entries as texts. @throws MlflowArgumentError when a key or value is not allowed. */
export function checkTexts(
  kind: 'param' | 'tag',
  values: Readonly<Record<string, Loggable>>
): Record<string, string> {
  if (typeof values !== 'object' || values === null) {
    throw new MlflowArgumentError(
      `Expected an object of ${kind}s by key, as in { name: 'value' }, but was given ${describe(values)}.`
    );
  }
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      checkKey(kind, key);
      return [key, toText(kind, key, value)];
    })
  );
}

function toText(kind: string, key: string, value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value);
  }
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') {
    throw new MlflowArgumentError(
      `The ${kind} "${key}" was given ${describe(value)}. Give a string, number, boolean or null.`
    );
  }
  return String(value as Loggable);
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
}
