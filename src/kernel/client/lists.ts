import { MlflowArgumentError } from '../../tracking/index.js';

/** `list`, which must be a list of objects. @throws MlflowArgumentError when it is none. */
export function checkList<T extends object>(what: string, list: readonly T[]): readonly T[] {
  const given: unknown = list;
  const isList =
    Array.isArray(given) && given.every(item => typeof item === 'object' && item !== null);
  if (!isList) {
    throw new MlflowArgumentError(`${what} must be a list of objects, as in [{ … }].`);
  }
  return list;
}
