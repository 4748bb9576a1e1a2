import type { Loggable } from './values.js';

/** MLflow's options of autologging. */
export interface AutologOptions {
  /** True switches autologging off until the next call. Default: false. */
  disable?: boolean;
  /** True leaves runs started by hand alone: trainings inside them are not logged. Default: false. */
  exclusive?: boolean;
  /** True shows no notes of autologging on the run card; what can't be delivered still shows. Default: false. */
  silent?: boolean;
  /** Whether trained models are logged. Default: true. */
  logModels?: boolean;
  /** Whether the first rows of the training data are logged with the model. Default: false. */
  logInputExamples?: boolean;
  /** Whether models are logged with the shapes of what they take and give. Default: true. */
  logModelSignatures?: boolean;
  /** Whether shape, schema and digest of the training data are logged. Default: true. */
  logDatasets?: boolean;
  /** Metrics are logged at every so many epochs or iterations, a whole number from 1. Default: 1. */
  everyNIter?: number;
  /** Tags of the runs that autologging makes. Default: none. */
  extraTags?: Readonly<Record<string, Loggable>>;
  /** Registers each trained model as a new version under this name. Default: none. */
  registeredModelName?: string;
  /**
   * Keeps the best model so far, by validation loss, or loss without validation, among the run's
   * artifacts while training goes on: `checkpoints/latest_checkpoint`. Default: false.
   */
  checkpoint?: boolean;
}

/** Autologging of one library. */
export interface FlavorAutologging {
  /**
   * As `mlflow.autolog`, for this library alone. What is set here counts before what
   * `mlflow.autolog` sets, whichever is called last.
   */
  autolog(options?: AutologOptions): void;
}

export interface Autologging {
  /**
   * Training calls inside runs started by hand are logged into them from now on. Training
   * outside such runs is logged without this call. Options that are not given have their defaults
   * again, or what the settings of JupyterLab and `AUTOLOG_OPTIONS` make the default.
   * @throws MlflowArgumentError when an option is not known or not allowed; nothing changes then.
   */
  autolog(options?: AutologOptions): void;

  /** TensorFlow.js. */
  readonly tfjs: FlavorAutologging;
}
