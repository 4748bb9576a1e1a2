import { LIMITS } from '../../../tracking/index.js';
import type { MetricRecord } from '../../journal/records.js';
import type { Crew } from '../crew.js';
import type { Receipt } from '../progress/delivery-ledger.js';
import type { ServerRun } from '../progress/progress-file.js';
import { deliverBatch, refuseItems } from './batch-delivery.js';
import { BatchQueue, type BatchItem, type Texts } from './batch-queue.js';
import { Pace } from './pace.js';
import { Parcel } from './parcel.js';
import { whenSent } from './when-sent.js';

/** How often a run's numbers are sent while only few come, in milliseconds. */
const PACE_MS = 2000;

/** Delivers to the run at the server, or refuses with a reason in words. */
export type Attempt = (
  deliver: (run: ServerRun) => Promise<void>,
  refuse: (reason: string) => void
) => Promise<void>;

/** A run's metrics, params and tags on their way to the server, in the order they were recorded. */
export class RunBatches {
  /** `run` is our id of the run. */
  constructor(
    private readonly _crew: Crew,
    private readonly _run: string,
    private readonly _attempt: Attempt
  ) {}

  readonly pace = new Pace(PACE_MS);

  get isEmpty(): boolean {
    return this._queue.length === 0;
  }

  /** Sends as soon as it can, for good or what there is now. */
  hurry(howLong: 'for good' | 'now'): void {
    this._isInHaste ||= howLong === 'for good';
    this.pace.hurry();
    this._slowDown();
  }

  /** Takes its time again. */
  relax(): void {
    this._isInHaste = false;
  }

  addMetric(record: MetricRecord, start: number, receipt: Receipt): void {
    this._queue.addMetric(record, start, receipt);
    if (this._hasFullBatch) {
      this.pace.wake();
    }
  }

  addTexts(kind: 'param' | 'tag', texts: Texts, start: number, receipt: Receipt): void {
    this._queue.addTexts(kind, texts, start, receipt);
  }

  addUntag(key: string, start: number, receipt: Receipt): void {
    this._queue.addUntag(key, start, receipt);
  }

  /** Delivers what there is, and what comes meanwhile. @throws GaveUpError, ShutdownError */
  async deliver(): Promise<void> {
    try {
      let parcel = await this._next();
      while (parcel !== null) {
        parcel = (await this._deliverParcel(parcel)) ?? (await this._next());
      }
    } finally {
      await this._settled;
      this._slowDown();
    }
  }

  /** What is sent next, when its time has come; null where there is nothing. */
  private async _next(): Promise<Parcel | null> {
    if (this.isEmpty) {
      return null;
    }
    if (!this._hasFullBatch) {
      await this.pace.wait();
    }
    return new Parcel(this._queue.take());
  }

  /** Resolves to what is to follow at once, or null. */
  private async _deliverParcel(parcel: Parcel): Promise<Parcel | null> {
    let next: Promise<Parcel | null> = Promise.resolve(null);
    await this._attempt(
      run => {
        next = this._prepareNext(run);
        return deliverBatch(this._crew, this._run, run, parcel, this._settle);
      },
      reason => {
        refuseItems(this._crew, this._run, parcel.items, reason);
        this._settle(parcel.items);
      }
    );
    // Waited for also where this one was refused: it may have been taken out of the queue.
    return next;
  }

  /** While the server is busy: makes a full batch that waits ready to be sent. */
  private async _prepareNext({ runId }: ServerRun): Promise<Parcel | null> {
    await whenSent();
    if (!this._hasFullBatch) {
      return null;
    }
    const parcel = new Parcel(this._queue.take());
    parcel.prepare(runId);
    return parcel;
  }

  private readonly _settle = (items: readonly BatchItem[]): void => {
    this._settled = this._settleSoon(items);
  };

  /**
   * When the next batch is on its way: settling makes room in memory, which is filled by
   * reading on, and the server need not wait for that.
   */
  private async _settleSoon(items: readonly BatchItem[]): Promise<void> {
    await whenSent();
    for (const item of items) {
      item.receipt.settlePart();
    }
    this._crew.onSettled();
  }

  /** Haste ends with what there was to send. */
  private _slowDown(): void {
    if (!this._isInHaste && this.isEmpty) {
      this.pace.relax();
    }
  }

  private get _hasFullBatch(): boolean {
    return this._queue.length >= LIMITS.metricsPerBatch;
  }

  private readonly _queue = new BatchQueue();
  private _settled: Promise<void> = Promise.resolve();
  private _isInHaste = false;
}
