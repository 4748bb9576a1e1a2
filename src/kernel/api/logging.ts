import { assertArtifactPath, MlflowArgumentError } from '../../tracking/index.js';
import type { RecordedRun } from '../runs/recorded-run.js';
import { checkKey, checkMetric, checkObject, checkTexts, toJsonText } from './checks.js';
import { figureFile } from './figures/figure-file.js';
import { imageFiles } from './images/image-files.js';
import { identityOf, readDataset, readDatasets, type Dataset } from './inputs/dataset.js';
import { readLocalFile, readLocalFolder } from './inputs/files.js';
import { checkTablePath, readTable } from './inputs/table.js';
import { keepFiles } from './keep-files.js';
import { logMetric, readMetric, type ReadMetric } from './metrics.js';
import type { BatchMetric, Logging } from './types/mlflow.js';

/** Where something is logged to. */
export interface LogTarget {
  /** The run, or null where {@link run} would start one. */
  readonly running: RecordedRun | null;
  /** The run, started where there is none. Asked for when what is logged is found to be allowed. */
  run(): RecordedRun;
}

/** `run`, which takes what is logged. @throws MlflowArgumentError where it is deleted. */
export function usable(run: RecordedRun): RecordedRun {
  if (run.isDeleted) {
    throw new MlflowArgumentError(
      `The run ${run.view.name} is deleted, so nothing can be logged to it. ` +
        `Restore it first: await mlflow.restoreRun(${JSON.stringify(run.id)}).`
    );
  }
  return run;
}

/** The functions that log to `target`. They work without `this`, as in `const { logMetric } = mlflow`. */
export function createLogging(target: LogTarget): Logging {
  const logParams: Logging['logParams'] = params => {
    const texts = checkTexts('param', params);
    refuseChanges(target.running, texts);
    target.run().logParams(texts);
  };
  const setTags: Logging['setTags'] = tags => {
    const texts = checkTexts('tag', tags);
    target.run().setTags(texts);
  };
  const logDatasets = (datasets: readonly Dataset[]): void => {
    const run = target.run();
    for (const dataset of datasets) {
      run.logDataset(dataset);
    }
  };
  return {
    logParam: (key, value) => {
      logParams({ [key]: value });
    },
    logParams,
    logMetric: (key, value, step = 0) => {
      if (typeof step === 'number') {
        // The way of a training loop: nothing is made that isn't needed.
        checkMetric(key, value, step);
        target.run().logMetric(key, value, step);
      } else {
        const metric = readMetric(key, value, step);
        logMetric(target.run(), metric);
      }
    },
    logMetrics: (metrics, step = 0) => {
      const all = Object.entries(checkObject('metrics by key', metrics)).map(([key, value]) =>
        readMetric(key, value, step)
      );
      const run = target.run();
      const time = Date.now();
      run.together(() => {
        for (const metric of all) {
          logMetric(run, metric, time);
        }
      });
    },
    logBatch: batch => {
      const { metrics = [], params = {}, tags = {} } = checkObject('a batch', batch);
      const all = readBatch(metrics);
      const [texts, labels] = [checkTexts('param', params), checkTexts('tag', tags)];
      refuseChanges(target.running, texts);
      const run = target.run();
      const time = Date.now();
      run.together(() => {
        for (const metric of all) {
          logMetric(run, metric, time);
        }
        run.logParams(texts);
        run.setTags(labels);
      });
    },
    setTag: (key, value) => {
      setTags({ [key]: value });
    },
    setTags,
    deleteTag: key => {
      checkKey('tag', key);
      target.run().deleteTag(key);
    },
    logText: (text, artifactFile) => {
      assertArtifactPath(artifactFile);
      if (typeof text !== 'string') {
        throw new MlflowArgumentError(
          `logText takes a string, but was given ${typeof text}. Use logDict for objects.`
        );
      }
      target.run().logText(artifactFile, text);
    },
    logDict: (dictionary, artifactFile) => {
      assertArtifactPath(artifactFile);
      const text = toJsonText('logDict', dictionary);
      target.run().logText(artifactFile, `${text}\n`);
    },
    logTable: (data, artifactFile) => {
      checkTablePath(artifactFile);
      const table = readTable(data);
      target.run().logTable(artifactFile, table);
    },
    logImage: (image, place) => {
      const files = imageFiles(image, place);
      const run = target.run();
      keepFiles('logImage', () => {
        run.logBytes(files);
      });
      if (typeof place !== 'string') {
        // MLflow's sign that a run has series of images.
        run.setTags({ 'mlflow.loggedImages': 'True' });
      }
    },
    logFigure: (figure, artifactFile) => {
      const file = figureFile(figure, artifactFile);
      const run = target.run();
      if ('text' in file) {
        run.logText(artifactFile, file.text);
      } else {
        run.logFigure(artifactFile, file);
      }
    },
    logArtifact: (localPath, artifactPath) => {
      const { source, path } = readLocalFile(localPath, artifactPath);
      const run = target.run();
      keepFiles('logArtifact', () => {
        run.logFile(path, source);
      });
    },
    logArtifacts: (localDir, artifactPath = '') => {
      const files = readLocalFolder(localDir, artifactPath);
      const run = target.run();
      keepFiles('logArtifacts', () => {
        run.logFiles(artifactPath, files);
      });
    },
    logInput: (description, options) => {
      const dataset = readDataset(description, options);
      logDatasets([dataset]);
      return identityOf(dataset);
    },
    logInputs: (descriptions, options) => {
      const datasets = readDatasets(descriptions, options);
      logDatasets(datasets);
      return datasets.map(identityOf);
    }
  };
}

function readBatch(metrics: readonly BatchMetric[]): ReadMetric[] {
  if (!Array.isArray(metrics)) {
    throw new MlflowArgumentError(
      'The metrics of a batch are a list of { key, value, step }; logMetrics takes them by key.'
    );
  }
  return (metrics as readonly BatchMetric[]).map(metric => {
    const { key, value, ...options } = checkObject('a metric', metric);
    return readMetric(key, value, options);
  });
}

/** @throws MlflowArgumentError where the run has a param of that name with another value. */
function refuseChanges(run: RecordedRun | null, params: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(params)) {
    const known = run?.param(key);
    if (known !== undefined && known !== value) {
      throw new MlflowArgumentError(
        `The param "${key}" is "${known}" in run ${run?.view.name} and can't become "${value}": ` +
          'MLflow never changes a param. Log it under another key, or in a new run.'
      );
    }
  }
}
