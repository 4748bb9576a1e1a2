import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `time` was, in one unit; the date after a month. Both in milliseconds. */
export function ageWords(time: number, now: number, trans: TranslationBundle): string {
  const age = now - time;
  if (age < MINUTE) {
    return trans.__('now');
  }
  if (age < HOUR) {
    return trans.__('%1 min ago', Math.floor(age / MINUTE));
  }
  if (age < DAY) {
    return trans.__('%1 h ago', Math.floor(age / HOUR));
  }
  if (age < 30 * DAY) {
    return trans.__('%1 d ago', Math.floor(age / DAY));
  }
  return new Date(time).toLocaleDateString();
}
