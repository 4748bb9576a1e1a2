import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { realSync, type DiskSync } from '../../../src/kernel/journal/disk-sync.js';
import { realDisk, type JournalDisk } from '../../../src/kernel/journal/journal-disk.js';
import { Journal } from '../../../src/kernel/journal/journal.js';
import { makeJournal, openRecord, temporaryHome, type JournalFixture } from './journal-fixture.js';

const PARAMS = { type: 'params', run: 'r', params: { lr: '0.1' } } as const;
const MODEL = 'spool/m';

/** A real disk that notes what it is asked for, and fails to force anything through while told to. */
class WatchedDisk implements JournalDisk, DiskSync {
  readonly home = temporaryHome();
  done: string[] = [];
  fails = false;

  open = realDisk.open;
  isDeleted = realDisk.isDeleted;
  close = realDisk.close;

  write(file: number, text: string | Uint8Array): number {
    this.done.push('write');
    return realDisk.write(file, text);
  }

  data(file: number): void {
    this._note('data');
    realSync.data(file);
  }

  file(path: string): void {
    this._note(`file ${this._short(path)}`);
    realSync.file(path);
  }

  folder(path: string): void {
    this._note(`folder ${this._short(path)}`);
    realSync.folder(path);
  }

  /** What was done since the last look. */
  take(): readonly string[] {
    return this.done.splice(0);
  }

  private _short(path: string): string {
    return relative(this.home, path) || '.';
  }

  private _note(words: string): void {
    this.done.push(words);
    if (this.fails) {
      throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
    }
  }
}

function watched(): { readonly disk: WatchedDisk; readonly made: JournalFixture } {
  const disk = new WatchedDisk();
  return { disk, made: makeJournal(disk, disk.home, disk) };
}

describe('a journal with fsync', () => {
  it('has its file and the folders around it on the disk when the first record is', () => {
    const { disk, made } = watched();
    assert.equal(made.journal.append(PARAMS), true);
    const folders = ['journals/journal-1', 'journals', '.', '..'].map(name => `folder ${name}`);
    assert.deepEqual(disk.take(), ['write', 'data', ...folders]);
    made.remove();
  });

  it('forces each record and each metric through before it returns', () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.take();
    assert.equal(made.journal.appendMetric('r', 'loss', 0.5, 0, 0), true);
    assert.deepEqual(disk.take(), ['write', 'data']);
    assert.equal(made.journal.append(PARAMS), true);
    assert.deepEqual(disk.take(), ['write', 'data']);
    made.remove();
  });

  it('forces what is appended together through once, when all of it is written', () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.take();
    made.journal.together(() => {
      made.journal.together(() => made.journal.appendMetric('r', 'loss', 0.5, 0, 0));
      made.journal.append(PARAMS);
    });
    assert.deepEqual(disk.take(), ['write', 'data']);
    made.journal.together(() => undefined);
    assert.deepEqual(disk.take(), []);
    made.remove();
  });

  it('has kept files and their folders on the disk before the record that names them', () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.take();
    const source = join(made.home, 'source.bin');
    writeFileSync(source, 'x');
    made.journal.keepFile('a', 'b/c.bin', source);
    made.journal.keepFile('a', 'b/d.bin', source);
    made.journal.keepBytes('e', Buffer.from('y'));
    const spool = 'journals/journal-1/spool';
    assert.deepEqual(
      disk.take(),
      ['a/b/c.bin', 'a/b/d.bin', 'e'].map(name => `file ${spool}/${name}`)
    );
    made.journal.append(PARAMS);
    const folders = [`${spool}/a/b`, `${spool}/a`, spool, dirname(spool)];
    assert.deepEqual(disk.take(), [...folders.map(name => `folder ${name}`), 'write', 'data']);
    made.journal.append(PARAMS);
    assert.deepEqual(disk.take(), ['write', 'data']);
    made.remove();
  });

  it("has the places of a model's files on the disk before its record, not those of a dropped one", async () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.take();
    made.journal.keepBytes('dropped', Buffer.from(''));
    assert.equal(await made.journal.spoolFile('m', 'data/w.bin', Buffer.from('w')), true);
    assert.equal(await made.journal.spoolFile('gone', 'w.bin', Buffer.from('w')), true);
    made.journal.dropKept('gone');
    disk.take();
    made.journal.append(PARAMS);
    const folders = ['spool', '', `${MODEL}/data`, MODEL].map(name =>
      join('folder journals/journal-1', name)
    );
    const synced = disk.take().filter(words => words.startsWith('folder'));
    assert.deepEqual([...synced].sort(), folders.map(name => name.replace(/\/$/, '')).sort());
    made.remove();
  });

  it('tells what can not be forced through, delivers it once, and takes it back when it can', () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.fails = true;
    assert.equal(made.journal.append({ ...PARAMS, run: 'in-doubt' }), false);
    assert.equal(made.troubles.length, 1);
    assert.match(made.troubles[0]?.reason ?? '', /EIO/);
    disk.fails = false;
    assert.equal(made.journal.append({ ...PARAMS, run: 'safe' }), true);
    assert.deepEqual(made.troubles.slice(1), [null]);
    assert.equal(made.text().split('in-doubt').length, 2, 'it is there once');
    assert.equal(made.journal.notRecorded, 0);
    made.remove();
  });

  it('starts a shipper also where the first record can not be forced through', () => {
    const { disk, made } = watched();
    disk.fails = true;
    assert.equal(made.journal.append(PARAMS), false);
    assert.equal(made.opened, 1);
    disk.fails = false;
    disk.take();
    assert.equal(made.journal.append(PARAMS), true);
    assert.equal(disk.take().filter(words => words.startsWith('folder')).length, 4);
    assert.equal(made.opened, 1);
    made.remove();
  });

  it('says that a file is not kept which can not be forced through', () => {
    const { disk, made } = watched();
    made.journal.append(PARAMS);
    disk.fails = true;
    assert.throws(() => {
      made.journal.keepBytes('a', Buffer.from('x'));
    }, /EIO/);
    made.journal.dropKept('a');
    assert.equal(existsSync(join(made.journal.folder.spool, 'a')), false);
    made.remove();
  });

  it('works on a real disk, and asks for nothing where it is switched off', () => {
    const disk = new WatchedDisk();
    const options = { home: disk.home, open: () => openRecord(), onTrouble: assert.ifError };
    const on = new Journal({ ...options, journalId: 'on', fsync: true });
    on.keepBytes('a', Buffer.from('x'));
    assert.equal(on.append(PARAMS), true);
    assert.match(readFileSync(on.folder.journal, 'utf8'), /"lr":"0.1"/);
    const off = new Journal({ ...options, journalId: 'off', disk, sync: disk });
    off.keepBytes('a', Buffer.from('x'));
    assert.equal(off.append(PARAMS), true);
    assert.deepEqual(disk.take(), ['write']);
    [on, off].forEach(journal => {
      journal.close();
    });
    rmSync(disk.home, { recursive: true });
  });
});
