/** How many significant digits the eye can use in a column of metrics. */
const SIGNIFICANT_DIGITS = 4;

/**
 * `value` as people read it: four significant digits, but never less than its whole part,
 * no trailing zeros, powers of ten outside 0.0001 to 1,000,000. Locale-independent,
 * so that columns line up and a copied number is a number. NaN and infinities by name.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  // Rounded first, so that 999,999.9 reads as what it is rounded to: 1e+6.
  const rounded =
    Math.abs(value) < 1000 ? Number(value.toPrecision(SIGNIFICANT_DIGITS)) : Math.round(value);
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential(SIGNIFICANT_DIGITS - 1).replace(/\.?0+e/, 'e');
  }
  return String(rounded);
}
