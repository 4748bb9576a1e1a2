import { assertName, MlflowArgumentError } from '../../tracking/index.js';
import type { Answer, FoundRun } from '../lookup/answers.js';
import type { Lookup } from '../lookup/server-lookup.js';
import type { Experiment } from '../runs/experiment-choice.js';
import type { RecordedRun } from '../runs/recorded-run.js';
import type { Recorder, StartOptions } from '../runs/recorder.js';
import { checkFlag, checkText, checkTexts } from './checks.js';
import { usable } from './logging.js';
import type { StartRunOptions } from './types/mlflow.js';

/** MLflow's ids of runs, and those of ours. */
const RUN_ID = /^[0-9a-zA-Z_-]{1,64}$/;

export interface StartParts {
  readonly recorder: Recorder;
  readonly lookup: Lookup;
  /** MLflow's id of a run of this kernel, once the server has given one. */
  runIdOf(run: RecordedRun): string | null;
}

/**
 * Starts the run that `options` ask for, or goes on with one.
 * @param around The run that is active, to be its parent.
 * @throws MlflowArgumentError where an option is not allowed; nothing is recorded then.
 */
export function startFromOptions(
  parts: StartParts,
  options: StartRunOptions,
  around: RecordedRun | null
): RecordedRun {
  const start = readOptions(options);
  if (options.runId !== undefined) {
    return goOn(parts, options, start);
  }
  const parent = readParent(parts, options.parentRunId) ?? { parent: around ?? undefined };
  const experiment = readExperiment(parts.lookup, options.experimentId);
  return parts.recorder.start({ ...start, ...parent, experiment });
}

/** The run stays in its experiment and below its parent, whatever is active now. */
function goOn(parts: StartParts, options: StartRunOptions, start: ReadOptions): RecordedRun {
  const id = checkRunId('runId', options.runId);
  for (const what of ['experimentId', 'parentRunId'] as const) {
    if (options[what] !== undefined) {
      throw new MlflowArgumentError(
        `startRun was given runId and ${what}, but a run that is gone on with stays where it is. Leave ${what} out.`
      );
    }
  }
  const own = findRun(parts, id);
  if (own === null) {
    return parts.recorder.start({ ...start, ...resumeForeign(parts.lookup, id) });
  }
  if (own.isRunning) {
    throw new MlflowArgumentError(
      `The run ${own.view.name} has not ended, so there is no going on with it. Log to it by its own methods.`
    );
  }
  parts.recorder.resume(usable(own), start.logSystemMetrics);
  if (start.name !== undefined) {
    own.rename(start.name);
  }
  own.setTags(start.tags);
  return own;
}

interface ReadOptions {
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly logSystemMetrics?: boolean;
}

function readOptions(options: StartRunOptions): ReadOptions {
  const { runName, tags = {}, description, logSystemMetrics } = options;
  const name = checkText('runName', runName);
  const note = checkText('description', description);
  checkFlag('logSystemMetrics', logSystemMetrics);
  return {
    ...(logSystemMetrics === undefined ? {} : { logSystemMetrics }),
    // MLflow makes a name up for an empty one too.
    ...(name === undefined || name === '' ? {} : { name: assertName('run', name) }),
    tags: {
      ...(note === undefined ? {} : { 'mlflow.note.content': note }),
      ...checkTexts('tag', tags)
    }
  };
}

function resumeForeign(lookup: Lookup, id: string): Pick<StartOptions, 'experiment' | 'resumes'> {
  const answer = activeRun(lookup.run(id), id, 'can be gone on with');
  if (answer === null) {
    const experiment: Experiment = { name: '(not known yet)', id: null, isChosen: true };
    const shown = `run ${id.slice(0, 8)}`;
    const resumes = { runId: id, name: shown, startTime: Date.now(), params: {} };
    return { experiment, resumes };
  }
  const { runId, name, startTime, params, experiment, experimentId } = answer;
  return {
    experiment: { name: experiment, id: experimentId, isChosen: true },
    resumes: { runId, name, startTime, params }
  };
}

/** Null where none was given. */
function readParent(
  parts: StartParts,
  given: string | undefined
): Pick<StartOptions, 'parent' | 'parentRunId'> | null {
  if (given === undefined) {
    return null;
  }
  const id = checkRunId('parentRunId', given);
  const parent = findRun(parts, id);
  if (parent !== null) {
    return { parent: usable(parent) };
  }
  activeRun(parts.lookup.run(id), id, 'can be a parent');
  return { parentRunId: id };
}

function readExperiment(lookup: Lookup, given: string | undefined): Experiment | undefined {
  const id = checkText('experimentId', given);
  return id === undefined ? undefined : { ...findExperiment(lookup, id), isChosen: true };
}

/** The experiment of that id. @throws MlflowArgumentError where it is deleted or doesn't exist. */
export function findExperiment(lookup: Lookup, id: string): { name: string; id: string } {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
    throw new MlflowArgumentError(
      `${JSON.stringify(id)} can't be the id of an experiment. Its name goes to mlflow.setExperiment.`
    );
  }
  const answer = lookup.experiment(id);
  switch (answer.state) {
    case 'active':
      return answer.found;
    case 'unknown':
      return { id, name: `experiment ${id}` };
    case 'deleted':
      throw new MlflowArgumentError(
        `The experiment ${id} is deleted. Restore it with mlflow.restoreExperiment(${JSON.stringify(id)}).`
      );
    case 'missing':
      throw new MlflowArgumentError(
        `The tracking server has no experiment ${id}. mlflow.searchExperiments() lists them.`
      );
  }
}

/** The run of this program by MLflow's id of it or ours, or null. */
export function findRun(parts: Omit<StartParts, 'lookup'>, id: string): RecordedRun | null {
  return parts.recorder.find(run => run.id === id || parts.runIdOf(run) === id);
}

/** Null where the server can't be asked. @throws MlflowArgumentError where the run takes nothing. */
function activeRun(answer: Answer<FoundRun>, id: string, purpose: string): FoundRun | null {
  switch (answer.state) {
    case 'active':
      return answer.found;
    case 'unknown':
      return null;
    case 'deleted':
      throw new MlflowArgumentError(
        `The run ${id}, or its experiment, is deleted: no such run ${purpose}. Restore it first, mlflow.restoreRun(${JSON.stringify(id)}).`
      );
    case 'missing':
      throw new MlflowArgumentError(
        `The tracking server has no run ${id}, so it is none that ${purpose}. mlflow.searchRuns() lists the runs.`
      );
  }
}

function checkRunId(what: string, id: unknown): string {
  if (typeof id !== 'string' || !RUN_ID.test(id)) {
    throw new MlflowArgumentError(
      `${what} is ${JSON.stringify(id)}, which can't be the id of a run. Give MLflow's id, 32 hex digits, or a run's clientRunId.`
    );
  }
  return id;
}
