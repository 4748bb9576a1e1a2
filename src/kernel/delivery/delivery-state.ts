import type { Delivery } from '../../protocol/index.js';
import type { JournalTrouble } from '../journal/journal-trouble.js';
import type { ShipperMessage } from '../shipper/messages.js';

export interface ShippedRun {
  readonly runId: string;
  readonly experimentId: string;
}

type Refused = Extract<ShipperMessage, { type: 'refused' }>;
type Refusal = Pick<Refused, 'refused' | 'reason' | 'file'>;
type Unreachable = Extract<ShipperMessage, { type: 'unreachable' }>;

const GO_ONLINE =
  'To deliver it, switch that off (Autolog.offline, or AUTOLOG_OFFLINE in the environment) and ' +
  'start Jupyter again, or run “jupyter autolog ship”.';

export interface DeliveryAudience {
  /** There is something new for people to see. */
  changed(): void;
  /** All that was recorded is with the server now. */
  delivered(): void;
}

/** How far the records are on their way, as the shipper and the journal tell it. */
export class DeliveryState {
  private readonly _runs = new Map<string, ShippedRun>();
  private readonly _faults = new Set<string>();
  private _waiting = 1;
  private _offset = 0;
  private readonly _waiters = new Map<() => void, number>();
  private _unreachable: Unreachable | null = null;
  /** By our id of the run, in the order of the last refusal. */
  private readonly _refusals = new Map<string, Refusal>();
  private _trouble: JournalTrouble | null = null;
  private _isOffline = false;

  /** `recordedBytes` is the length of the journal: what the shipper has not seen yet waits too. */
  constructor(
    private readonly _audience: DeliveryAudience,
    private readonly _recordedBytes: () => number
  ) {}

  /** Of all that was recorded. */
  get current(): Delivery {
    return this._stateOf([...this._refusals.values()]);
  }

  /** Of a card with these runs: what of other runs was refused is not its business. */
  ofRuns(runs: ReadonlySet<string>): Delivery {
    return this._stateOf(
      [...this._refusals].filter(([run]) => runs.has(run)).map(([, refusal]) => refusal)
    );
  }

  private _stateOf(refusals: readonly Refusal[]): Delivery {
    if (this._trouble !== null) {
      return { state: 'not-recorded', ...this._trouble };
    }
    if (this._isOffline) {
      return { state: 'offline', next: GO_ONLINE };
    }
    if (this._unreachable !== null) {
      const { since, reason, next } = this._unreachable;
      return { state: 'waiting', waiting: this._waiting, since, reason, next };
    }
    const last = refusals.at(-1);
    if (last !== undefined) {
      const { reason, file } = last;
      const refused = count(refusals);
      const next = `${refused === 1 ? 'It is' : 'They are'} kept in ${file}.`;
      return { state: 'refused', refused, reason, next };
    }
    return this._isAllDelivered
      ? { state: 'delivered' }
      : { state: 'delivering', waiting: this._waiting };
  }

  /** What the shipper could not do, in words, once per cause. */
  get faults(): readonly string[] {
    return [...this._faults];
  }

  /** How many records the server refused for good. */
  get refused(): number {
    return count([...this._refusals.values()]);
  }

  /** Resolves once the journal is delivered or refused up to its byte `offset`. */
  deliveredUpTo(offset: number): Promise<void> {
    return new Promise(resolve => {
      this._waiters.set(resolve, offset);
      this._tellWaiters();
    });
  }

  /** What MLflow calls the run that the kernel knows as `run`, once the server has it. */
  run(run: string): ShippedRun | null {
    return this._runs.get(run) ?? null;
  }

  /** The journal can't be written, or (null) can be again. */
  setTrouble(trouble: JournalTrouble | null): void {
    this._trouble = trouble;
    this._audience.changed();
  }

  /** Nothing is sent as long as this kernel lives. */
  setOffline(): void {
    this._isOffline = true;
  }

  /** A new shipper asks the server: whether it can be reached, nobody knows yet. */
  shipperStarted(): void {
    if (this._unreachable !== null) {
      this._unreachable = null;
      this._audience.changed();
    }
  }

  receive(message: ShipperMessage): void {
    switch (message.type) {
      case 'run': {
        const { runId, experimentId } = message;
        this._runs.set(message.run, { runId, experimentId });
        break;
      }
      case 'progress':
        this._waiting = message.waiting;
        this._offset = message.offset;
        this._tellWaiters();
        if (this._isAllDelivered && this._trouble === null) {
          this._audience.delivered();
        }
        // While training goes on this comes several times a second and shows nothing new.
        if (this._unreachable === null) {
          return;
        }
        break;
      case 'unreachable':
        this._waiting = message.waiting;
        this._unreachable = message;
        break;
      case 'reachable':
        this._unreachable = null;
        break;
      case 'refused':
        this._refuse(message);
        break;
      case 'fault':
        this._faults.add(message.message);
        break;
    }
    this._audience.changed();
  }

  private _refuse({ run, refused, reason, file }: Refused): void {
    const before = this._refusals.get(run)?.refused ?? 0;
    this._refusals.delete(run);
    this._refusals.set(run, { refused: before + refused, reason, file });
  }

  private _tellWaiters(): void {
    for (const [resolve, offset] of this._waiters) {
      if (this._offset >= offset) {
        this._waiters.delete(resolve);
        resolve();
      }
    }
  }

  private get _isAllDelivered(): boolean {
    return this._waiting === 0 && this._offset >= this._recordedBytes();
  }
}

function count(refusals: readonly Refusal[]): number {
  return refusals.reduce((sum, { refused }) => sum + refused, 0);
}
