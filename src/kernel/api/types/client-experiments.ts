import type { Experiment, ViewType } from './entities.js';
import type { SearchOptions, SearchResults } from './search-results.js';
import type { Loggable } from './values.js';

export interface CreateExperimentOptions {
  /** Where its runs keep their files, as a URI. Default: the server's own place. */
  readonly artifactLocation?: string;
  readonly tags?: Readonly<Record<string, Loggable>>;
}

export interface SearchExperimentsOptions extends SearchOptions {
  /** Default: `ACTIVE_ONLY`. */
  readonly viewType?: ViewType;
}

/** The part of {@link MlflowClient} that is about experiments. */
export interface ExperimentMethods {
  /**
   * Makes an experiment.
   * @param name 1 to 500 characters, which no other experiment has, not even a deleted one.
   * @returns Its id.
   * @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` when the name is taken.
   */
  createExperiment(name: string, options?: CreateExperimentOptions): Promise<string>;

  /** An experiment, also a deleted one. @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` */
  getExperiment(experimentId: string): Promise<Experiment>;

  /** The experiment of that name, also a deleted one, or null. */
  getExperimentByName(name: string): Promise<Experiment | null>;

  /**
   * Searches experiments by `name`, `creation_time`, `last_update_time` and `tags.KEY`,
   * by default the one updated last first.
   * @throws MlflowArgumentError at the call, for options that are not allowed.
   */
  searchExperiments(options?: SearchExperimentsOptions): SearchResults<Experiment>;

  /**
   * Moves an experiment and its runs to the bin.
   * @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when there is none, or it is there already.
   */
  deleteExperiment(experimentId: string): Promise<void>;

  /**
   * Takes an experiment out of the bin, and all its runs, also those that were deleted one by one.
   * @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when it isn't there.
   */
  restoreExperiment(experimentId: string): Promise<void>;

  /**
   * Renames an experiment. Its runs and their files stay where they are.
   * @throws MlflowApiError `INVALID_STATE` when it is deleted.
   */
  renameExperiment(experimentId: string, newName: string): Promise<void>;

  /** Sets a tag; a later value replaces an earlier one. Values are cut to 5000 characters. */
  setExperimentTag(experimentId: string, key: string, value: Loggable): Promise<void>;

  /** @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when there is no such tag. */
  deleteExperimentTag(experimentId: string, key: string): Promise<void>;
}
