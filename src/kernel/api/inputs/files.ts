import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { assertArtifactPath, MlflowArgumentError } from '../../../tracking/index.js';
import { describeError } from '../../patch/describe-error.js';
import { checkText } from '../checks.js';

/** A file to log: where it lies, and its path below the run's artifacts. */
export interface LocalFile {
  readonly source: string;
  readonly path: string;
}

/** @throws MlflowArgumentError where there is no such file, or its name is not allowed. */
export function readLocalFile(localPath: string, artifactPath: string | undefined): LocalFile {
  const source = existing('logArtifact', localPath);
  const stats = statSync(source);
  if (stats.isDirectory()) {
    throw new MlflowArgumentError(
      `${localPath} is a folder: log all that is in it with logArtifacts.`
    );
  }
  if (!stats.isFile()) {
    throw new MlflowArgumentError(
      `${localPath} is no file with a content of its own, so it can't be kept. Write what it gives to a file first.`
    );
  }
  assertReadable('logArtifact', source);
  return { source, path: below(artifactPath, basename(source)) };
}

/**
 * All files below a folder, by their paths in it; links to files count, links to folders don't.
 * @throws MlflowArgumentError where there is no such folder, it has no files, or a name is not allowed.
 */
export function readLocalFolder(
  localDir: string,
  artifactPath: string | undefined
): ReadonlyMap<string, string> {
  const folder = existing('logArtifacts', localDir);
  if (!statSync(folder).isDirectory()) {
    throw new MlflowArgumentError(`${localDir} is a file: log it with logArtifact.`);
  }
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && isFile(source))) {
      const name = relative(folder, source).split(sep).join('/');
      below(artifactPath, name);
      assertReadable('logArtifacts', source);
      files.set(name, source);
    }
  }
  if (files.size === 0) {
    throw new MlflowArgumentError(`The folder ${localDir} has no files to log.`);
  }
  return files;
}

function assertReadable(caller: string, file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new MlflowArgumentError(`${caller} can't read ${file}: ${describeError(error)}.`);
  }
}

function existing(caller: string, path: string): string {
  if (typeof path !== 'string' || path === '') {
    throw new MlflowArgumentError(`${caller} takes a path, but was given ${JSON.stringify(path)}.`);
  }
  const absolute = resolve(path);
  try {
    statSync(absolute);
  } catch (error) {
    throw new MlflowArgumentError(`${caller} can't read ${absolute}: ${describeError(error)}.`);
  }
  return absolute;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function below(folder: string | undefined, name: string): string {
  const place = checkText('artifactPath', folder) ?? '';
  return assertArtifactPath(place === '' ? name : `${place}/${name}`);
}
