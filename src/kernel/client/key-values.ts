import type { KeyValue } from '../../tracking/index.js';
import { checkTexts } from '../api/checks.js';
import type { Loggable } from '../api/types/values.js';

/** The entries as the REST client takes them. @throws MlflowArgumentError for keys and values that are not allowed. */
export function keyValues(
  kind: 'param' | 'tag',
  values: Readonly<Record<string, Loggable>> = {}
): KeyValue[] {
  return Object.entries(checkTexts(kind, values)).map(([key, value]) => ({ key, value }));
}

/** `value` as the text of a param or tag. @throws MlflowArgumentError as {@link keyValues}. */
export function textOf(kind: 'param' | 'tag', key: string, value: Loggable): string {
  return checkTexts(kind, { [key]: value })[key] ?? '';
}
