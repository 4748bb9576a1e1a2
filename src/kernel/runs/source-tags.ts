import os from 'node:os';
import path from 'node:path';
import { TAGS } from '../../protocol/index.js';
import type { KernelConfig } from '../config/kernel-config.js';
import { readGitRevision } from './git-revision.js';

/**
 * The tags that every run of this kernel carries: who, from which notebook, at which
 * commit. Keys and meanings are MLflow's (`mlflow/utils/mlflow_tags.py`); the tracking
 * server sets none of them itself. Reads a few small files, so call it once.
 */
export function notebookTags(config: KernelConfig): Readonly<Record<string, string>> {
  const { notebookPath } = config;
  const folder = path.dirname(path.resolve(config.root, notebookPath ?? 'notebook'));
  return {
    ...sourceTags('NOTEBOOK', notebookPath, folder),
    [TAGS.kernelId]: config.kernelId
  };
}

/** The same for a program of Node: `script` is its path, absent where code came from elsewhere. */
export function scriptTags(
  script: string | undefined,
  folder: string
): Readonly<Record<string, string>> {
  const place = script === undefined ? folder : path.dirname(path.resolve(folder, script));
  return sourceTags('LOCAL', script ?? null, place);
}

function sourceTags(
  type: 'NOTEBOOK' | 'LOCAL',
  name: string | null,
  folder: string
): Record<string, string> {
  const tags: Record<string, string> = {
    'mlflow.user': userName(),
    'mlflow.source.type': type
  };
  if (name !== null) {
    tags['mlflow.source.name'] = name;
  }
  const revision = readGitRevision(folder);
  if (revision !== null) {
    tags['mlflow.source.git.commit'] = revision.commit;
    if (revision.branch !== null) {
      tags['mlflow.source.git.branch'] = revision.branch;
    }
  }
  return tags;
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A container may run under a user id that has no name; MLflow asks the environment then.
    return process.env['LOGNAME'] ?? process.env['USER'] ?? 'unknown';
  }
}
