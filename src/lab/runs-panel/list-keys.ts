/** The row that `key` leads to from row `from` of `count`, or null for other keys. */
export function nextIndex(
  key: string,
  from: number,
  count: number,
  perPage: number
): number | null {
  const last = count - 1;
  const within = (index: number): number => Math.min(last, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(from - 1);
    case 'PageDown':
      return within(from + perPage);
    case 'PageUp':
      return within(from - perPage);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
