import { isForbidden, isRefused, type MlflowClient, type Run } from '../../../tracking/index.js';
import { TAGS } from '../../../protocol/index.js';
import type { ServerRun } from '../progress/progress-file.js';

/**
 * Moves the twins of `run` to MLflow's bin, ended, with the tag `autolog.twinOf`. MLflow makes a run
 * for each request to make one, so that there are two where it carries a request out that we have
 * given up on, after we have searched for what it made. `clientRunId` is our id of the run; what
 * holds anything is left as it is. Doing it again does no harm.
 * @throws MlflowError
 */
export async function removeTwins(
  client: MlflowClient,
  run: ServerRun,
  clientRunId: string
): Promise<void> {
  for await (const found of client.runs.searchByClientId(run.experimentId, clientRunId)) {
    const { runId, lifecycleStage } = found.info;
    if (runId !== run.runId && lifecycleStage === 'active' && isEmpty(found)) {
      await remove(client, runId, run.runId);
    }
  }
}

async function remove(client: MlflowClient, twin: string, runId: string): Promise<void> {
  try {
    await client.runs.setTag(twin, TAGS.twinOf, runId);
    await client.runs.update(twin, { status: 'KILLED', endTime: Date.now() });
    await client.runs.delete(twin);
  } catch (error) {
    // Somebody else has removed it meanwhile, so that it takes nothing any more; or we may not
    // delete: MLflow's permission EDIT is for all else that is done here, only MANAGE for that.
    if (!isRefused(error) && !isForbidden(error)) {
      throw error;
    }
  }
}

function isEmpty({ data }: Run): boolean {
  return data.metrics.length === 0 && data.params.length === 0;
}
