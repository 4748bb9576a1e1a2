import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from './failure.js';
import type { Slots } from '../slots.js';
import { ServerTrouble, type Turn } from './server-trouble.js';

/** It failed for so long after the kernel's end that this process stops trying. */
export class GaveUpError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
    this.name = 'GaveUpError';
  }
}

/** This process is asked to end. */
export class ShutdownError extends Error {
  constructor() {
    super('The shipper is asked to end.');
    this.name = 'ShutdownError';
  }
}

/** Whether `error` ends all deliveries of this process, not one that was refused. */
export function isForAll(error: unknown): boolean {
  return error instanceof GaveUpError || error instanceof ShutdownError;
}

export interface PatienceOptions {
  /** What an error means, or null where trying again is of no use. */
  readonly failureOf: (error: unknown) => Failure | null;
  /** The longest pause of our own choice after an attempt that took so long, both in milliseconds. */
  readonly longestPause: (took: number) => number;
  readonly signal: AbortSignal;
  /**
   * What is waited for, and since when in milliseconds since the epoch; null when for nothing any
   * more. Not called after something was given up.
   */
  readonly onChange: (failure: Failure | null, since: number) => void;
}

interface Wait {
  readonly failure: Failure;
  readonly since: number;
  /** How long the attempt took that failed last, in milliseconds. */
  readonly took: number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_RETRY_AFTER_MS = 60_000;
/** A single connection that was reset is nothing to tell anybody. */
const TELL_FROM_ATTEMPT = 2;

/**
 * Tries requests until they succeed or are refused: for ever, while the kernel lives. While
 * the whole server fails, a request keeps its slot and its turn, so that one asks at a time.
 */
export class Patience {
  constructor(private readonly _options: PatienceOptions) {
    _options.signal.addEventListener('abort', () => {
      this._wake();
    });
  }

  /** From now on what fails for `milliseconds` without a break is given up. */
  limit(milliseconds: number): void {
    this._limit = { from: Date.now(), milliseconds };
    this._wake();
  }

  /**
   * What `attempt` resolves to in the end; it is given its number, from 1.
   * @throws GaveUpError, ShutdownError, or what `attempt` threw where that is for good.
   */
  async run<T>(slots: Slots, attempt: (number: number) => Promise<T>): Promise<T> {
    const key = {};
    let since: number | null = null;
    try {
      for (let number = 1; ; number++) {
        await slots.acquire();
        const turn = await this._server.turn(slots);
        const begin = performance.now();
        let wait: Wait;
        try {
          const result = await this._try(number, turn, attempt);
          if ('value' in result) {
            return result.value;
          }
          since ??= Date.now();
          wait = { failure: result.failure, since, took: performance.now() - begin };
          this._note(key, wait, number);
          if (wait.failure.scope !== 'request') {
            const { failures, since: fails } = this._server;
            await this._pause({ ...wait, since: fails ?? since }, failures);
          }
        } finally {
          turn.end();
          slots.release();
        }
        if (wait.failure.scope === 'request') {
          await this._pause(wait, number);
        }
      }
    } catch (error) {
      // That nobody asks any more is no sign that the server is well.
      this._isOver ||= isForAll(error);
      throw error;
    } finally {
      this._waits.delete(key);
      this._tell();
    }
  }

  private async _try<T>(
    number: number,
    turn: Turn,
    attempt: (number: number) => Promise<T>
  ): Promise<{ readonly value: T } | { readonly failure: Failure }> {
    this._checkEnd();
    try {
      const value = await attempt(number);
      this._serverAnswered();
      return { value };
    } catch (error) {
      this._checkEnd();
      const failure = this._options.failureOf(error);
      if (failure !== null && failure.scope !== 'request') {
        this._server.failed(turn);
        return { failure };
      }
      this._serverAnswered();
      if (failure === null) {
        throw error;
      }
      return { failure };
    }
  }

  private _serverAnswered(): void {
    if (this._server.answered()) {
      this._wake();
    }
  }

  private async _pause(wait: Wait, number: number): Promise<void> {
    const now = Date.now();
    const { retryAfter, scope } = wait.failure;
    const { took } = wait;
    const end =
      this._limit === null
        ? Infinity
        : Math.max(wait.since, this._limit.from) + this._limit.milliseconds;
    if (now >= end) {
      const gaveUp = new GaveUpError(wait.failure);
      if (scope !== 'request') {
        this._gaveUp = gaveUp;
      }
      throw gaveUp;
    }
    const pause =
      retryAfter === null
        ? Math.min(this._options.longestPause(took), growingPause(number, took)) *
          (0.5 + Math.random() / 2)
        : Math.min(retryAfter, LONGEST_RETRY_AFTER_MS);
    try {
      await sleep(Math.min(pause, end - now), undefined, { signal: this._nap.signal });
    } catch {
      // Woken early: the server is back, the limit has changed, or all ends.
    }
    this._checkEnd();
  }

  private _checkEnd(): void {
    if (this._options.signal.aborted) {
      throw new ShutdownError();
    }
    // Those who waited for their turn need not ask once more.
    if (this._gaveUp !== null) {
      throw this._gaveUp;
    }
  }

  private _note(key: object, wait: Wait, number: number): void {
    if (number >= TELL_FROM_ATTEMPT) {
      this._waits.set(key, wait);
      this._tell();
    }
  }

  private _tell(): void {
    if (this._isOver) {
      return;
    }
    const waits = [...this._waits.values()];
    const worst = waits.find(wait => wait.failure.scope !== 'request') ?? waits[0] ?? null;
    if (worst?.failure.reason !== this._told) {
      this._told = worst?.failure.reason;
      this._options.onChange(worst?.failure ?? null, worst?.since ?? Date.now());
    }
  }

  private _wake(): void {
    const nap = this._nap;
    this._nap = new AbortController();
    nap.abort();
  }

  private readonly _waits = new Map<object, Wait>();
  private _told: string | undefined;
  private _limit: { readonly from: number; readonly milliseconds: number } | null = null;
  private _gaveUp: GaveUpError | null = null;
  private _isOver = false;
  private readonly _server = new ServerTrouble();
  private _nap = new AbortController();
}

/**
 * Milliseconds, twice as many each time. A server that took long to fail has too much to do: one
 * that is asked again at once, by many, for minutes, never gets well.
 * @param failures From 1 on.
 */
function growingPause(failures: number, took: number): number {
  // The first attempt may have been cut off by a sleep of this machine.
  const fromTime = failures < 2 ? 0 : took * 2 ** (failures - 2);
  return Math.max(fromTime, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
}
