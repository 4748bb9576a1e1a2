import { MlflowArgumentError, PreparedBatch } from '../../../tracking/index.js';
import { batchOf, type BatchItem } from './batch-queue.js';

/** What goes to a run by one request. */
export class Parcel {
  constructor(readonly items: readonly BatchItem[]) {}

  /** What is sent, for all but taking a tag away. @throws MlflowArgumentError */
  batch(runId: string): PreparedBatch {
    this._batch ??= new PreparedBatch(runId, batchOf(this.items));
    return this._batch;
  }

  /** Makes it ahead. What can't be sent is told when it is to be sent. */
  prepare(runId: string): void {
    if (this.items[0]?.kind === 'untag') {
      return;
    }
    try {
      this.batch(runId);
    } catch (error) {
      if (!(error instanceof MlflowArgumentError)) {
        throw error;
      }
    }
  }

  private _batch: PreparedBatch | null = null;
}
