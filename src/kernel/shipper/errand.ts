import type { MlflowClient } from '../../tracking/index.js';
import { NOTEBOOK_ARTIFACTS } from '../../protocol/index.js';
import type { DatasetRecord, RunRecord, TextRecord } from '../journal/records.js';
import type { Crew } from './crew.js';
import { executedNotebook } from './executed-notebook.js';
import type { ServerRun } from './progress-file.js';
import { reasonOfRefusal } from './server-run.js';
import type { Slots } from './slots.js';

/** Something of a run that is delivered by itself, apart from the stream of numbers. */
export interface Errand {
  /** For the rejects, should it be refused. */
  readonly record: object;
  deliver(run: ServerRun): Promise<void>;
}

type Tags = Readonly<Record<string, string>>;

/** The run itself: the first errand, whatever it is, makes it. */
export function runErrand(record: RunRecord): Errand {
  return { record, deliver: () => Promise.resolve() };
}

export function datasetErrand(crew: Crew, record: DatasetRecord, runTags: Tags): Errand {
  const { name, digest, schema, profile, context } = record;
  const tags = Object.entries(runTags).filter(([key]) => /^mlflow\.(user$|source\.)/.test(key));
  const source = JSON.stringify({ tags: Object.fromEntries(tags) });
  const dataset = { name, digest, sourceType: 'code', source, schema, profile };
  return {
    record,
    deliver: run =>
      request(crew, crew.requests, run, client =>
        client.runs.logInputs(run.runId, { datasets: [{ dataset, context }] })
      )
  };
}

export function textErrand(crew: Crew, record: TextRecord): Errand {
  return {
    record,
    deliver: run => uploadText(crew, run, record.path, record.text)
  };
}

export function executedNotebookErrand(crew: Crew, record: RunRecord): Errand {
  const path = NOTEBOOK_ARTIFACTS.executed;
  return {
    record: { type: 'text', run: record.run, path },
    deliver: run =>
      uploadText(crew, run, path, executedNotebook(crew.cells.upTo(record.executionCount)))
  };
}

export function uploadText(crew: Crew, run: ServerRun, path: string, text: string): Promise<void> {
  return request(crew, crew.uploads, run, client =>
    client.artifacts.upload(run.artifactUri, path, text, { runId: run.runId })
  );
}

/** Asks until it succeeds; a refusal is looked into, as the run may be gone. */
export function request<T>(
  crew: Crew,
  slots: Slots,
  run: ServerRun,
  ask: (client: MlflowClient) => Promise<T>
): Promise<T> {
  return crew.patience.run(slots, async () => {
    const client = crew.connection.client();
    try {
      return await ask(client);
    } catch (error) {
      throw await reasonOfRefusal(client, run, error);
    }
  });
}
