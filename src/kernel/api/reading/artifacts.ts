import { mkdir } from 'node:fs/promises';
import { MlflowArgumentError } from '../../../tracking/index.js';
import { describeError } from '../../patch/describe-error.js';
import { checkObject, checkText } from '../checks.js';
import type { ArtifactPlace, DownloadArtifactsOptions, Reading } from '../types/reading.js';
import { serverRunId, type ReadingParts } from './reading-parts.js';

type ArtifactReading = Pick<Reading, 'downloadArtifacts' | 'loadText' | 'loadDict'>;

interface Place {
  readonly runId: string;
  readonly path: string;
}

export function artifactReading(parts: ReadingParts): ArtifactReading {
  return {
    downloadArtifacts: async (options = {}) => {
      const { dstPath, ...place } = checkObject('options', options);
      const folder = checkText('dstPath', dstPath);
      const { runId, path } = await locate(parts, readOptions(parts, place));
      if (folder !== undefined) {
        // Where that fails, the download says what is in the way.
        await mkdir(folder, { recursive: true }).catch(() => undefined);
      }
      return parts.client.downloadArtifacts(runId, path, folder);
    },
    loadText: async artifact => loadText(parts, readPlace(parts, artifact)),
    loadDict: async artifact => {
      const place = readPlace(parts, artifact);
      const text = await loadText(parts, place);
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        throw new Error(
          `${place.path} is no JSON: ${describeError(error)}. loadText gives its text.`
        );
      }
    }
  };
}

/** The text of an artifact. */
export async function loadText(parts: ReadingParts, place: Place): Promise<string> {
  const { runId, path } = await locate(parts, place);
  const { artifacts, runs } = parts.tracking();
  const { artifactUri } = (await runs.get(runId)).info;
  return (await artifacts.download(runId, path, { artifactUri })).text();
}

async function locate(parts: ReadingParts, { runId, path }: Place): Promise<Place> {
  return { runId: await serverRunId(parts, runId), path };
}

function readPlace(parts: ReadingParts, artifact: ArtifactPlace): Place {
  if (typeof artifact === 'string') {
    return /^[a-z][a-z0-9+.-]*:\//i.test(artifact)
      ? readUri(artifact)
      : { runId: lastRun(parts), path: artifact };
  }
  const { runId, artifactPath } = checkObject('a run and a path', artifact);
  return readOptions(parts, { artifactPath, ...(runId === undefined ? {} : { runId }) });
}

function readOptions(
  parts: ReadingParts,
  options: Omit<DownloadArtifactsOptions, 'dstPath'>
): Place {
  const uri = checkText('artifactUri', options.artifactUri);
  const runId = checkText('runId', options.runId);
  const path = checkText('artifactPath', options.artifactPath);
  if (uri === undefined) {
    return { runId: runId ?? lastRun(parts), path: path ?? '' };
  }
  if (runId !== undefined || path !== undefined) {
    throw new MlflowArgumentError('Give either artifactUri, or runId and artifactPath, not both.');
  }
  return readUri(uri);
}

/** MLflow's URI of a run's artifact. */
function readUri(uri: string): Place {
  const match = /^runs:\/+([^/]+)\/?(.*)$/.exec(uri);
  if (match === null) {
    throw new MlflowArgumentError(
      `${JSON.stringify(uri)} is no artifact of a run: give runs:/RUN_ID/PATH. ` +
        'Files of logged models come with the MlflowClient.'
    );
  }
  return { runId: match[1] ?? '', path: match[2] ?? '' };
}

function lastRun(parts: ReadingParts): string {
  const run = parts.last();
  if (run === null) {
    throw new MlflowArgumentError(
      'No run was started here, so name one: { runId, artifactPath }, or runs:/RUN_ID/PATH.'
    );
  }
  return run.id;
}
