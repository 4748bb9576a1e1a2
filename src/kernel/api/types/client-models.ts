import type { LoggedModel } from './entities.js';
import type { SearchLimits, SearchResults } from './search-results.js';
import type { Loggable } from './values.js';

export interface CreateLoggedModelOptions {
  /** Without `/ : . % " '`. Default: a name that the server makes up. */
  readonly name?: string;
  /** The run that made it. */
  readonly sourceRunId?: string;
  readonly tags?: Readonly<Record<string, Loggable>>;
  readonly params?: Readonly<Record<string, Loggable>>;
  /** A word of your own to search by, such as `classifier`. */
  readonly modelType?: string;
}

export interface LoggedModelDataset {
  readonly datasetName: string;
  /** Without it, MLflow's server would find nothing. */
  readonly datasetDigest: string;
}

export interface LoggedModelOrderBy {
  /** As in `creation_timestamp` or `metrics.loss`. */
  readonly fieldName: string;
  /** Default: true. */
  readonly ascending?: boolean;
  /** For a metric: only what was measured on that dataset counts. */
  readonly datasetName?: string;
  /** Only together with `datasetName`. */
  readonly datasetDigest?: string;
}

export interface SearchLoggedModelsOptions extends SearchLimits {
  /** As in `metrics.loss < 0.1 AND params.kind = 'dense'`; texts in single quotes. Default: all. */
  readonly filterString?: string;
  /** Conditions on metrics count for what was measured on one of these. Default: on any or none. */
  readonly datasets?: readonly LoggedModelDataset[];
  /** Default: the newest first. */
  readonly orderBy?: readonly LoggedModelOrderBy[];
}

/**
 * The part of {@link MlflowClient} that is about logged models: those of experiments, registered
 * or not. Where a model is named that doesn't exist, its methods reject with an MlflowApiError
 * `RESOURCE_DOES_NOT_EXIST`; where it was deleted, all do but those that finalize it, delete it or
 * delete a tag, which MLflow goes on to allow.
 */
export interface LoggedModelMethods {
  /**
   * Makes a model, `PENDING` until {@link finalizeLoggedModel}. Although an answer may get lost and
   * the call is repeated, one model is made: the tag `autolog.clientModelId` tells it.
   */
  createLoggedModel(experimentId: string, options?: CreateLoggedModelOptions): Promise<LoggedModel>;

  getLoggedModel(modelId: string): Promise<LoggedModel>;

  /**
   * Searches the models of experiments.
   * @param experimentIds One id or several.
   * @throws MlflowArgumentError at the call, for ids and options that are not allowed.
   */
  searchLoggedModels(
    experimentIds: string | readonly string[],
    options?: SearchLoggedModelsOptions
  ): SearchResults<LoggedModel>;

  /** Says that all files of a model are there, or that they could not be uploaded. */
  finalizeLoggedModel(modelId: string, status: 'READY' | 'FAILED'): Promise<LoggedModel>;

  /** Sets tags; later values replace earlier ones. All of them, or none. */
  setLoggedModelTags(modelId: string, tags: Readonly<Record<string, Loggable>>): Promise<void>;

  /**
   * @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when there is no such tag.
   * @throws MlflowArgumentError for a key with a slash, which MLflow can't delete.
   */
  deleteLoggedModelTag(modelId: string, key: string): Promise<void>;

  /** Deletes a model; its files stay where they are. MLflow has no way to restore it. */
  deleteLoggedModel(modelId: string): Promise<void>;

  /**
   * Logs params of a model. One that it has with this value stays as it is.
   * @throws MlflowArgumentError when it has another value already.
   */
  logModelParams(modelId: string, params: Readonly<Record<string, Loggable>>): Promise<void>;
}
