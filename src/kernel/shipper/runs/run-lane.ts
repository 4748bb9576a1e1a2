import { TAGS } from '../../../protocol/index.js';
import type { EndRecord, MetricRecord, ResumeRecord, RunRecord } from '../../journal/records.js';
import type { Texts } from './batch-queue.js';
import type { Crew } from '../crew.js';
import type { Receipt } from '../progress/delivery-ledger.js';
import { request, type Errand } from '../errands/errand.js';
import type { ServerRun } from '../progress/progress-file.js';
import { wordsOf } from '../../connection/error-words.js';
import { isForAll } from '../failures/patience.js';
import { RunBatches, type Attempt } from './run-batches.js';
import { RunCreation } from './run-creation.js';
import { RunGoneError } from './server-run.js';
import { removeTwins } from './twins.js';
import { Tables } from '../errands/table-errand.js';

interface Pending<T> {
  readonly item: T;
  readonly start: number;
  readonly receipt: Receipt | null;
}

/**
 * One run's way to the server: made first, then its numbers in the order they were
 * recorded, beside them its errands one after the other, and its end when all else is there.
 */
export class RunLane {
  /**
   * `start` is the byte of the journal at which `record` stands, `parent` the lane of the run that
   * this one is nested in. `track` is given each piece of work; it may reject with GaveUpError or
   * ShutdownError.
   */
  constructor(
    private readonly _crew: Crew,
    readonly record: RunRecord,
    start: number,
    parent: RunLane | null,
    private readonly _track: (work: Promise<void>) => void
  ) {
    const creation = parent?._creation ?? null;
    this._batches = new RunBatches(_crew, record.run, this._attempt);
    this._creation = new RunCreation(_crew, record, start, creation, this._batches.pace);
    this.tables = new Tables(_crew, record);
  }

  readonly tables: Tables;

  /** Whether the last that was recorded of it is its end, delivered or not. */
  get hasEnd(): boolean {
    return this._hasEnd;
  }

  /** Somebody waits for the run: sends as soon as it can, for good or what there is now. */
  hurry(howLong: 'for good' | 'now'): void {
    this._batches.hurry(howLong);
  }

  /** Its end, or that it went on after that, was delivered before. */
  noteEnd(hasEnd: boolean): void {
    this._hasEnd = hasEnd;
  }

  /** The run at the server, made when first asked for. @throws RunGoneError, GaveUpError, ShutdownError */
  ready(): Promise<ServerRun> {
    return this._creation.ready();
  }

  addMetric(record: MetricRecord, start: number, receipt: Receipt): void {
    this._batches.addMetric(record, start, receipt);
    this._work();
  }

  addTexts(kind: 'param' | 'tag', texts: Texts, start: number, receipt: Receipt): void {
    this._batches.addTexts(kind, texts, start, receipt);
    this._work();
  }

  addUntag(key: string, start: number, receipt: Receipt): void {
    this._batches.addUntag(key, start, receipt);
    this._work();
  }

  addErrand(item: Errand, start: number, receipt: Receipt): void {
    this._errands.push({ item, start, receipt });
    this._work();
  }

  /** `receipt` is null for an end that the journal doesn't hold. */
  end(item: EndRecord, start: number, receipt: Receipt | null): void {
    this._hasEnd = true;
    if (item.reason !== null) {
      this._batches.addTexts('tag', { [TAGS.reason]: item.reason }, start, NO_RECEIPT);
    }
    this._ends.push({ item, start, receipt });
    this._untoldEnd = start;
    this.hurry('for good');
    this._work();
  }

  /** It goes on after its end. */
  resume(item: ResumeRecord, start: number, receipt: Receipt): void {
    this._hasEnd = false;
    this._batches.relax();
    this._ends.push({ item, start, receipt });
    this._work();
  }

  /** Starts what there is to do and is not being done. */
  private _work(): void {
    if (!this._isBatching && !this._batches.isEmpty) {
      this._isBatching = true;
      this._do(this._batches.deliver(), () => (this._isBatching = false));
    }
    if (!this._isOnErrand && this._errands.length > 0) {
      this._isOnErrand = true;
      this._do(this._runErrands(), () => (this._isOnErrand = false));
    }
    const isIdle = !this._isBatching && !this._isOnErrand && !this._isEnding;
    if (isIdle && this._ends.length > 0) {
      this._isEnding = true;
      this._do(this._deliverEnds(), () => (this._isEnding = false));
    } else if (isIdle && this._untoldEnd !== null) {
      const message = { type: 'complete', run: this.record.run, offset: this._untoldEnd } as const;
      this._untoldEnd = null;
      this._crew.reporter.send(message);
    }
  }

  private _do(work: Promise<void>, finished: () => void): void {
    this._track(
      work.then(() => {
        finished();
        this._work();
      })
    );
  }

  private async _runErrands(): Promise<void> {
    for (let next = this._errands.shift(); next !== undefined; next = this._errands.shift()) {
      const { item, start, receipt } = next;
      await this._attempt(
        run => item.deliver(run),
        reason => {
          item.refused?.();
          this._crew.rejects.add(this.record.run, [{ start, record: item.record }], reason);
        }
      );
      this._settle(receipt);
    }
  }

  private async _deliverEnds(): Promise<void> {
    for (let next = this._ends.shift(); next !== undefined; next = this._ends.shift()) {
      const { item, start, receipt } = next;
      const update =
        item.type === 'end'
          ? { status: item.status, endTime: item.time }
          : { status: 'RUNNING' as const };
      await this._attempt(
        async run => {
          await request(this._crew, this._crew.requests, run, async client => {
            if (item.type === 'end' && run.mayHaveTwin === true) {
              await removeTwins(client, run, this.record.run);
            }
            return client.runs.update(run.runId, update);
          });
        },
        reason => {
          this._crew.rejects.add(this.record.run, [{ start, record: item }], reason);
        }
      );
      this._settle(receipt);
    }
  }

  /** Delivers, or refuses with a reason in words: for good, where the run itself is gone. */
  private readonly _attempt: Attempt = async (deliver, refuse) => {
    if (this._goneReason !== null) {
      refuse(this._goneReason);
      return;
    }
    try {
      await deliver(await this.ready());
    } catch (error) {
      if (isForAll(error)) {
        throw error;
      }
      if (error instanceof RunGoneError) {
        this._goneReason = error.message;
      }
      refuse(wordsOf(error));
    }
  };

  private _settle(receipt: Receipt | null): void {
    receipt?.settlePart();
    this._crew.onSettled();
  }

  private readonly _batches: RunBatches;
  private readonly _creation: RunCreation;
  private readonly _errands: Pending<Errand>[] = [];
  private readonly _ends: Pending<EndRecord | ResumeRecord>[] = [];
  private _goneReason: string | null = null;
  private _isBatching = false;
  private _isOnErrand = false;
  private _isEnding = false;
  private _hasEnd = false;
  /** Where the end stands in the journal of which the kernel is to be told when all is delivered. */
  private _untoldEnd: number | null = null;
}

const NO_RECEIPT: Receipt = { settlePart: () => undefined };
