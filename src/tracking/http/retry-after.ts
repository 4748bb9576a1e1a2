/**
 * Milliseconds to wait according to a Retry-After header, given in seconds or as an HTTP
 * date; null where there is none or it can't be read. Never negative.
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Math.ceil(Number(text) * 1000);
  }
  // An HTTP date names its day and its zone; Date.parse alone would also take "5 apples".
  if (!/^[A-Z][a-z]{2,8},? .*\d/.test(text)) {
    return null;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
