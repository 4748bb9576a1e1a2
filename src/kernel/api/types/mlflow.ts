/*
 * The type of the global `mlflow` in a cell. Shipped to users as it stands, so the files of this
 * folder import nothing but each other, and use no syntax that tslab's TypeScript 5.0 doesn't know.
 */
import type { Autologging } from './autolog.js';
import type { Flushing } from './flush.js';
import type { Logging } from './logging.js';
import type { StartingRuns } from './runs.js';

export type { AutologOptions } from './autolog.js';
export type { FlushOptions, FlushResult } from './flush.js';
export type { BatchMetric, LogBatch, Logging, LogInputOptions, MetricOptions } from './logging.js';
export type { ActiveRun, StartRunOptions } from './runs.js';
export type {
  DatasetDescription,
  DatasetIdentity,
  EndStatus,
  ImageSource,
  ImageStep,
  ImageTensor,
  Loggable,
  Pixels,
  TableData
} from './values.js';

/**
 * MLflow's fluent API. The logging functions log to the run of the training that goes on, when a
 * callback of it calls them, or else to the run started by hand; without either they start one,
 * which is active until `endRun`.
 */
export interface Mlflow extends Logging, StartingRuns, Autologging, Flushing {}
