import { setTimeout as sleep } from 'node:timers/promises';
import {
  MlflowArgumentError,
  MlflowError,
  type ModelVersion,
  type ModelVersions
} from '../../tracking/index.js';

/** How long to wait where nobody says, in seconds: as long as MLflow does. */
const USUAL_WAIT = 300;

/** Between two looks, in milliseconds. */
const PAUSE = 1000;

/** Seconds. @throws MlflowArgumentError where they are none. */
export function checkWait(seconds: number = USUAL_WAIT): number {
  if (!(typeof seconds === 'number' && seconds >= 0)) {
    throw new MlflowArgumentError(
      `awaitCreationFor is in seconds, 0 for not at all, but was given ${String(seconds)}.`
    );
  }
  return seconds;
}

/**
 * The version when the registry has taken it: some copy its files first, MLflow's own is ready at once.
 * @throws MlflowError when it fails to, or takes longer than `seconds`.
 */
export async function awaitCreation(
  versions: Pick<ModelVersions, 'get'>,
  made: ModelVersion,
  seconds: number
): Promise<ModelVersion> {
  if (seconds === 0) {
    return made;
  }
  const deadline = Date.now() + seconds * 1000;
  let version = made;
  while (version.status === 'PENDING_REGISTRATION') {
    if (Date.now() >= deadline) {
      throw new MlflowError(
        `Version ${version.version} of ${version.name} was made, but the registry has not taken it ` +
          `within ${seconds} s. Look for it later with getModelVersion.`
      );
    }
    await sleep(Math.min(PAUSE, Math.max(0, deadline - Date.now())));
    version = await versions.get(version.name, version.version);
  }
  if (version.status === 'FAILED_REGISTRATION') {
    throw new MlflowError(
      `The registry failed to take version ${version.version} of ${version.name}: ` +
        `${version.statusMessage ?? 'it gave no reason'}. Delete that version and try again.`
    );
  }
  return version;
}
