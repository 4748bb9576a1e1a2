import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  assertArtifactPath,
  MlflowArgumentError,
  MlflowError,
  type Artifacts,
  type HttpResponse
} from '../../tracking/index.js';

/** Where files come from. */
export interface DownloadSource {
  readonly artifacts: Artifacts;
  readonly runId: string;
  readonly artifactUri: string;
}

/**
 * Downloads the file `path`, or the folder with all that is in it, into the folder `destination`,
 * and resolves to where it is. A file is there whole or not at all.
 */
export async function download(
  source: DownloadSource,
  path: string,
  destination: string
): Promise<string> {
  const files = await filesBelow(source, path);
  // What has nothing in it is a file: MLflow keeps no empty folders.
  for (const file of files.length === 0 && path !== '' ? [path] : files) {
    await downloadFile(source, file, placeOf(destination, file));
  }
  return path === '' ? resolve(destination) : placeOf(destination, path);
}

async function filesBelow({ artifacts, runId }: DownloadSource, root: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { path, isDirectory } of artifacts.list(runId, folder)) {
      // Some stores list a file below itself.
      if (path !== folder) {
        (isDirectory ? folders : files).push(checkChild(folder, path));
      }
    }
  }
  return files;
}

/** @throws MlflowArgumentError unless `path` lies directly in `folder`: the server's word leads to no other place. */
function checkChild(folder: string, path: string): string {
  const name = folder === '' ? path : path.slice(folder.length + 1);
  const isBelow = folder === '' || path.startsWith(`${folder}/`);
  if (!isBelow || name.includes('/')) {
    throw leadsOut(path);
  }
  return assertArtifactPath(path);
}

/** @throws MlflowArgumentError if it would lie outside `destination`. */
function placeOf(destination: string, path: string): string {
  const place = resolve(destination, ...path.split('/'));
  const way = relative(resolve(destination), place);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw leadsOut(path);
  }
  return place;
}

function leadsOut(path: string): MlflowArgumentError {
  return new MlflowArgumentError(
    `The server lists the file ${JSON.stringify(path)}, which would lie outside the folder to ` +
      'download to. Nothing of it was written; download the files that you need one by one.'
  );
}

async function downloadFile(source: DownloadSource, path: string, place: string): Promise<void> {
  const { artifacts, runId, artifactUri } = source;
  const part = join(dirname(place), `.${randomUUID()}.part`);
  await locally(place, () => mkdir(dirname(place), { recursive: true }));
  try {
    await artifacts.read(runId, path, response => writeBody(response, part), { artifactUri });
    await locally(place, () => rename(part, place));
  } finally {
    await rm(part, { force: true });
  }
}

/** Called again for each attempt. */
async function writeBody(response: HttpResponse, place: string): Promise<void> {
  const file = await locally(place, () => open(place, 'w'));
  try {
    if (response.body !== null) {
      await writeParts(response.body, file, place);
    }
  } finally {
    await file.close();
  }
}

async function writeParts(
  body: ReadableStream<Uint8Array>,
  file: FileHandle,
  place: string
): Promise<void> {
  for await (const bytes of Readable.fromWeb(body)) {
    await locally(place, () => file.writeFile(bytes as Uint8Array));
  }
}

/** Trouble with the disk is not the connection's, which would be tried again. */
async function locally<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new MlflowError(
      `${place} can't be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause }
    );
  }
}
