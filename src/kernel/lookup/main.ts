/*
 * A program of its own that asks the tracking server one question and prints the answer, since
 * a call that returns no promise can wait for another process only. Its argument is JSON, see
 * `LookupArguments`.
 */
import { wordsOf } from '../connection/error-words.js';
import { TrackingConnection } from '../connection/tracking-connection.js';
import { isNotFound, isRefused, type Experiment, type MlflowClient } from '../../tracking/index.js';
import type { Answer, FoundExperiment, FoundRun, Question } from './answers.js';
import type { LookupArguments } from './server-lookup.js';

async function answer(
  client: MlflowClient,
  question: Question
): Promise<Answer<FoundRun | FoundExperiment>> {
  try {
    switch (question.what) {
      case 'run':
        return await findRun(client, question.id);
      case 'experiment':
        return describe(await client.experiments.get(question.id));
      case 'experiment by name':
        return describe(await client.experiments.getByName(question.name));
    }
  } catch (error) {
    return isNotFound(error) || isRefused(error)
      ? { state: 'missing' }
      : { state: 'unknown', reason: wordsOf(error) };
  }
}

async function findRun(client: MlflowClient, id: string): Promise<Answer<FoundRun>> {
  const { info, data } = await client.runs.get(id);
  const { name, lifecycleStage } = await client.experiments.get(info.experimentId);
  if (info.lifecycleStage === 'deleted' || lifecycleStage === 'deleted') {
    return { state: 'deleted' };
  }
  const found = {
    runId: info.runId,
    name: info.runName,
    experimentId: info.experimentId,
    experiment: name,
    startTime: info.startTime,
    params: Object.fromEntries(data.params.map(({ key, value }) => [key, value]))
  };
  return { state: 'active', found };
}

function describe(experiment: Experiment | null): Answer<FoundExperiment> {
  if (experiment === null) {
    return { state: 'missing' };
  }
  const { experimentId, name, lifecycleStage } = experiment;
  return lifecycleStage === 'deleted'
    ? { state: 'deleted' }
    : { state: 'active', found: { id: experimentId, name } };
}

async function main(): Promise<void> {
  // Written by our own kernel in the version that ships this file.
  const { target, home, question } = JSON.parse(process.argv[2] ?? '') as LookupArguments;
  const connection = new TrackingConnection({ target, home, environment: process.env });
  let result: Answer<FoundRun | FoundExperiment>;
  try {
    result = await answer(connection.client(), question);
  } catch (error) {
    // There is no server to ask, or its address makes no sense.
    result = { state: 'unknown', reason: wordsOf(error) };
  }
  await connection.close();
  process.stdout.write(JSON.stringify(result));
}

void main();
