/** A span of milliseconds as people read it: `0.4 s`, `12 s`, `3 min 20 s`. */
export function elapsed(milliseconds) {
  if (milliseconds < 9950) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
