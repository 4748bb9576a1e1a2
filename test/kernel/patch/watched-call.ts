import { Faults } from '../../../src/kernel/patch/faults.js';
import { wrapMethod } from '../../../src/kernel/patch/wrap-method.js';
import type { MethodObserver, ObservedCall } from '../../../src/kernel/patch/wrap-method.js';

/** What an observer was told, in order. */
export type Seen = [event: string, ...values: unknown[]];

export interface Watched<T extends object> {
  readonly owner: T;
  readonly seen: Seen[];
  readonly faults: Faults;
  readonly unwrap: () => void;
}

/** `owner[name]` wrapped by an observer that notes what it is told; `parts` replace parts of it. */
export function watch<T extends object>(
  owner: T,
  name: keyof T & string,
  parts: Partial<ObservedCall> & { readonly begin?: MethodObserver['begin'] } = {},
  faults = new Faults({})
): Watched<T> {
  const seen: Seen[] = [];
  const { begin, ...callParts } = parts;
  const observer: MethodObserver = {
    begin:
      begin ??
      ((self, args) => {
        seen.push(['begin', self, args]);
        return {
          within: original => original(),
          returned: result => {
            seen.push(['returned', result]);
          },
          threw: error => {
            seen.push(['threw', error]);
          },
          ...callParts
        };
      })
  };
  return { owner, seen, faults, unwrap: wrapMethod(owner, name, observer, faults) };
}

/** Throws, as a part of an observer. */
export function fail(): never {
  throw new Error('the observer is broken');
}
