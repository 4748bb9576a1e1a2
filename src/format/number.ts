/** How many significant digits the eye can use in a column of metrics. */
const SIGNIFICANT_DIGITS = 4;

/**
 * `value` as people read it: four significant digits, no trailing zeros, powers of
 * ten outside 0.0001 to 1,000,000. Locale-independent, so that columns line up and
 * a copied number is a number. NaN and infinities by name.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential(SIGNIFICANT_DIGITS - 1).replace(/\.?0+e/, 'e');
  }
  if (Number.isInteger(value)) {
    return String(value);
  }
  return String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
}
