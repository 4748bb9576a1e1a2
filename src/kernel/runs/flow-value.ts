import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * One for all values: until Node 24, each `AsyncLocalStorage` in use makes every promise of the
 * program a little dearer, and a training makes a hundred thousand of them.
 */
const storage = new AsyncLocalStorage<ReadonlyMap<object, unknown>>();

/** A value that belongs to an asynchronous flow: to some code and all that it starts. */
export class FlowValue<T extends object> {
  /** The value of the flow that the calling code belongs to, or null. */
  get current(): T | null {
    // Nobody else puts anything under this key.
    return (storage.getStore()?.get(this) as T | undefined) ?? null;
  }

  /** Calls `body` in a flow of its own, which has `value`. */
  within<R>(value: T, body: () => R): R {
    return storage.run(this._flowWith(value), body);
  }

  /** From here on the calling flow has `value`. */
  enter(value: T): void {
    storage.enterWith(this._flowWith(value));
  }

  private _flowWith(value: T): ReadonlyMap<object, unknown> {
    return new Map<object, unknown>(storage.getStore()).set(this, value);
  }
}
