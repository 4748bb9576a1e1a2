/** Does `work` for each of `items`, in their order, on so many lanes at the same time. */
export async function sideBySide<T>(
  lanes: number,
  items: readonly T[],
  work: (item: T) => Promise<void>
): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    // The lanes share one iterator, so that each item is taken once.
    for (const item of rest) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
