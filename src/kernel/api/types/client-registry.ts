import type { ModelVersion, ModelVersionStage, RegisteredModel } from './entities.js';
import type { SearchOptions, SearchResults } from './search-results.js';
import type { Loggable } from './values.js';

export interface CreateRegisteredModelOptions {
  readonly tags?: Readonly<Record<string, Loggable>>;
  /** Markdown. */
  readonly description?: string;
}

export interface CreateModelVersionOptions {
  /** The run that made it. Default: for a logged model, the one that it names. */
  readonly runId?: string;
  /** The logged model that it is. Default: the one that the source names. */
  readonly modelId?: string;
  readonly tags?: Readonly<Record<string, Loggable>>;
  /** An address of the run, for people. */
  readonly runLink?: string;
  /** Markdown. */
  readonly description?: string;
  /** The longest to wait until the registry has taken it, in seconds; 0 for not at all. Default: 300. */
  readonly awaitCreationFor?: number;
}

export interface UpdateDescriptionOptions {
  /** Markdown; it replaces the one before. */
  readonly description: string;
}

export interface TransitionStageOptions {
  /** Moves the versions that are in the stage to `Archived`. For Staging and Production alone. Default: false. */
  readonly archiveExistingVersions?: boolean;
}

/**
 * The part of {@link MlflowClient} that is about the model registry. Where a name or version is
 * given that doesn't exist, its methods reject with an MlflowApiError `RESOURCE_DOES_NOT_EXIST`.
 * Names have 1 to 256 characters, without `/` and `:`. Values of tags are cut to 100,000 characters.
 */
export interface RegistryMethods {
  /** @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` when the name is taken. */
  createRegisteredModel(
    name: string,
    options?: CreateRegisteredModelOptions
  ): Promise<RegisteredModel>;

  getRegisteredModel(name: string): Promise<RegisteredModel>;

  /**
   * Searches names by `name` and `tags.KEY`, by default in the order of names.
   * @throws MlflowArgumentError at the call, for options that are not allowed.
   */
  searchRegisteredModels(options?: SearchOptions): SearchResults<RegisteredModel>;

  /** Its versions go with it. @throws MlflowApiError `RESOURCE_ALREADY_EXISTS` when the name is taken. */
  renameRegisteredModel(name: string, newName: string): Promise<RegisteredModel>;

  updateRegisteredModel(name: string, update: UpdateDescriptionOptions): Promise<RegisteredModel>;

  /** Deletes a name and its versions for good. What they were made from stays. */
  deleteRegisteredModel(name: string): Promise<void>;

  setRegisteredModelTag(name: string, key: string, value: Loggable): Promise<void>;

  /** Does nothing where there is no such tag. */
  deleteRegisteredModelTag(name: string, key: string): Promise<void>;

  /**
   * Points an alias at a version; it moves if it pointed at another.
   * @param alias Letters, digits, `_` and `-`; not `latest`, and not like `v1`.
   */
  setRegisteredModelAlias(name: string, alias: string, version: string | number): Promise<void>;

  /** Does nothing where there is no such alias. */
  deleteRegisteredModelAlias(name: string, alias: string): Promise<void>;

  /** The version that an alias points at. @throws MlflowApiError `INVALID_PARAMETER_VALUE` without such an alias. */
  getModelVersionByAlias(name: string, alias: string): Promise<ModelVersion>;

  /** The newest version of each of the stages. Default: of every stage that has one. */
  getLatestVersions(name: string, stages?: readonly ModelVersionStage[]): Promise<ModelVersion[]>;

  /**
   * Makes a version of a name that is registered. Each call makes one. It isn't repeated when its
   * answer is lost: look with {@link searchModelVersions} before you do.
   * @param source `models:/m-…` for a logged model, `models:/NAME/VERSION`, or a URI of files.
   * @throws Error when the registry fails to take it, or takes longer than `awaitCreationFor`.
   */
  createModelVersion(
    name: string,
    source: string,
    options?: CreateModelVersionOptions
  ): Promise<ModelVersion>;

  getModelVersion(name: string, version: string | number): Promise<ModelVersion>;

  /**
   * Searches versions by `name`, `source_path`, `run_id` and `tags.KEY`.
   * @throws MlflowArgumentError at the call, for options that are not allowed.
   */
  searchModelVersions(options?: SearchOptions): SearchResults<ModelVersion>;

  updateModelVersion(
    name: string,
    version: string | number,
    update: UpdateDescriptionOptions
  ): Promise<ModelVersion>;

  /** Moves a version to another stage. MLflow recommends aliases instead. */
  transitionModelVersionStage(
    name: string,
    version: string | number,
    stage: ModelVersionStage,
    options?: TransitionStageOptions
  ): Promise<ModelVersion>;

  /** Deletes a version for good, and the aliases that point at it. What it was made from stays. */
  deleteModelVersion(name: string, version: string | number): Promise<void>;

  setModelVersionTag(
    name: string,
    version: string | number,
    key: string,
    value: Loggable
  ): Promise<void>;

  /** Does nothing where there is no such tag. */
  deleteModelVersionTag(name: string, version: string | number, key: string): Promise<void>;

  /** Where the files of a version lie, as a URI. */
  getModelVersionDownloadUri(name: string, version: string | number): Promise<string>;

  /** The stages that a version can be in. Asks nobody. */
  getModelVersionStages(): ModelVersionStage[];

  /**
   * Makes a version of another name from a version. The name is registered where it isn't.
   * @param srcModelUri `models:/NAME/VERSION`, `models:/NAME@ALIAS`, `models:/NAME/latest`, or
   * `models:/NAME/STAGE` for the newest there.
   * @throws MlflowArgumentError for another kind of URI.
   */
  copyModelVersion(srcModelUri: string, dstName: string): Promise<ModelVersion>;
}
