import type {
  DatasetDescription,
  DatasetIdentity,
  ImageSource,
  ImageStep,
  Loggable,
  TableData
} from './values.js';

export interface MetricOptions {
  /** A whole number. Default: 0. */
  step?: number;
  /** When it was measured, in milliseconds since the epoch. Default: now. */
  timestamp?: number;
  /** What it was measured on. */
  dataset?: DatasetIdentity;
  /** MLflow's id of the logged model that it was measured of, as in `m-0a1b…`. */
  modelId?: string;
}

/** One value of a metric. */
export interface BatchMetric extends MetricOptions {
  key: string;
  value: number;
}

export interface LogBatch {
  metrics?: readonly BatchMetric[];
  params?: Readonly<Record<string, Loggable>>;
  tags?: Readonly<Record<string, Loggable>>;
}

export interface LogInputOptions {
  /** What the run used it for, such as `train`, `eval` or `test`. Default: none. */
  context?: string;
  /** Tags of this use of the dataset. */
  tags?: Readonly<Record<string, Loggable>>;
}

/**
 * What can be logged to a run. Every call returns at once: what was logged is safe in a journal
 * and reaches the tracking server in the background, also when the server is away or this
 * process dies. What is not allowed throws a `MlflowArgumentError` that says what is, before
 * anything of the call is recorded.
 */
export interface Logging {
  /**
   * Logs a param. MLflow never changes one that it has.
   * @throws MlflowArgumentError when the key is not allowed, or has another value already.
   */
  logParam(key: string, value: Loggable): void;

  /** Logs several params. @throws As {@link logParam}; nothing is logged then. */
  logParams(params: Readonly<Record<string, Loggable>>): void;

  /**
   * Logs a value of a metric.
   * @param value Any number; NaN and the infinities too.
   * @param step A whole number, or more about the value. Default: 0.
   * @throws MlflowArgumentError when the key, value, step or an option is not allowed.
   */
  logMetric(key: string, value: number, step?: number | MetricOptions): void;

  /** Logs values of several metrics at one step. @throws As {@link logMetric}; nothing is logged then. */
  logMetrics(metrics: Readonly<Record<string, number>>, step?: number | MetricOptions): void;

  /** Logs metrics, params and tags together. @throws As each of them; nothing is logged then. */
  logBatch(batch: LogBatch): void;

  /** Sets a tag; a later value replaces an earlier one. @throws MlflowArgumentError when the key is not allowed. */
  setTag(key: string, value: Loggable): void;

  /** Sets several tags. @throws As {@link setTag}; nothing is set then. */
  setTags(tags: Readonly<Record<string, Loggable>>): void;

  /** Takes a tag away. Does nothing where the run has none of that key. @throws MlflowArgumentError when the key is not allowed. */
  deleteTag(key: string): void;

  /**
   * Logs a text as an artifact.
   * @param artifactFile Path below the run's artifacts, as in `notes/findings.md`.
   * @throws MlflowArgumentError when the path is not allowed.
   */
  logText(text: string, artifactFile: string): void;

  /**
   * Logs an object as an artifact, in JSON (which is YAML too, for names in `.yaml` and `.yml`).
   * @param artifactFile Path below the run's artifacts, as in `config.json`.
   * @throws MlflowArgumentError when the path is not allowed, or the object has no JSON form.
   */
  logDict(dictionary: object, artifactFile: string): void;

  /**
   * Logs a table as an artifact in MLflow's JSON form. Rows logged under the same path before
   * stay, and these come after them.
   * @param artifactFile Path below the run's artifacts, ending in `.json`.
   * @throws MlflowArgumentError when the path is not allowed, columns differ in length, or a
   * value has no JSON form.
   */
  logTable(data: TableData, artifactFile: string): void;

  /**
   * Logs an image as an artifact, or, with a key, as one of a series that MLflow shows by step.
   * @param target Path below the run's artifacts, as in `plots/first.png`, or the image's place in a series.
   * @throws MlflowArgumentError when the path or key is not allowed, or it is no image.
   */
  logImage(image: ImageSource, target: string | ImageStep): void;

  /**
   * Logs a figure as an artifact: the text of an SVG, or an object of Vega-Lite, Vega or Plotly.
   * Vega and pages of Plotly are drawn in the background, with the data that the object holds and
   * nothing else: what turns out to be no drawable figure is refused then, and kept with the reason.
   * Typed arrays in an object are lists of their numbers.
   * @param artifactFile Path below the run's artifacts, whose ending says as what it is logged:
   * - `.html`: a page that needs no network. It shows an SVG, or a figure of Vega, as a picture
   *   (what an SVG refers to outside itself is not loaded), and one of Plotly as Plotly does, with
   *   1.5 MB of Plotly in each page. Its traces are `bar`, `box`, `contour`, `heatmap`, `histogram`,
   *   `histogram2d`, `histogram2dcontour`, `image`, `pie`, `scatter`, `scatterternary`, `violin`.
   * - `.svg`: a picture, for an SVG, Vega-Lite and Vega.
   * - `.json`: the object alone, for Vega-Lite, Vega and Plotly, with any data and traces.
   * @throws MlflowArgumentError when the path is not allowed, it is no figure, it loads data or
   * pictures from elsewhere, or has other traces than those.
   */
  logFigure(figure: string | object, artifactFile: string): void;

  /**
   * Logs a file as an artifact, as it is now: it may be changed or deleted afterwards. One of 8 MB
   * or more, on a disk that can't clone files, may be deleted or replaced, but not written into.
   * @param localPath A file's path, from the working directory.
   * @param artifactPath The folder below the run's artifacts to put it in. Default: none.
   * @throws MlflowArgumentError when there is no such file, or its name is not allowed.
   */
  logArtifact(localPath: string, artifactPath?: string): void;

  /**
   * Logs all files of a folder and the folders in it, as they are now.
   * @param localDir A folder's path, from the working directory.
   * @param artifactPath The folder below the run's artifacts to put them in. Default: none.
   * @throws MlflowArgumentError when there is no such folder, or a name in it is not allowed.
   */
  logArtifacts(localDir: string, artifactPath?: string): void;

  /**
   * Logs that the run used a dataset.
   * @returns Its name and digest, which metrics can refer to.
   * @throws MlflowArgumentError when something of it is not allowed.
   */
  logInput(dataset: DatasetDescription, options?: LogInputOptions): DatasetIdentity;

  /** Logs several datasets with the same context and tags. @throws As {@link logInput}; nothing is logged then. */
  logInputs(datasets: readonly DatasetDescription[], options?: LogInputOptions): DatasetIdentity[];
}
