import { encodeMetricValue } from '../../../protocol/index.js';
import { isNotFound, type MlflowClient } from '../../../tracking/index.js';
import type { BatchItem } from './batch-queue.js';
import type { Crew } from '../crew.js';
import { wordsOf } from '../../connection/error-words.js';
import { isForAll } from '../failures/patience.js';
import { Parcel } from './parcel.js';
import type { ServerRun } from '../progress/progress-file.js';
import { reasonOfRefusal, RunGoneError } from './server-run.js';

/**
 * Sends `parcel` to the run. Where the server refuses it, finds out because of which items by halves,
 * keeps those as rejects and delivers the rest.
 * `settle` is called for each part of them that is delivered or refused.
 * @throws RunGoneError where the run takes nothing any more; GaveUpError; ShutdownError
 */
export async function deliverBatch(
  crew: Crew,
  clientRunId: string,
  run: ServerRun,
  parcel: Parcel,
  settle: (items: readonly BatchItem[]) => void,
  isWhole = true
): Promise<void> {
  try {
    await crew.patience.run(crew.requests, async () => {
      const client = crew.connection.client();
      try {
        await send(client, run, parcel);
      } catch (error) {
        throw isWhole ? await reasonOfRefusal(client, run, error) : error;
      }
    });
  } catch (error) {
    if (isForAll(error) || error instanceof RunGoneError) {
      throw error;
    }
    const { items } = parcel;
    const middle = items.length >> 1;
    if (middle === 0) {
      refuseItems(crew, clientRunId, items, wordsOf(error));
      settle(items);
      return;
    }
    for (const half of [items.slice(0, middle), items.slice(middle)]) {
      await deliverBatch(crew, clientRunId, run, new Parcel(half), settle, false);
    }
    return;
  }
  settle(parcel.items);
}

async function send(client: MlflowClient, { runId }: ServerRun, parcel: Parcel): Promise<void> {
  const [first] = parcel.items;
  if (first?.kind !== 'untag') {
    await client.runs.logPrepared(parcel.batch(runId));
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
