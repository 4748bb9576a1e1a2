import type { CreateExperimentOptions, SearchExperimentsOptions } from './client-experiments.js';
import type { Experiment } from './entities.js';
import type { SearchResults } from './search-results.js';
import type { Loggable } from './values.js';

/** The experiment that runs go to. */
export interface ActiveExperiment {
  readonly name: string;
  /** MLflow's id, or null where it is not known yet: an experiment is made with its first run. */
  readonly experimentId: string | null;
}

/** Choosing experiments, and looking after them. */
export interface Experiments {
  /**
   * Sends all runs that start from now on to another experiment than the notebook's, until the
   * kernel ends. One of a new name is made with its first run.
   * @param experiment Its name, or MLflow's id of it.
   * @throws MlflowArgumentError when the name is not allowed, the experiment is deleted, or there
   * is none of that id. Where the server can't be asked, that shows later.
   */
  setExperiment(experiment: string | { experimentId: string }): ActiveExperiment;

  /** Makes an experiment and gives its id. @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` when the name is taken. */
  createExperiment(name: string, options?: CreateExperimentOptions): Promise<string>;

  /** The experiment of that id, also a deleted one. @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` */
  getExperiment(experimentId: string): Promise<Experiment>;

  /** The experiment of that name, also a deleted one, or null. */
  getExperimentByName(name: string): Promise<Experiment | null>;

  /** Experiments, the one updated last first. @throws MlflowArgumentError when an option is not allowed. */
  searchExperiments(options?: SearchExperimentsOptions): SearchResults<Experiment>;

  /** Moves an experiment to the bin, its runs with it. @throws MlflowApiError when there is none of that id. */
  deleteExperiment(experimentId: string): Promise<void>;

  /** Takes an experiment out of the bin, and all its runs. @throws MlflowApiError when there is none of that id. */
  restoreExperiment(experimentId: string): Promise<void>;

  /** Tags the experiment that runs go to now; it is made if there is none yet. */
  setExperimentTag(key: string, value: Loggable): Promise<void>;

  /** As {@link setExperimentTag}, several. */
  setExperimentTags(tags: Readonly<Record<string, Loggable>>): Promise<void>;
}
