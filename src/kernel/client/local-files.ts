import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { assertArtifactPath, MlflowArgumentError } from '../../tracking/index.js';

/** A file of this machine, and the artifact that it becomes. */
export interface LocalFile {
  readonly localPath: string;
  readonly artifactPath: string;
}

/** The file, or what is in the folder, under its own name. @throws MlflowArgumentError if there is none. */
export async function fileOrFolder(
  localPath: string,
  artifactPath: string | undefined
): Promise<LocalFile[]> {
  const inside = under(artifactPath, basename(resolve(checkPath(localPath))));
  const found = await lookUp(localPath);
  if (found.isDirectory()) {
    return filesOf(localPath, inside);
  }
  if (!found.isFile()) {
    throw new MlflowArgumentError(`${localPath} is neither a file nor a folder.`);
  }
  return [{ localPath, artifactPath: assertArtifactPath(inside) }];
}

/**
 * The files in a folder and its folders. Links to files are followed, links to folders are not,
 * as they may lead in a circle.
 * @throws MlflowArgumentError if there is no such folder, or a name that can't be an artifact's.
 */
export async function filesInFolder(
  localDir: string,
  artifactPath: string | undefined
): Promise<LocalFile[]> {
  if (!(await lookUp(checkPath(localDir))).isDirectory()) {
    throw new MlflowArgumentError(`${localDir} is no folder. Use logArtifact for a file.`);
  }
  return filesOf(localDir, under(artifactPath, ''));
}

async function filesOf(folder: string, artifactPath: string): Promise<LocalFile[]> {
  const files: LocalFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const localPath = join(folder, entry.name);
    const inside = under(artifactPath, entry.name);
    if (entry.isDirectory()) {
      files.push(...(await filesOf(localPath, inside)));
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(localPath)))) {
      files.push({ localPath, artifactPath: assertArtifactPath(inside) });
    }
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  return (await lookUp(path)).isFile();
}

async function lookUp(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw new MlflowArgumentError(
      `There is no file or folder ${path} that can be read here (${cause instanceof Error ? cause.message : String(cause)}).`,
      { cause }
    );
  }
}

function under(folder: string | undefined, name: string): string {
  if (folder === undefined || folder === '') {
    return name;
  }
  const checked = assertArtifactPath(folder);
  return name === '' ? checked : `${checked}/${name}`;
}

function checkPath(path: string): string {
  if (typeof path !== 'string' || path === '') {
    throw new MlflowArgumentError('The path of a file of this machine must be a string.');
  }
  return path;
}
