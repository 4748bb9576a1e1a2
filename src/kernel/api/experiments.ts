import { assertName, isAlreadyExists, MlflowArgumentError } from '../../tracking/index.js';
import type { Lookup } from '../lookup/server-lookup.js';
import type { ExperimentChoice } from '../runs/experiment-choice.js';
import { checkObject, checkTexts } from './checks.js';
import type { ReadingParts } from './reading/reading-parts.js';
import { findExperiment } from './start-run.js';
import type { Experiments } from './types/experiments.js';

export interface ExperimentParts {
  readonly reading: ReadingParts;
  readonly choice: ExperimentChoice;
  readonly lookup: Lookup;
}

export function createExperiments({ reading, choice, lookup }: ExperimentParts): Experiments {
  const { client } = reading;
  const setExperimentTags: Experiments['setExperimentTags'] = async tags => {
    const texts = checkTexts('tag', tags);
    const id = await currentId(reading, choice);
    for (const [key, value] of Object.entries(texts)) {
      await client.setExperimentTag(id, key, value);
    }
  };
  return {
    setExperiment: experiment => {
      if (typeof experiment === 'string') {
        const experimentId = findByName(lookup, experiment);
        // By its name: the id of a server that it may not be delivered to says nothing.
        choice.set({ name: experiment, id: null });
        return { name: experiment, experimentId };
      }
      const { name, id } = findExperiment(lookup, readId(experiment));
      choice.set({ name, id });
      return { name, experimentId: id };
    },
    createExperiment: (name, options) => client.createExperiment(name, options),
    getExperiment: experimentId => client.getExperiment(experimentId),
    getExperimentByName: name => client.getExperimentByName(name),
    searchExperiments: options => client.searchExperiments(options),
    deleteExperiment: experimentId => client.deleteExperiment(experimentId),
    restoreExperiment: experimentId => client.restoreExperiment(experimentId),
    setExperimentTag: (key, value) => setExperimentTags({ [key]: value }),
    setExperimentTags
  };
}

/** MLflow's id of the experiment, or null where there is none of that name yet, or nobody to ask. */
function findByName(lookup: Lookup, name: string): string | null {
  assertName('experiment', name);
  const answer = lookup.experimentByName(name);
  if (answer.state === 'deleted') {
    throw new MlflowArgumentError(
      `The experiment "${name}" is deleted, and keeps its name until it is removed for good. ` +
        'Restore it with mlflow.restoreExperiment, or take another name.'
    );
  }
  return answer.state === 'active' ? answer.found.id : null;
}

function readId(experiment: { readonly experimentId: string }): string {
  const { experimentId } = checkObject('{ experimentId }', experiment);
  if (typeof experimentId !== 'string') {
    throw new MlflowArgumentError(
      'setExperiment takes the name of an experiment, or { experimentId } with its id as a string.'
    );
  }
  return experimentId;
}

/** MLflow's id of the experiment that runs go to now, which is made if there is none. */
async function currentId(reading: ReadingParts, choice: ExperimentChoice): Promise<string> {
  const { id, name } = choice.current;
  if (id !== null) {
    return id;
  }
  const found = await reading.client.getExperimentByName(name);
  if (found !== null) {
    return found.experimentId;
  }
  try {
    return await reading.client.createExperiment(name);
  } catch (error) {
    // The first run of somebody else's made it at this moment.
    const made = isAlreadyExists(error) ? await reading.client.getExperimentByName(name) : null;
    if (made === null) {
      throw error;
    }
    return made.experimentId;
  }
}
