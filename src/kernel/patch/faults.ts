/** What went wrong inside autologging, so far, and how often. */
export interface Fault {
  readonly message: string;
  readonly count: number;
}

/** Set to `1`, faults of ours are thrown where they happen instead of being kept: for tests. */
const TEST_MODE_VARIABLE = 'AUTOLOG_TESTING';

/**
 * Keeps the faults of autologging itself away from the user's program: each is caught,
 * counted, and told once per cause to whoever listens. In test mode
 * (`AUTOLOG_TESTING=1`) {@link Faults.guard} throws them again.
 */
export class Faults {
  private readonly _faults = new Map<string, number>();
  private readonly _listeners = new Set<(fault: Fault) => void>();
  private readonly _rethrow: boolean;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this._rethrow = environment[TEST_MODE_VARIABLE] === '1';
  }

  /** The messages, oldest first. */
  get messages(): readonly string[] {
    return [...this._faults.keys()];
  }

  /** Calls `listener` at each new cause. */
  onFault(listener: (fault: Fault) => void): void {
    this._listeners.add(listener);
  }

  /** Keeps a fault of ours; `doing` says what was tried, as in "reading the optimizer". */
  report(doing: string, error: unknown): void {
    const message = `${doing}: ${error instanceof Error ? error.message : String(error)}`;
    const count = (this._faults.get(message) ?? 0) + 1;
    this._faults.set(message, count);
    if (count === 1) {
      for (const listener of this._listeners) {
        listener({ message, count });
      }
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
}
