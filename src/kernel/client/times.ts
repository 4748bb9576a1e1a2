import { MlflowArgumentError } from '../../tracking/index.js';

/**
 * `time`, or undefined where it wasn't given. Fractions of milliseconds are cut off later.
 * @throws MlflowArgumentError when it is no time since the epoch.
 */
export function checkTime(what: string, time: number | undefined): number | undefined {
  if (time !== undefined && !(Number.isFinite(time) && time >= 0)) {
    throw new MlflowArgumentError(
      `${what} is in milliseconds since the epoch, as Date.now() gives them, but was given ${String(time)}.`
    );
  }
  return time;
}
