import { openAsBlob } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assertArtifactPath,
  MlflowArgumentError,
  type ArtifactBody,
  type RunInfo
} from '../../tracking/index.js';
import { toJsonText } from '../api/checks.js';
import type { ArtifactMethods } from '../api/types/client-artifacts.js';
import type { ClientParts } from './client-parts.js';
import { download } from './download.js';
import { toFileInfo } from './entities.js';
import { fileOrFolder, filesInFolder, type LocalFile } from './local-files.js';
import { listOf } from './search.js';

export function artifactMethods(parts: ClientParts): ArtifactMethods {
  const toRun = async (runId: string): Promise<Upload> => {
    // One server for all of the call, whatever becomes of the tracking URI meanwhile.
    const { runs, artifacts } = parts.tracking();
    const root = activeRoot((await runs.get(runId)).info);
    return (path, body) => artifacts.upload(root, path, body, { runId });
  };
  const toModel = async (modelId: string): Promise<Upload> => {
    const { loggedModels, artifacts } = parts.tracking();
    const { artifactUri } = await loggedModels.get(modelId);
    return (path, body) => artifacts.upload(artifactUri, path, body);
  };
  return {
    logText: async (runId, text, artifactFile) => {
      assertArtifactPath(artifactFile);
      if (typeof text !== 'string') {
        throw new MlflowArgumentError(
          `logText takes a string, but was given ${typeof text}. Use logDict for objects.`
        );
      }
      await (
        await toRun(runId)
      )(artifactFile, text);
    },
    logDict: async (runId, dictionary, artifactFile) => {
      assertArtifactPath(artifactFile);
      const text = `${toJsonText('logDict', dictionary)}\n`;
      await (
        await toRun(runId)
      )(artifactFile, text);
    },
    logArtifact: async (runId, localPath, artifactPath) =>
      uploadAll(await fileOrFolder(localPath, artifactPath), await toRun(runId)),
    logArtifacts: async (runId, localDir, artifactPath) =>
      uploadAll(await filesInFolder(localDir, artifactPath), await toRun(runId)),
    listArtifacts: async (runId, path) => {
      await parts.beforeRead();
      return (await listOf(parts.tracking().artifacts.list(runId, path))).map(toFileInfo);
    },
    downloadArtifacts: async (runId, path, dstPath) => {
      if (path !== '') {
        assertArtifactPath(path);
      }
      await parts.beforeRead();
      await checkFolder(dstPath);
      const { artifacts, runs } = parts.tracking();
      const { artifactUri } = (await runs.get(runId)).info;
      const destination = dstPath ?? (await mkdtemp(join(tmpdir(), 'mlflow-artifacts-')));
      return download({ artifacts, runId, artifactUri }, path, destination);
    },
    listLoggedModelArtifacts: async (modelId, path) => {
      await parts.beforeRead();
      return (await listOf(parts.tracking().artifacts.listOfModel(modelId, path))).map(toFileInfo);
    },
    logModelArtifact: async (modelId, localPath, artifactPath) =>
      uploadAll(await fileOrFolder(localPath, artifactPath), await toModel(modelId)),
    logModelArtifacts: async (modelId, localDir, artifactPath) =>
      uploadAll(await filesInFolder(localDir, artifactPath), await toModel(modelId))
  };
}

type Upload = (path: string, body: ArtifactBody) => Promise<void>;

async function uploadAll(files: readonly LocalFile[], upload: Upload): Promise<void> {
  for (const { localPath, artifactPath } of files) {
    // Read from the disk while it is sent, so its size doesn't matter.
    await upload(artifactPath, await openAsBlob(localPath));
  }
}

/** The server would take files of a deleted run, which nobody sees. */
function activeRoot({ runId, lifecycleStage, artifactUri }: RunInfo): string {
  if (lifecycleStage === 'deleted') {
    throw new MlflowArgumentError(
      `The run ${runId} is deleted and takes no files. Take it out of the bin first: restoreRun("${runId}").`
    );
  }
  return artifactUri;
}

/** @throws MlflowArgumentError where there is no such folder. */
async function checkFolder(path: string | undefined): Promise<void> {
  const isFolder =
    path === undefined ||
    (typeof path === 'string' &&
      (await stat(path).then(
        found => found.isDirectory(),
        () => false
      )));
  if (!isFolder) {
    throw new MlflowArgumentError(
      `There is no folder ${JSON.stringify(path)} to download to. Make it first.`
    );
  }
}
