import { randomUUID } from 'node:crypto';
import { assertName, LIMITS, MlflowArgumentError } from '../../tracking/index.js';
import { checkObject, checkText } from '../api/checks.js';
import type { RunMethods } from '../api/types/client-runs.js';
import type { ClientParts } from './client-parts.js';
import { toMetric, toRun } from './entities.js';
import { keyValues } from './key-values.js';
import { listOf, readExperimentIds, readQuestion, searchResults } from './search.js';
import { checkTime } from './times.js';

type Methods = Pick<
  RunMethods,
  | 'createRun'
  | 'getRun'
  | 'getParentRun'
  | 'searchRuns'
  | 'deleteRun'
  | 'restoreRun'
  | 'updateRun'
  | 'setTerminated'
  | 'getMetricHistory'
>;

/** The methods about runs as a whole; what is logged to them stands in run-logging.ts. */
export function runMethods(parts: ClientParts): Methods {
  const runs = () => parts.tracking().runs;
  return {
    createRun: async (experimentId, options = {}) => {
      const { startTime, tags, runName } = checkObject('options', options);
      const known = keyValues('tag', tags);
      const userId = known.find(({ key }) => key === 'mlflow.user')?.value;
      // An empty name makes the server choose one.
      const name =
        readName('runName', runName) ?? known.find(({ key }) => key === 'mlflow.runName')?.value;
      const run = await runs().createOrFind(
        {
          experimentId,
          name: name ?? '',
          startTime: checkTime('startTime', startTime) ?? Date.now(),
          tags: known,
          ...(userId === undefined ? {} : { userId }),
          clientRunId: randomUUID()
        },
        { mayExist: false }
      );
      return toRun(run);
    },
    getRun: async runId => {
      await parts.beforeRead();
      return toRun(await runs().get(runId));
    },
    getParentRun: async runId => {
      await parts.beforeRead();
      const server = runs();
      const { data } = await server.get(runId);
      const parent = data.tags.find(({ key }) => key === 'mlflow.parentRunId');
      return parent === undefined ? null : toRun(await server.get(parent.value));
    },
    searchRuns: (experimentIds, options = {}) => {
      const question = readQuestion(options);
      const ids = readExperimentIds(experimentIds);
      const { runViewType: viewType = 'ACTIVE_ONLY' } = options;
      return searchResults(parts, {
        limits: options,
        usualPage: LIMITS.runsPerPage,
        open: maxResults =>
          runs().search({ ...question, experimentIds: ids, viewType, maxResults }),
        read: toRun
      });
    },
    deleteRun: async runId => runs().delete(runId),
    restoreRun: async runId => runs().restore(runId),
    updateRun: async (runId, update) => {
      const { status, name } = checkObject('changes', update);
      const newName = readName('name', name);
      if (status === undefined && newName === undefined) {
        throw new MlflowArgumentError('There is nothing to change: give { status } or { name }.');
      }
      await runs().update(runId, {
        ...(status === undefined ? {} : { status }),
        ...(newName === undefined ? {} : { name: newName })
      });
    },
    setTerminated: async (runId, options = {}) => {
      const { status = 'FINISHED', endTime } = checkObject('options', options);
      await runs().update(runId, {
        status,
        endTime: checkTime('endTime', endTime) ?? Date.now()
      });
    },
    getMetricHistory: async (runId, key) => {
      await parts.beforeRead();
      return (await listOf(parts.tracking().metrics.history({ runId, key }))).map(toMetric);
    }
  };
}

function readName(what: string, name: string | undefined): string | undefined {
  const text = checkText(what, name);
  return text === undefined ? undefined : assertName('run', text);
}
