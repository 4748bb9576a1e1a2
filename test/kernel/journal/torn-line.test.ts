import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JournalReader } from '../../../src/kernel/journal/journal-reader.js';
import type { JournalRecord } from '../../../src/kernel/journal/records.js';
import { makeJournal, openRecord, SmallDisk } from './journal-fixture.js';

const RECORDS: JournalRecord[] = [
  { type: 'params', run: 'r', params: { naïve: 'ü' } },
  { type: 'tags', run: 'r', tags: { a: '模型' } },
  { type: 'end', run: 'r', status: 'FINISHED', time: 5, reason: null }
];
const SIZE = Buffer.byteLength(
  [openRecord(), ...RECORDS].map(record => `${JSON.stringify(record)}\n`).join('')
);

describe('a disk that fills up in the middle of a line', () => {
  it('costs no record, wherever it happens, once there is space again', () => {
    for (let free = 0; free <= SIZE; free++) {
      const disk = new SmallDisk(free);
      const made = makeJournal(disk);
      for (const record of RECORDS) {
        made.journal.append(record);
      }
      assert.equal(made.troubles.length, free < SIZE ? 1 : 0, `${free} bytes free`);
      disk.free = Infinity;
      made.journal.append(RECORDS[0]!);

      const reader = new JournalReader(made.journal.folder.journal);
      const read = reader.read();
      assert.deepEqual(
        read.entries.map(entry => entry.record),
        [openRecord(), ...RECORDS, RECORDS[0]],
        `${free} bytes free`
      );
      assert.equal(read.badLines, 0, 'a torn line that was written again is no loss');
      assert.equal(made.journal.bytes, reader.offset);
      assert.equal(made.journal.notRecorded, 0);
      reader.close();
      made.remove();
    }
  });
});
