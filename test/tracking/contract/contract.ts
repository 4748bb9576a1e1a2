import { randomUUID } from 'node:crypto';
import type { Experiment, Metric, MlflowClient, Run } from '../../../src/tracking/index.js';
import type { MlflowServer } from '../mlflow-server.js';

/** What the contract's chapters share: one server for all, since each start takes seconds. */
export interface Contract {
  readonly server: MlflowServer;
  readonly client: MlflowClient;
}

/** Gives the contract when a test runs; it is not there yet when tests are declared. */
export type GetContract = () => Contract;

/** An experiment of its own for a test. */
export async function newExperiment({ client }: Contract, more = ''): Promise<Experiment> {
  const id = await client.experiments.create({ name: `${randomUUID()}${more}` });
  return client.experiments.get(id);
}

export async function newRun(contract: Contract, experimentId?: string): Promise<Run> {
  const experiment = experimentId ?? (await newExperiment(contract)).experimentId;
  return contract.client.runs.create({ experimentId: experiment, name: 'run', startTime: 1000 });
}

export function metric(more: Partial<Metric> = {}): Metric {
  return { key: 'm', value: 1, timestamp: 1000, step: 0, ...more };
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
  }
  return list;
}
