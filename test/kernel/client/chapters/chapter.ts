import { randomUUID } from 'node:crypto';
import type { MlflowClient } from '../../../../src/kernel/client/mlflow-client.js';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';

/** What the chapters share: one server for all, since each start takes seconds. */
export interface Setting {
  readonly server: MlflowServer;
  readonly client: MlflowClient;
}

/** Gives the setting when a test runs; it is not there yet when tests are declared. */
export type GetSetting = () => Setting;

/** The id of an experiment of its own for a test. */
export function newExperiment({ client }: Setting): Promise<string> {
  return client.createExperiment(randomUUID());
}

/** The id of a run in an experiment of its own. */
export async function newRun(setting: Setting): Promise<string> {
  const run = await setting.client.createRun(await newExperiment(setting));
  return run.info.runId;
}

/** What a Python script prints as JSON, with `client` a Python MlflowClient of the same server. */
export async function fromPython(setting: Setting, script: string): Promise<unknown> {
  const head = 'import json, mlflow\nclient = mlflow.MlflowClient()\n';
  return JSON.parse(await setting.server.python(head + script)) as unknown;
}

/** For `assert.rejects`: MLflow's error code. */
export function withCode(errorCode: string): object {
  return { name: 'MlflowApiError', errorCode };
}
