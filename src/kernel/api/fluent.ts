import { assertArtifactPath, assertName, MlflowArgumentError } from '../../tracking/index.js';
import type { DeliveryState } from '../delivery/delivery-state.js';
import type { ActiveRuns } from '../runs/active-runs.js';
import type { CellExecutions } from '../runs/cell-execution.js';
import type { RecordedRun } from '../runs/recorded-run.js';
import type { Recorder } from '../runs/recorder.js';
import type { TrainingFlows } from '../runs/training-flow.js';
import { checkMetric, checkObject, checkText, checkTexts, readFlag, toJsonText } from './checks.js';
import { flush, type FlushParts } from './flush.js';
import type { ActiveRun, Mlflow, StartRunOptions } from './mlflow.js';
import { readWithRun, withinRun, type WithRunArguments } from './with-run.js';

/** What the functions work with. */
export interface FluentParts {
  readonly recorder: Recorder;
  readonly active: ActiveRuns;
  readonly flows: TrainingFlows;
  readonly cells: CellExecutions;
  readonly delivery: DeliveryState;
  readonly journal: FlushParts['journal'];
}

/** The global `mlflow` of a cell. Its functions work without `this`, as in `const { logMetric } = mlflow`. */
export function createFluentApi(parts: FluentParts): Mlflow {
  const { recorder, active, flows, cells } = parts;
  /** Code inside a training, such as a callback, logs to the training's run. */
  const running = (): RecordedRun | null => flows.current?.run ?? active.current;
  const begin = (options: StartRunOptions): RecordedRun => {
    const known = running();
    const isNested = readFlag('nested', options.nested);
    if (known !== null && (known !== active.current || !isNested)) {
      throw stillActive(known, known === active.current);
    }
    return recorder.start({ ...readOptions(options), parent: known ?? undefined });
  };
  const start = (options: StartRunOptions = {}): RecordedRun => {
    const run = begin(checkObject('options', options));
    active.push(run);
    return run;
  };
  const current = (): RecordedRun => running() ?? start();

  const logParams: Mlflow['logParams'] = params => {
    const texts = checkTexts('param', params);
    const known = running();
    if (known !== null) {
      refuseChanges(known, texts);
    }
    current().logParams(texts);
  };

  const logMetrics: Mlflow['logMetrics'] = (metrics, step = 0) => {
    for (const [key, value] of Object.entries(checkObject('metrics by key', metrics))) {
      checkMetric(key, value, step);
    }
    current().logMetrics(metrics, step);
  };

  const setTags: Mlflow['setTags'] = tags => {
    const texts = checkTexts('tag', tags);
    current().setTags(texts);
  };

  return {
    autolog: (options = {}) => {
      const { disable = false } = checkObject('options', options);
      active.autologEnabled = !disable;
      active.autologUserRuns = !disable;
    },
    startRun: options => describe(start(options)),
    withRun: <T>(...given: WithRunArguments<T>): T => {
      const [options, body] = readWithRun(given);
      const run = begin(options);
      return withinRun({ run, active, cells }, () => body(describe(run)));
    },
    endRun: (status = 'FINISHED') => {
      if (!['FINISHED', 'FAILED', 'KILLED'].includes(status)) {
        throw new MlflowArgumentError(
          `A run can't end as ${JSON.stringify(status)}: use FINISHED, FAILED or KILLED.`
        );
      }
      active.pop()?.end(status, null);
    },
    activeRun: () => {
      const run = running();
      return run === null ? null : describe(run);
    },
    logParam: (key, value) => {
      logParams({ [key]: value });
    },
    logParams,
    logMetric: (key, value, step = 0) => {
      checkMetric(key, value, step);
      current().logMetric(key, value, step);
    },
    logMetrics,
    setTag: (key, value) => {
      setTags({ [key]: value });
    },
    setTags,
    logText: (text, artifactFile) => {
      assertArtifactPath(artifactFile);
      if (typeof text !== 'string') {
        throw new MlflowArgumentError(
          `logText takes a string, but was given ${typeof text}. Use JSON.stringify for objects.`
        );
      }
      current().logText(artifactFile, text);
    },
    logDict: (dictionary, artifactFile) => {
      assertArtifactPath(artifactFile);
      const text = toJsonText('logDict', dictionary);
      current().logText(artifactFile, `${text}\n`);
    },
    flush: options => flush(parts, options)
  };
}

function readOptions(options: StartRunOptions): { name?: string; tags: Record<string, string> } {
  const { runName, tags = {}, description } = options;
  const name = checkText('runName', runName);
  const note = checkText('description', description);
  return {
    // MLflow makes a name up for an empty one too.
    ...(name === undefined || name === '' ? {} : { name: assertName('run', name) }),
    tags: {
      ...(note === undefined ? {} : { 'mlflow.note.content': note }),
      ...checkTexts('tag', tags)
    }
  };
}

function stillActive({ view }: RecordedRun, isByHand: boolean): Error {
  return new Error(
    isByHand
      ? `The run ${view.name} is still active. End it first, mlflow.endRun(), or start this one inside it with { nested: true }.`
      : `The run ${view.name} of the training that goes on is active. Start another when the training has ended.`
  );
}

/** @throws MlflowArgumentError where the run has a param of that name with another value. */
function refuseChanges(run: RecordedRun, params: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(params)) {
    const known = run.param(key);
    if (known !== undefined && known !== value) {
      throw new MlflowArgumentError(
        `The param "${key}" is "${known}" in run ${run.view.name} and can't become "${value}": ` +
          'MLflow never changes a param. Log it under another key, or in a new run.'
      );
    }
  }
}

function describe({ id, view }: RecordedRun): ActiveRun {
  return { clientRunId: id, runName: view.name, startTime: view.startTime };
}
