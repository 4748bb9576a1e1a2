import {
  isNotFound,
  isRefused,
  MlflowApiError,
  MlflowArgumentError
} from '../../../tracking/index.js';
import type { MlflowClient, Run } from '../../../tracking/index.js';
import { TAGS } from '../../../protocol/index.js';
import type { RunRecord } from '../../journal/records.js';
import type { Crew } from '../crew.js';
import { assertActive } from './experiment-ids.js';
import type { ServerRun } from '../progress/progress-file.js';
import { RestoredError } from './restored.js';

/** The run takes no more records, whatever they hold. */
export class RunGoneError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RunGoneError';
  }
}

/** How MLflow begins to say that a run or an experiment is deleted. */
const NOT_ACTIVE = /must be in the 'active' state/;

/** The server knows runs, but not what was asked for. */
export class ServerTooOldError extends Error {
  constructor(message: string) {
    super(`The tracking server is too old for this; it needs MLflow 3. ${message}`);
    this.name = 'ServerTooOldError';
  }
}

/**
 * Makes the run at the server, or finds the one that was made before.
 * @param parent The server's id of the run that it is nested in.
 */
export async function createRun(
  crew: Crew,
  record: RunRecord,
  start: number,
  parent: string | null
): Promise<ServerRun> {
  const known = crew.progress.runs.get(record.run);
  if (known !== undefined) {
    return known;
  }
  const { resumes } = record;
  let mayExist = resumes === undefined && crew.mayBeSent(start);
  const run = await crew.patience.run(crew.requests, attempt => {
    if (resumes !== undefined) {
      return attemptResume(crew, record, resumes, parent);
    }
    mayExist ||= attempt > 1;
    return attemptCreate(crew, record, parent, mayExist);
  });
  const { runId, experimentId, artifactUri } = run.info;
  const created = { runId, experimentId, artifactUri, ...(mayExist ? { mayHaveTwin: true } : {}) };
  crew.progress.runs.set(record.run, created);
  crew.progress.touch();
  return created;
}

/** @throws RunGoneError where it takes nothing any more. */
async function attemptResume(
  crew: Crew,
  record: RunRecord,
  runId: string,
  parent: string | null
): Promise<Run> {
  const client = crew.connection.client();
  let run: Run;
  try {
    run = await client.runs.get(runId);
  } catch (error) {
    throw isServersRefusal(error)
      ? new RunGoneError(`There is no run ${runId} to go on with.`)
      : error;
  }
  if (run.info.lifecycleStage !== 'active') {
    throw new RunGoneError(`The run ${runId} to go on with is deleted in MLflow.`);
  }
  assertActive(await client.experiments.get(run.info.experimentId));
  const name = record.name === '' ? {} : { name: record.name };
  await client.runs.update(runId, { status: 'RUNNING', ...name });
  const tags = tagsOf(record, parent);
  if (tags.length > 0) {
    await client.runs.logBatch(runId, { tags });
  }
  return run;
}

async function attemptCreate(
  crew: Crew,
  record: RunRecord,
  parent: string | null,
  mayExist: boolean
): Promise<Run> {
  const client = crew.connection.client();
  const create = async (): Promise<Run> =>
    client.runs.createOrFind(
      {
        experimentId:
          record.experimentId ?? (await crew.experiments.ensure(client, record.experiment)),
        name: record.name,
        startTime: record.time,
        tags: tagsOf(record, parent),
        clientRunId: record.run,
        ...userOf(record)
      },
      { mayExist }
    );
  try {
    return await create();
  } catch (error) {
    if (!isServersRefusal(error)) {
      throw error;
    }
    if (record.experimentId !== undefined) {
      assertActive(await client.experiments.get(record.experimentId));
    } else if ((await crew.experiments.check(client, record.experiment)) === 'gone') {
      return await create();
    }
    throw saysNotActive(error) ? new RestoredError('experiment') : error;
  }
}

/**
 * What stands behind the refusal `error` of something for `run`: the error itself, that
 * the run takes nothing any more, or that the server can't do it.
 * @throws ExperimentDeletedError, which passes when the experiment is restored; RestoredError;
 * MlflowError
 */
export async function reasonOfRefusal(
  client: MlflowClient,
  run: ServerRun,
  error: unknown
): Promise<unknown> {
  const isUnknownToServer =
    error instanceof MlflowApiError && error.errorCode === 'ENDPOINT_NOT_FOUND';
  if (!isServersRefusal(error) && !isUnknownToServer) {
    return error;
  }
  try {
    if (await isActive(client, run)) {
      if (saysNotActive(error)) {
        throw new RestoredError('run');
      }
      return isUnknownToServer ? new ServerTooOldError(error.message) : error;
    }
    assertActive(await client.experiments.get(run.experimentId));
    // An experiment that is restored between these questions takes its runs back with it.
    if (await isActive(client, run)) {
      throw new RestoredError('run');
    }
    return new RunGoneError('The run was deleted in MLflow.');
  } catch (cause) {
    if (isNotFound(cause)) {
      return new RunGoneError('The run exists no more at the tracking server.');
    }
    throw cause;
  }
}

async function isActive(client: MlflowClient, { runId }: ServerRun): Promise<boolean> {
  return (await client.runs.get(runId)).info.lifecycleStage === 'active';
}

function saysNotActive(error: unknown): boolean {
  return error instanceof Error && NOT_ACTIVE.test(error.message);
}

/** Refused by the server itself, not by the client before it was sent. */
function isServersRefusal(error: unknown): boolean {
  return isRefused(error) && !(error instanceof MlflowArgumentError);
}

function tagsOf(record: RunRecord, parent: string | null): { key: string; value: string }[] {
  const tags = { ...record.tags, ...(parent === null ? {} : { 'mlflow.parentRunId': parent }) };
  return Object.entries(tags)
    .filter(([key]) => key !== TAGS.clientRunId)
    .map(([key, value]) => ({ key, value }));
}

function userOf(record: RunRecord): { userId: string } | undefined {
  const userId = record.tags['mlflow.user'];
  return userId === undefined ? undefined : { userId };
}
