import type { JournalFolder } from '../journal/journal-folder.js';
import { JournalReader } from '../journal/journal-reader.js';
import type { OpenRecord } from '../journal/records.js';

/**
 * The journal's first record, or null where there is none: the kernel died while it wrote
 * it, or is about to.
 * @throws NewerJournalError; what the file system says where there is no journal.
 */
export function readOpenRecord(folder: JournalFolder): OpenRecord | null {
  const reader = new JournalReader(folder.journal);
  try {
    const record = reader.read().entries[0]?.record;
    return record?.type === 'open' ? record : null;
  } finally {
    reader.close();
  }
}
