import type { Batch } from '../requests.js';
import { encodeBatch } from '../wire/encode-run.js';

/** A batch as the text that is sent, so that it can be made while the server is busy with another. */
export class PreparedBatch {
  /** @throws MlflowArgumentError for what the server would refuse, or could not read. */
  constructor(runId: string, batch: Batch) {
    this.text = JSON.stringify(encodeBatch(runId, batch));
  }

  /** JSON. */
  readonly text: string;
}
