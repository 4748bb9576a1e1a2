import { MlflowClient } from '../../../src/tracking/index.js';

/** A run as our own client sees it: quicker to have than by Python. */
export interface RunOfServer {
  readonly runId: string;
  readonly status: string;
  readonly end: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly modelIds: readonly string[];
  /** The text of an artifact, or null where there is none. */
  text(path: string): Promise<string | null>;
}

/** What the experiment `name` holds; nothing where there is none. */
export async function readRuns(
  url: string,
  name: string
): Promise<{ tags: Record<string, string>; runs: RunOfServer[] }> {
  const client = new MlflowClient({ trackingUri: url });
  const experiment = await client.experiments.getByName(name);
  const runs: RunOfServer[] = [];
  if (experiment === null) {
    return { tags: {}, runs };
  }
  const experimentIds = [experiment.experimentId];
  for await (const { info, data, outputs } of client.runs.search({
    experimentIds,
    viewType: 'ALL'
  })) {
    runs.push({
      runId: info.runId,
      status: info.status,
      end: info.endTime,
      params: fromPairs(data.params),
      tags: fromPairs(data.tags),
      metrics: Object.fromEntries(data.metrics.map(({ key, value }) => [key, value])),
      modelIds: outputs.models.map(model => model.modelId),
      text: path => textOf(client, info.runId, path)
    });
  }
  return { tags: fromPairs(experiment.tags), runs };
}

/** The states of `runs`, by our own ids of them. */
export function statusByClientId(runs: readonly RunOfServer[]): Record<string, string> {
  const states: Record<string, string> = {};
  for (const { tags, status } of runs) {
    states[tags['autolog.clientRunId'] ?? ''] = status;
  }
  return states;
}

async function textOf(client: MlflowClient, runId: string, path: string): Promise<string | null> {
  const folder = path.split('/').slice(0, -1).join('/');
  for await (const file of client.artifacts.list(runId, folder === '' ? undefined : folder)) {
    if (file.path === path) {
      return (await client.artifacts.download(runId, path)).text();
    }
  }
  return null;
}

function fromPairs(pairs: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
