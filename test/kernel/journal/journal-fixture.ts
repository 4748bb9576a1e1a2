import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realDisk, type JournalDisk } from '../../../src/kernel/journal/journal-disk.js';
import type { DiskSync } from '../../../src/kernel/journal/disk-sync.js';
import { Journal } from '../../../src/kernel/journal/journal.js';
import type { JournalTrouble } from '../../../src/kernel/journal/journal-trouble.js';
import type { OpenRecord } from '../../../src/kernel/journal/records.js';

export function openRecord(fields: Partial<OpenRecord> = {}): OpenRecord {
  return {
    type: 'open',
    version: 1,
    journalId: 'journal-1',
    kernelId: 'kernel-1',
    pid: process.pid,
    host: 'here',
    time: 1000,
    target: { kind: 'uri', uri: 'http://127.0.0.1:1' },
    snapshotFile: null,
    ...fields
  };
}

export interface JournalFixture {
  readonly home: string;
  readonly journal: Journal;
  /** What `onTrouble` was called with, in order. */
  readonly troubles: (JournalTrouble | null)[];
  /** What `onRun` was called with, in order. */
  readonly began: (readonly [run: string, offset: number])[];
  /** How often `onOpen` was called. */
  opened: number;
  text(): string;
  remove(): void;
}

/** A journal in a new folder of its own, or in `home`; with a `sync`, it forces through by that. */
export function makeJournal(
  disk?: JournalDisk,
  home = temporaryHome(),
  sync?: DiskSync
): JournalFixture {
  const fixture: JournalFixture = {
    home,
    troubles: [],
    began: [],
    opened: 0,
    journal: new Journal({
      home,
      journalId: 'journal-1',
      open: () => openRecord(),
      onOpen: () => {
        fixture.opened++;
      },
      onRun: (run, offset) => fixture.began.push([run, offset]),
      onTrouble: trouble => fixture.troubles.push(trouble),
      ...(disk === undefined ? {} : { disk }),
      ...(sync === undefined ? {} : { fsync: true, sync })
    }),
    text: () => readFileSync(fixture.journal.folder.journal, 'utf8'),
    remove: () => {
      fixture.journal.close();
      rmSync(home, { recursive: true, force: true });
    }
  };
  return fixture;
}

export function temporaryHome(): string {
  return mkdtempSync(join(tmpdir(), 'autolog-journal-'));
}

/** A disk on which only so many bytes are free; an append that doesn't fit is torn. */
export class SmallDisk implements JournalDisk {
  constructor(public free: number) {}

  open = realDisk.open;
  isDeleted = realDisk.isDeleted;
  close = realDisk.close;

  write(file: number, text: string | Uint8Array): number {
    const bytes = Buffer.from(text as string);
    if (this.free === 0 && bytes.length > 0) {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    const written = writeSync(file, bytes.subarray(0, this.free));
    this.free -= written;
    return written;
  }
}
