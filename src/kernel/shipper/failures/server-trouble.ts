import { Slots } from '../slots.js';

/** Leave to make one request; `end` is to be called when it and the pause after it are over. */
export interface Turn {
  /** Whether the server failed when it was given. */
  readonly isProbe: boolean;
  end(): void;
}

const FREE: Turn = { isProbe: false, end: () => undefined };

/**
 * Whether the server as a whole fails at present. While it does, requests of a kind are made one
 * after the other: a crowd that goes on asking would keep down a server that has too much to do.
 */
export class ServerTrouble {
  private _since: number | null = null;
  private _failures = 0;
  /** Of each kind of requests, so that files don't hold back the numbers. */
  private readonly _turns = new WeakMap<Slots, Slots>();

  /** Since when it fails, in milliseconds since the epoch, or null. */
  get since(): number | null {
    return this._since;
  }

  /** How often it failed without a break, what was under way at the first time counting once. */
  get failures(): number {
    return this._failures;
  }

  /** Resolves at once, or while the server fails when those before are over. @param kind The slots that the request has one of. */
  async turn(kind: Slots): Promise<Turn> {
    if (!this._fails()) {
      return FREE;
    }
    const turns = this._turns.get(kind) ?? new Slots(1);
    this._turns.set(kind, turns);
    await turns.acquire();
    if (!this._fails()) {
      turns.release();
      return FREE;
    }
    return {
      isProbe: true,
      end: () => {
        turns.release();
      }
    };
  }

  failed({ isProbe }: Turn): void {
    if (this._since === null || isProbe) {
      this._failures++;
    }
    this._since ??= Date.now();
  }

  /** Whether it had failed before. */
  answered(): boolean {
    const hadFailed = this._since !== null;
    this._since = null;
    this._failures = 0;
    return hadFailed;
  }

  private _fails(): boolean {
    return this._since !== null;
  }
}
