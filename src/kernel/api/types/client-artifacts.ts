import type { FileInfo } from './entities.js';

/**
 * The part of {@link MlflowClient} that is about the files of runs and logged models. Paths of
 * artifacts are relative, with `/` between their parts. Paths with `..`, `#` or `%` before hex
 * digits, and others that MLflow would put elsewhere, are refused with an MlflowArgumentError.
 */
export interface ArtifactMethods {
  /** Writes a text into the file `artifactFile` of a run. A file of that name is replaced. */
  logText(runId: string, text: string, artifactFile: string): Promise<void>;

  /**
   * Writes an object into a file of a run, in JSON (which is YAML too, for names in `.yaml`).
   * @throws MlflowArgumentError when it has no JSON form.
   */
  logDict(runId: string, dictionary: object, artifactFile: string): Promise<void>;

  /**
   * Uploads a file of this machine, or a folder with all that is in it.
   * @param artifactPath The folder to put it into. Default: the root of the run's files.
   * @throws MlflowArgumentError when there is no such file; nothing is uploaded then.
   */
  logArtifact(runId: string, localPath: string, artifactPath?: string): Promise<void>;

  /**
   * Uploads what is in a folder of this machine; links are followed.
   * @param artifactPath The folder to put it into. Default: the root of the run's files.
   * @throws MlflowArgumentError when there is no such folder, or a name in it can't be an
   * artifact's; nothing is uploaded then.
   */
  logArtifacts(runId: string, localDir: string, artifactPath?: string): Promise<void>;

  /** What lies directly in a folder. Default: the root. None where there is no such folder. */
  listArtifacts(runId: string, path?: string): Promise<FileInfo[]>;

  /**
   * Downloads a file, or a folder with all that is in it.
   * @param path `''` for all files of the run.
   * @param dstPath A folder that exists; files in it are replaced. Default: a new one among the
   * system's temporary files, which is yours to remove.
   * @returns Where it is now.
   * @throws MlflowApiError `RESOURCE_DOES_NOT_EXIST` when there is no such file.
   * @throws MlflowArgumentError when `dstPath` is no folder, or what the server lists would lie
   * outside it.
   */
  downloadArtifacts(runId: string, path: string, dstPath?: string): Promise<string>;

  /** As {@link listArtifacts}, of a logged model. */
  listLoggedModelArtifacts(modelId: string, path?: string): Promise<FileInfo[]>;

  /** As {@link logArtifact}, for a logged model. */
  logModelArtifact(modelId: string, localPath: string, artifactPath?: string): Promise<void>;

  /** As {@link logArtifacts}, for a logged model. */
  logModelArtifacts(modelId: string, localDir: string, artifactPath?: string): Promise<void>;
}
