import { describeError } from './describe-error.js';

/** Set to `1`, faults of ours are thrown where they happen instead of being kept: for tests. */
const TEST_MODE_VARIABLE = 'AUTOLOG_TESTING';

/** How many causes are told; a program that makes up new ones all the time must not fill the memory. */
const MOST_CAUSES = 100;

/**
 * Keeps the faults of autologging itself away from the user's program: each is caught,
 * counted, and told once per cause to whoever listens. In test mode
 * (`AUTOLOG_TESTING=1`) {@link Faults.guard} throws them again.
 */
export class Faults {
  private readonly _counts = new Map<string, number>();
  private readonly _listeners = new Set<(message: string) => void>();
  private readonly _rethrow: boolean;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this._rethrow = environment[TEST_MODE_VARIABLE] === '1';
  }

  /** The messages, oldest first. */
  get messages(): readonly string[] {
    return [...this._counts.keys()];
  }

  /** How often the fault of this message happened. */
  count(message: string): number {
    return this._counts.get(message) ?? 0;
  }

  /** Calls `listener` with the message of each new cause. */
  onFault(listener: (message: string) => void): void {
    this._listeners.add(listener);
  }

  /** Keeps a fault of ours; `doing` says what was tried, as in "reading the optimizer". Never throws. */
  report(doing: string, error: unknown): void {
    const message = `${doing}: ${describeError(error)}`;
    const count = this.count(message);
    if (count === 0 && this._counts.size >= MOST_CAUSES) {
      return;
    }
    this._counts.set(message, count + 1);
    if (count === 0) {
      this._tell(message);
    }
  }

  /** Runs code of ours. Its failure is kept and `undefined` returned; thrown in test mode. */
  guard<T>(doing: string, body: () => T): T | undefined {
    try {
      return body();
    } catch (error) {
      this._failed(doing, error);
      return undefined;
    }
  }

  /** As {@link guard}, for code that waits. Rejects only in test mode. */
  async guardAsync<T>(doing: string, body: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await body();
    } catch (error) {
      this._failed(doing, error);
      return undefined;
    }
  }

  private _failed(doing: string, error: unknown): void {
    this.report(doing, error);
    if (this._rethrow) {
      throw error;
    }
  }

  private _tell(message: string): void {
    for (const listener of this._listeners) {
      try {
        listener(message);
      } catch (error) {
        // Whoever shows faults has one; it is told with the others, to nobody in particular.
        this._counts.set(`telling a fault: ${describeError(error)}`, 1);
      }
    }
  }
}
