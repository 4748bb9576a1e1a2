import { callOnce } from './call-once.js';
import type { Faults } from './faults.js';

/** Any function; its arguments and result are looked at, never changed. */
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** One call of a wrapped method, seen from beside it. */
export interface ObservedCall {
  /** Calls `original`, inside whatever context the observer wants. */
  within(original: () => unknown): unknown;
  /** The call returned, or its promise was fulfilled. A promise is awaited before the caller goes on. */
  returned(result: unknown): void | Promise<void>;
  /** The call threw, or its promise was rejected. */
  threw(error: unknown): void | Promise<void>;
}

export interface MethodObserver {
  /** Looks at a call before it happens; null stays out of it. */
  begin(self: unknown, args: readonly unknown[]): ObservedCall | null;
}

const ORIGINAL = Symbol.for('jupyterlab-autolog.original');

/**
 * Puts `observer` beside `owner[name]`. The caller gets the same `this`, arguments,
 * result, error object and kind of promise, and the original is called exactly once,
 * whatever the observer does: its failures go to `faults`. A method that is wrapped
 * already stays as it is. Returns the undoing, which leaves a later wrapper alone.
 *
 * The rules are those of MLflow's `safe_patch`.
 */
export function wrapMethod(
  owner: object,
  name: string,
  observer: MethodObserver,
  faults: Faults
): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = descriptor?.value;
  if (descriptor === undefined || typeof original !== 'function' || ORIGINAL in original) {
    return () => undefined;
  }
  const doing = `observing ${name}`;
  const call = original as AnyFunction;

  const wrapper: AnyFunction = function (this: unknown, ...args: unknown[]): unknown {
    const observed = faults.guard(doing, () => observer.begin(this, args)) ?? null;
    if (observed === null) {
      return call.apply(this, args);
    }
    const outcome = callOnce(
      () => call.apply(this, args),
      original => observed.within(original),
      doing,
      faults
    );
    if (outcome.type === 'threw') {
      void faults.guardAsync(doing, () => observed.threw(outcome.error));
      throw outcome.error;
    }
    if (outcome.value instanceof Promise) {
      return settle(outcome.value, observed, doing, faults);
    }
    void faults.guardAsync(doing, () => observed.returned(outcome.value));
    return outcome.value;
  };

  copyFace(call, wrapper);
  Object.defineProperty(owner, name, { ...descriptor, value: wrapper });
  return () => {
    if (Object.getOwnPropertyDescriptor(owner, name)?.value === wrapper) {
      Object.defineProperty(owner, name, descriptor);
    }
  };
}

/**
 * A promise of the same class, settled alike, after the observer has looked. Made with
 * `then`, because a waiting function of ours would stand in the user's stack traces.
 */
function settle(
  promise: Promise<unknown>,
  observed: ObservedCall,
  doing: string,
  faults: Faults
): Promise<unknown> {
  const then: Promise<unknown>['then'] = Promise.prototype.then.bind(promise);
  return then(
    async value => {
      await faults.guardAsync(doing, () => observed.returned(value));
      return value;
    },
    async (error: unknown) => {
      await faults.guardAsync(doing, () => observed.threw(error));
      throw error;
    }
  );
}

/** Name, length and own properties of the original, which users and libraries may read. */
function copyFace(from: AnyFunction, to: AnyFunction): void {
  Object.defineProperties(to, Object.getOwnPropertyDescriptors(from));
  Object.defineProperty(to, ORIGINAL, { value: from });
}
