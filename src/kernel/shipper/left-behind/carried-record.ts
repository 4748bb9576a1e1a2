import type { JournalEntry } from '../../journal/journal-reader.js';

/**
 * The entry as another server is to have it than the one that the kernel logged to: an experiment
 * that was chosen by that server's id is known by its name alone.
 */
export function forAnotherServer(entry: JournalEntry): JournalEntry {
  const { record } = entry;
  if (record.type !== 'run') {
    return entry;
  }
  const { experimentId, ...run } = record;
  return experimentId === undefined ? entry : { ...entry, record: run };
}
