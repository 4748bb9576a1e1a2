import type { MlflowClient } from '../../../tracking/index.js';
import { NOTEBOOK_ARTIFACTS } from '../../../protocol/index.js';
import type { DatasetRecord, FigureRecord, RunRecord, TextRecord } from '../../journal/records.js';
import type { Crew } from '../crew.js';
import { executedNotebook } from './executed-notebook.js';
import type { ServerRun } from '../progress/progress-file.js';
import { reasonOfRefusal } from '../runs/server-run.js';
import type { Slots } from '../slots.js';

/** Something of a run that is delivered by itself, apart from the stream of numbers. */
export interface Errand {
  /** For the rejects, should it be refused. */
  readonly record: object;
  deliver(run: ServerRun): Promise<void>;
  /** It was refused for good, for whatever reason. Must not throw. */
  refused?(): void;
}

type Tags = Readonly<Record<string, string>>;

/** The run itself: the first errand, whatever it is, makes it. */
export function runErrand(record: RunRecord): Errand {
  return { record, deliver: () => Promise.resolve() };
}

export function datasetErrand(crew: Crew, record: DatasetRecord, runTags: Tags): Errand {
  const { name, digest, schema, profile, context, source = sourceOfCode(runTags) } = record;
  const tags = Object.entries(record.tags ?? {}).map(([key, value]) => ({ key, value }));
  const dataset = { name, digest, sourceType: source.type, source: source.text, schema, profile };
  const input = { dataset, tags, ...(context === '' ? {} : { context }) };
  return {
    record,
    deliver: run =>
      request(crew, crew.requests, run, client =>
        client.runs.logInputs(run.runId, { datasets: [input] })
      )
  };
}

/** MLflow's `CodeDatasetSource`: the run's own code made the data. */
function sourceOfCode(runTags: Tags): { readonly type: string; readonly text: string } {
  const tags = Object.entries(runTags).filter(([key]) => /^mlflow\.(user$|source\.)/.test(key));
  return { type: 'code', text: JSON.stringify({ tags: Object.fromEntries(tags) }) };
}

export function textErrand(crew: Crew, record: TextRecord): Errand {
  return {
    record,
    deliver: run => uploadText(crew, run, record.path, record.text)
  };
}

/** Draws, and delivers what was drawn. What can't be drawn is refused, as if the server had. */
export function figureErrand(crew: Crew, record: FigureRecord): Errand {
  const { path, kind, spec } = record;
  return {
    record,
    deliver: async run => {
      await uploadText(crew, run, path, await crew.figures.draw({ path, kind, spec }));
    }
  };
}

export function executedNotebookErrand(crew: Crew, record: RunRecord): Errand {
  const path = NOTEBOOK_ARTIFACTS.executed;
  return {
    record: { type: 'text', run: record.run, path },
    deliver: async run => {
      const cells = crew.cells.upTo(record.executionCount);
      // A script has none.
      if (cells.length > 0) {
        await uploadText(crew, run, path, executedNotebook(cells));
      }
    }
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
