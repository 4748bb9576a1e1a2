import { encodeMetricValue } from '../../../protocol/index.js';
import { isNotFound, type MlflowClient } from '../../../tracking/index.js';
import { batchOf, type BatchItem } from './batch-queue.js';
import type { Crew } from '../crew.js';
import { wordsOf } from '../../connection/error-words.js';
import { isForAll } from '../failures/patience.js';
import type { ServerRun } from '../progress/progress-file.js';
import { reasonOfRefusal, RunGoneError } from './server-run.js';

/**
 * Sends `items` to the run. Where the server refuses them, finds out which ones by halves,
 * keeps those as rejects and delivers the rest.
 * `settle` is called for each part of them that is delivered or refused.
 * @throws RunGoneError where the run takes nothing any more; GaveUpError; ShutdownError
 */
export async function deliverBatch(
  crew: Crew,
  clientRunId: string,
  run: ServerRun,
  items: readonly BatchItem[],
  settle: (items: readonly BatchItem[]) => void,
  isWhole = true
): Promise<void> {
  try {
    await crew.patience.run(crew.requests, async () => {
      const client = crew.connection.client();
      try {
        await send(client, run, items);
      } catch (error) {
        throw isWhole ? await reasonOfRefusal(client, run, error) : error;
      }
    });
  } catch (error) {
    if (isForAll(error) || error instanceof RunGoneError) {
      throw error;
    }
    const middle = items.length >> 1;
    if (middle === 0) {
      refuseItems(crew, clientRunId, items, wordsOf(error));
      settle(items);
      return;
    }
    await deliverBatch(crew, clientRunId, run, items.slice(0, middle), settle, false);
    await deliverBatch(crew, clientRunId, run, items.slice(middle), settle, false);
    return;
  }
  settle(items);
}

async function send(
  client: MlflowClient,
  { runId }: ServerRun,
  items: readonly BatchItem[]
): Promise<void> {
  const [first] = items;
  if (first?.kind !== 'untag') {
    await client.runs.logBatch(runId, batchOf(items));
    return;
  }
  try {
    await client.runs.deleteTag(runId, first.key);
  } catch (error) {
    // There is no such tag, or an earlier try came through. A run that is gone is found out next.
    if (!isNotFound(error) || (await client.runs.get(runId)).info.lifecycleStage !== 'active') {
      throw error;
    }
  }
}

/** Keeps `items` as rejects. */
export function refuseItems(
  crew: Crew,
  clientRunId: string,
  items: readonly BatchItem[],
  reason: string
): void {
  const refused = items.map(item => ({ start: item.start, record: recordOf(clientRunId, item) }));
  crew.rejects.add(clientRunId, refused, reason);
}

function recordOf(run: string, item: BatchItem): object {
  switch (item.kind) {
    case 'metric':
      // As in the journal: JSON has no NaN.
      return { type: 'metric', run, ...item.metric, value: encodeMetricValue(item.metric.value) };
    case 'untag':
      return { type: 'untag', run, key: item.key };
    case 'param':
    case 'tag':
      return {
        type: `${item.kind}s`,
        run,
        [`${item.kind}s`]: { [item.entity.key]: item.entity.value }
      };
  }
}
