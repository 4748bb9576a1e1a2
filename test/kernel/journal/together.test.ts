import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import { realDisk, type JournalDisk } from '../../../src/kernel/journal/journal-disk.js';
import { JournalReader } from '../../../src/kernel/journal/journal-reader.js';
import type { JournalRecord } from '../../../src/kernel/journal/records.js';
import { makeJournal, openRecord, SmallDisk } from './journal-fixture.js';
import type { JournalFixture } from './journal-fixture.js';

const PARAMS: JournalRecord = { type: 'params', run: 'r', params: { naïve: 'ü' } };
const STEPS = [0, 1, 2, 3];

/** Counts what is handed to the operating system. */
class CountingDisk implements JournalDisk {
  writes = 0;
  open = realDisk.open;
  isDeleted = realDisk.isDeleted;
  close = realDisk.close;

  write(file: number, text: string | Uint8Array): number {
    this.writes++;
    return realDisk.write(file, text);
  }
}

function logSteps({ journal }: JournalFixture, steps: readonly number[] = STEPS): void {
  for (const step of steps) {
    journal.appendMetric('r', 'loss', 0.5, step, 0);
  }
}

/** The steps of the metrics in the file, after what `made` began with. */
function stepsOf(made: JournalFixture): number[] {
  const reader = new JournalReader(made.journal.folder.journal);
  const steps: number[] = [];
  for (let read = reader.read(); read.entries.length > 0; read = reader.read()) {
    assert.equal(read.badLines, 0);
    for (const { record } of read.entries) {
      if (record.type === 'metric') {
        steps.push(record.step);
      }
    }
  }
  assert.equal(reader.offset, made.journal.bytes);
  reader.close();
  return steps;
}

describe('what is appended to a journal together', () => {
  it('is written at once, and is in the file when the call returns', () => {
    const disk = new CountingDisk();
    const made = makeJournal(disk);
    made.journal.append(PARAMS);
    disk.writes = 0;
    made.journal.together(() => {
      logSteps(made, [0, 1]);
      made.journal.together(() => {
        logSteps(made, [2]);
      });
      made.journal.append(PARAMS);
      logSteps(made, [3]);
    });
    assert.equal(disk.writes, 1);
    assert.deepEqual(stepsOf(made), STEPS);
    made.remove();
  });

  it('is there as far as it came when the caller throws', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    const error = new Error('stop');
    assert.throws(
      () => {
        made.journal.together(() => {
          logSteps(made);
          throw error;
        });
      },
      thrown => thrown === error
    );
    assert.deepEqual(stepsOf(made), STEPS);
    made.remove();
  });

  it('is written in parts when it is much', () => {
    const disk = new CountingDisk();
    const made = makeJournal(disk);
    made.journal.append(PARAMS);
    disk.writes = 0;
    const steps = Array.from({ length: 5000 }, (_, step) => step);
    made.journal.together(() => {
      logSteps(made, steps);
    });
    assert.ok(disk.writes > 1 && disk.writes < 20, `${disk.writes} writes`);
    assert.deepEqual(stepsOf(made), steps);
    made.remove();
  });

  it('keeps its order around a record that JSON can not hold', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    made.journal.together(() => {
      logSteps(made, [0, 1]);
      made.journal.append({ ...PARAMS, params: { a: 1n as unknown as string } });
      logSteps(made, [2, 3]);
    });
    made.journal.append(PARAMS);
    assert.deepEqual(stepsOf(made), STEPS);
    assert.equal(made.journal.notRecorded, 1);
    made.remove();
  });

  it('costs no record on a disk that fills up in its middle, once there is space again', () => {
    const whole = makeJournal();
    whole.journal.append(PARAMS);
    const begin = whole.journal.bytes;
    logSteps(whole);
    const size = whole.journal.bytes - begin;
    whole.remove();
    for (let free = 0; free < size; free++) {
      const disk = new SmallDisk(begin + free);
      const made = makeJournal(disk);
      made.journal.append(PARAMS);
      made.journal.together(() => {
        logSteps(made);
      });
      assert.equal(made.troubles.length, 1, `${free} bytes free`);
      disk.free = Infinity;
      made.journal.append(PARAMS);
      assert.deepEqual(stepsOf(made), STEPS, `${free} bytes free`);
      assert.equal(made.journal.notRecorded, 0);
      made.remove();
    }
  });

  it('ends the trouble of a disk that takes it again', () => {
    const disk = new SmallDisk(Buffer.byteLength(`${JSON.stringify(openRecord())}\n`));
    const made = makeJournal(disk);
    made.journal.append(PARAMS);
    disk.free = Infinity;
    made.journal.together(() => {
      made.journal.append(PARAMS);
    });
    assert.equal(made.journal.trouble, null);
    assert.equal(made.troubles.length, 2);
    made.remove();
  });

  it('is lost with a journal that was deleted, and counted', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    rmSync(made.journal.folder.journal);
    made.journal.together(() => {
      logSteps(made);
      made.journal.append(PARAMS);
    });
    made.journal.close();
    assert.equal(made.journal.notRecorded, STEPS.length + 1);
    made.remove();
  });
});
