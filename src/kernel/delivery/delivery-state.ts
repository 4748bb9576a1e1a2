import type { Delivery } from '../../protocol/index.js';
import type { JournalTrouble } from '../journal/journal-trouble.js';
import type { ShipperMessage } from '../shipper/messages.js';
import { Refusals } from './refusals.js';
import { RunsUnderWay } from './runs-under-way.js';

export interface ShippedRun {
  readonly runId: string;
  readonly experimentId: string;
}

type Unreachable = Extract<ShipperMessage, { type: 'unreachable' }>;

const GO_ONLINE =
  'To deliver it, switch that off (Autolog.offline, or AUTOLOG_OFFLINE in the environment) and ' +
  'start Jupyter again, or run “jupyter autolog ship”.';

export interface DeliveryAudience {
  /** There is something new for people to see. */
  changed(): void;
  /** All that was recorded of a run, or of all runs, is with the server now. */
  delivered(): void;
}

/** How far the records are on their way, as the shipper and the journal tell it. */
export class DeliveryState {
  private readonly _runs = new Map<string, ShippedRun>();
  private readonly _underWay = new RunsUnderWay();
  private readonly _faults = new Set<string>();
  private _waiting = 1;
  private _offset = 0;
  private readonly _waiters = new Map<() => void, number>();
  private _unreachable: Unreachable | null = null;
  private readonly _refusals = new Refusals();
  private _trouble: JournalTrouble | null = null;
  private _isOffline = false;

  /** `recordedBytes` is the length of the journal: what the shipper has not seen yet waits too. */
  constructor(
    private readonly _audience: DeliveryAudience,
    private readonly _recordedBytes: () => number
  ) {}

  /** Of all that was recorded. */
  get current(): Delivery {
    return this._stateOf(null);
  }

  /** Whether some of these runs go to this server. */
  concerns(runs: ReadonlySet<string>): boolean {
    return this._underWay.includesAny(runs);
  }

  /** Whether all that was recorded of these runs is delivered, or refused. */
  isDelivered(runs: ReadonlySet<string>): boolean {
    const isAll = this._isAllDelivered && this._trouble === null;
    return isAll || this._underWay.areDelivered(runs);
  }

  /** Of a card with these runs: what waits or was refused of other runs is not its business. */
  ofRuns(runs: ReadonlySet<string>): Delivery {
    return this._underWay.areDelivered(runs)
      ? (this._refusals.of(runs) ?? { state: 'delivered' })
      : this._stateOf(runs);
  }

  private _stateOf(runs: ReadonlySet<string> | null): Delivery {
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
    const otherwise: Delivery = this._isAllDelivered
      ? { state: 'delivered' }
      : { state: 'delivering', waiting: this._waiting };
    return this._refusals.of(runs) ?? otherwise;
  }

  /** What the shipper could not do, in words, once per cause. */
  get faults(): readonly string[] {
    return [...this._faults];
  }

  /** How many records the server refused for good. */
  get refused(): number {
    return this._refusals.count;
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

  /** A run begins, or goes on after its end, behind the byte `offset` of the journal. */
  runBegan(run: string, offset: number): void {
    this._underWay.began(run, offset);
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
      case 'complete':
        if (this._underWay.completed(message.run, message.offset)) {
          this._audience.delivered();
        }
        return;
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
        this._refusals.add(message);
        break;
      case 'fault':
        this._faults.add(message.message);
        break;
    }
    this._audience.changed();
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
