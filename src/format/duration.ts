const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A span of `milliseconds` in at most two units: `0.4 s`, `12.4 s`, `3 min 20 s`,
 * `2 h 5 min`, `1 d 3 h`. Negative spans (a clock set back) read as `0 s`, and
 * what is no finite span (a time that is missing) as `–`.
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) {
    return '–';
  }
  const span = Math.max(0, milliseconds);
  if (span < MINUTE - SECOND / 20) {
    return `${Number((span / SECOND).toFixed(1))} s`;
  }
  const seconds = Math.round(span / SECOND) * SECOND;
  if (seconds < HOUR) {
    return inTwo(seconds, MINUTE, 'min', SECOND, 's');
  }
  return seconds < DAY
    ? inTwo(seconds, HOUR, 'h', MINUTE, 'min')
    : inTwo(seconds, DAY, 'd', HOUR, 'h');
}

function inTwo(span: number, unit: number, name: string, part: number, partName: string): string {
  const whole = Math.floor(span / unit);
  const rest = Math.floor((span % unit) / part);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${partName}`;
}
