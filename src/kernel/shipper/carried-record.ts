import type { JournalEntry } from '../journal/journal-reader.js';

/**
 * The entry as another server is to have it than the one that the kernel logged to: an experiment
 * that was chosen by that server's id is known by its name alone.
 */
export function forAnotherServer(entry: JournalEntry): JournalEntry {
  const { record } = entry;
  if (record.type !== 'run' || record.experimentId === undefined) {
    return entry;
  }
  const { experimentId: _, ...run } = record;
  return { ...entry, record: run };
}
