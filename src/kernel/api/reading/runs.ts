import { readExperimentIds, readLimits, readQuestion } from '../../client/search.js';
import type { ExperimentChoice } from '../../runs/experiment-choice.js';
import { MlflowArgumentError } from '../../../tracking/index.js';
import { checkObject, checkTextList } from '../checks.js';
import type { Run } from '../types/entities.js';
import type { FoundRuns, Reading, RunRow, SearchRunsEverywhere } from '../types/reading.js';
import type { SearchResults } from '../types/search-results.js';
import { serverRunId, type ReadingParts } from './reading-parts.js';

type RunReading = Pick<
  Reading,
  'getRun' | 'getParentRun' | 'searchRuns' | 'deleteRun' | 'restoreRun'
>;

export function runReading(parts: ReadingParts, experiments: ExperimentChoice): RunReading {
  const { client } = parts;
  return {
    getRun: async runId => client.getRun(await serverRunId(parts, runId)),
    getParentRun: async runId => client.getParentRun(await serverRunId(parts, runId)),
    searchRuns: (options = {}) => searchRuns(parts, experiments, options),
    deleteRun: async runId => {
      await client.deleteRun(await serverRunId(parts, runId));
      parts.find(runId)?.noteDeleted(true);
    },
    restoreRun: async runId => {
      await client.restoreRun(await serverRunId(parts, runId));
      parts.find(runId)?.noteDeleted(false);
    }
  };
}

/** @throws MlflowArgumentError at once for options that are not allowed. */
function searchRuns(
  parts: ReadingParts,
  experiments: ExperimentChoice,
  options: SearchRunsEverywhere
): FoundRuns {
  const { experimentIds, experimentNames, ...search } = checkObject('options', options);
  checkTextList('experimentIds', experimentIds);
  checkTextList('experimentNames', experimentNames);
  if (experimentIds !== undefined && experimentNames !== undefined) {
    throw new MlflowArgumentError('Give either experimentIds or experimentNames, not both.');
  }
  const among = experimentIds === undefined ? null : readExperimentIds(experimentIds);
  readQuestion(search);
  readLimits(search);
  const { current } = experiments;
  const names = experimentNames ?? (current.id === null ? [current.name] : []);
  const known =
    among ?? (experimentNames === undefined && current.id !== null ? [current.id] : null);
  async function* iterate(): AsyncGenerator<Run, void, undefined> {
    const ids = known ?? (await idsOf(parts, names));
    if (ids.length > 0) {
      yield* parts.client.searchRuns(ids, search);
    }
  }
  return withTable({ [Symbol.asyncIterator]: iterate });
}

async function idsOf(parts: ReadingParts, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(name => parts.client.getExperimentByName(name)));
  return found.flatMap(experiment => (experiment === null ? [] : [experiment.experimentId]));
}

function withTable(runs: AsyncIterable<Run>): FoundRuns {
  const toArray: SearchResults<Run>['toArray'] = async () => {
    const all: Run[] = [];
    for await (const run of runs) {
      all.push(run);
    }
    return all;
  };
  return { ...runs, toArray, table: async () => toRows(await toArray()) };
}

function toRows(runs: readonly Run[]): RunRow[] {
  const columns = new Set<string>();
  const rows = runs.map(run => {
    const row = runColumns(run);
    for (const column of Object.keys(row)) {
      columns.add(column);
    }
    return row;
  });
  return rows.map(row =>
    Object.fromEntries([...columns].map(column => [column, row[column] ?? null]))
  );
}

/** What is known of a run, by column. */
export function runColumns({ info, data }: Run): Record<string, string | number | null> {
  const { runId, runName, experimentId, status, startTime, endTime, artifactUri } = info;
  const prefixed = (prefix: string, values: Readonly<Record<string, string | number>>) =>
    Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value] as const);
  return {
    ...{ runId, runName, experimentId, status, startTime, endTime, artifactUri },
    ...Object.fromEntries([
      ...prefixed('metrics', data.metrics),
      ...prefixed('params', data.params),
      ...prefixed('tags', data.tags)
    ])
  };
}
