import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { KernelConfig, TrackingTarget } from '../config/kernel-config.js';
import { Journal } from '../journal/journal.js';
import { ownProcess } from '../journal/kernel-process.js';
import { JOURNAL_VERSION } from '../journal/records.js';
import type { Faults } from '../patch/faults.js';
import { DeliveryState, type DeliveryAudience } from './delivery-state.js';
import { ShipperProcess } from './shipper-process.js';

/** A tracking server to log to, and what it is asked with. */
export interface ServerChoice {
  readonly target: TrackingTarget;
  /** Variables of MLflow's that hold credentials given with the address; in no file. */
  readonly credentials: Readonly<Record<string, string>>;
}

export interface DestinationOptions extends ServerChoice {
  readonly config: KernelConfig;
  /** The folder of the shipped files. */
  readonly folder: string;
  readonly faults: Faults;
  readonly audience: DeliveryAudience;
}

/** The way to one tracking server: a journal of its own, and the process that ships it. */
export class Destination implements ServerChoice {
  readonly target: TrackingTarget;
  readonly credentials: ServerChoice['credentials'];
  readonly journal: Journal;
  readonly delivery: DeliveryState;
  private readonly _shipper: ShipperProcess;
  private readonly _isOffline: boolean;

  constructor(options: DestinationOptions) {
    const { config, folder, faults, audience, target, credentials } = options;
    this.target = target;
    this.credentials = credentials;
    this._isOffline = config.offline === true;
    this.delivery = new DeliveryState(audience, () => this.journal.bytes);
    if (this._isOffline) {
      this.delivery.setOffline();
    }
    this._shipper = new ShipperProcess({
      script: path.join(folder, 'shipper.cjs'),
      environment: credentials,
      faults,
      started: () => {
        this.delivery.shipperStarted();
      },
      received: message => {
        this.delivery.receive(message);
      }
    });
    const journalId = randomUUID();
    this.journal = new Journal({
      home: config.home,
      journalId,
      fsync: config.fsync === true,
      open: () => ({
        type: 'open',
        version: JOURNAL_VERSION,
        journalId,
        kernelId: config.kernelId,
        ...ownProcess(),
        time: Date.now(),
        target,
        snapshotFile: config.snapshotFile
      }),
      onOpen: journal => {
        if (!this._isOffline) {
          this._shipper.start(journal.path);
        }
      },
      onRun: (run, offset) => {
        this.delivery.runBegan(run, offset);
      },
      onTrouble: trouble => {
        this.delivery.setTrouble(trouble);
      }
    });
  }

  /** Lets what MLflow's variables say now count, which a cell may have changed. */
  renew(): void {
    this._shipper.renew();
  }

  /** Makes the first record quick. To be called while the process is still small. */
  prepare(): void {
    if (!this._isOffline) {
      this._shipper.prepare();
    }
  }
}
