import { assertArtifactPath, MlflowArgumentError } from '../../tracking/index.js';
import type { ActiveRuns } from '../runs/active-runs.js';
import type { RecordedRun } from '../runs/recorded-run.js';
import type { Recorder } from '../runs/recorder.js';
import { checkMetric, checkTexts } from './checks.js';
import type { ActiveRun, Mlflow, StartRunOptions } from './mlflow.js';

/** The global `mlflow` of a cell. Its functions work without `this`, as in `const { logMetric } = mlflow`. */
export function createFluentApi(recorder: Recorder, active: ActiveRuns): Mlflow {
  const start = (options: StartRunOptions = {}): RecordedRun => {
    const { runName, tags = {}, description } = options;
    const note = description === undefined ? {} : { 'mlflow.note.content': description };
    const run = recorder.start({
      name: runName,
      tags: { ...note, ...checkTexts('tag', tags) }
    });
    active.push(run);
    return run;
  };
  const current = (): RecordedRun => active.current ?? start();

  const logParams: Mlflow['logParams'] = params => {
    const texts = checkTexts('param', params);
    const run = current();
    for (const [key, value] of Object.entries(texts)) {
      const known = run.param(key);
      if (known !== undefined && known !== value) {
        throw new MlflowArgumentError(
          `The param "${key}" is "${known}" in run ${run.view.name} and can't become "${value}": ` +
            'MLflow never changes a param. Log it under another key, or in a new run.'
        );
      }
    }
    run.logParams(texts);
  };

  const logMetrics: Mlflow['logMetrics'] = (metrics, step = 0) => {
    for (const [key, value] of Object.entries(metrics)) {
      checkMetric(key, value, step);
    }
    current().logMetrics(metrics, step);
  };

  const setTags: Mlflow['setTags'] = tags => {
    const texts = checkTexts('tag', tags);
    current().setTags(texts);
  };

  return {
    autolog: ({ disable = false } = {}) => {
      active.autologEnabled = !disable;
      active.autologUserRuns = !disable;
    },
    startRun: options => {
      const running = active.current;
      if (running !== null) {
        throw new Error(
          `The run ${running.view.name} is still active. End it first: mlflow.endRun().`
        );
      }
      return describe(start(options));
    },
    endRun: (status = 'FINISHED') => {
      if (!['FINISHED', 'FAILED', 'KILLED'].includes(status)) {
        throw new MlflowArgumentError(
          `A run can't end as ${JSON.stringify(status)}: use FINISHED, FAILED or KILLED.`
        );
      }
      active.pop()?.end(status, null);
    },
    activeRun: () => (active.current === null ? null : describe(active.current)),
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
    }
  };
}

function describe({ id, view }: RecordedRun): ActiveRun {
  return { clientRunId: id, runName: view.name, startTime: view.startTime };
}
