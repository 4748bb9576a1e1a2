import type { Delivery } from '../../protocol/index.js';
import type { JournalTrouble } from '../journal/journal-trouble.js';
import type { ShipperMessage } from '../shipper/messages.js';

export interface ShippedRun {
  readonly runId: string;
  readonly experimentId: string;
}

type Unreachable = Extract<ShipperMessage, { type: 'unreachable' }>;

/** How far the records are on their way, as the shipper and the journal tell it. */
export class DeliveryState {
  private readonly _runs = new Map<string, ShippedRun>();
  private readonly _faults = new Set<string>();
  private _waiting = 1;
  private _unreachable: Unreachable | null = null;
  private _refused = 0;
  private _refusal: { readonly reason: string; readonly file: string } | null = null;
  private _trouble: JournalTrouble | null = null;

  /** `changed` is called when there is something new for people to see. */
  constructor(private readonly _changed: () => void) {}

  get current(): Delivery {
    if (this._trouble !== null) {
      return { state: 'not-recorded', ...this._trouble };
    }
    if (this._unreachable !== null) {
      const { since, reason, next } = this._unreachable;
      return { state: 'waiting', waiting: this._waiting, since, reason, next };
    }
    if (this._refusal !== null) {
      const { reason, file } = this._refusal;
      return {
        state: 'refused',
        refused: this._refused,
        reason,
        next: `They are kept in ${file}.`
      };
    }
    return this._waiting === 0
      ? { state: 'delivered' }
      : { state: 'delivering', waiting: this._waiting };
  }

  /** What the shipper could not do, in words, once per cause. */
  get faults(): readonly string[] {
    return [...this._faults];
  }

  /** What MLflow calls the run that the kernel knows as `run`, once the server has it. */
  run(run: string): ShippedRun | null {
    return this._runs.get(run) ?? null;
  }

  /** The journal can't be written, or (null) can be again. */
  setTrouble(trouble: JournalTrouble | null): void {
    this._trouble = trouble;
    this._changed();
  }

  receive(message: ShipperMessage): void {
    switch (message.type) {
      case 'run': {
        const { runId, experimentId } = message;
        this._runs.set(message.run, { runId, experimentId });
        break;
      }
      case 'progress': {
        const wasDone = this._waiting === 0;
        this._waiting = message.waiting;
        // While training goes on this comes several times a second and shows nothing new.
        if (wasDone === (message.waiting === 0) && this._unreachable === null) {
          return;
        }
        break;
      }
      case 'unreachable':
        this._waiting = message.waiting;
        this._unreachable = message;
        break;
      case 'reachable':
        this._unreachable = null;
        break;
      case 'refused':
        this._refused += message.refused;
        this._refusal = { reason: message.reason, file: message.file };
        break;
      case 'fault':
        this._faults.add(message.message);
        break;
    }
    this._changed();
  }
}
