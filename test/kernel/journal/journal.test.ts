import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Journal } from '../../../src/kernel/journal/journal.js';
import { makeJournal, openRecord, SmallDisk } from './journal-fixture.js';

const PARAMS = { type: 'params', run: 'r', params: { lr: '0.1' } } as const;

describe('a journal', () => {
  it('leaves the disk alone until the first record', () => {
    const made = makeJournal();
    assert.equal(existsSync(join(made.home, 'journals')), false);
    assert.equal(made.opened, 0);
    made.remove();
  });

  it('starts with the open record, and has each record on disk when append returns', () => {
    const made = makeJournal();
    assert.equal(made.journal.append(PARAMS), true);
    assert.equal(made.opened, 1);
    assert.equal(made.journal.appendMetric('r', 'loss', 0.5, 3, 1234), true);
    assert.equal(
      made.text(),
      [
        JSON.stringify(openRecord()),
        JSON.stringify(PARAMS),
        '{"type":"metric","run":"r","key":"loss","value":0.5,"step":3,"time":1234}',
        ''
      ].join('\n')
    );
    assert.equal(made.journal.bytes, Buffer.byteLength(made.text()));
    assert.equal(made.opened, 1);
    made.remove();
  });

  it('tells where a run begins, and where it goes on after its end', () => {
    const made = makeJournal();
    const run = 'r';
    const end = { type: 'end', run, status: 'FINISHED', time: 2, reason: null } as const;
    const begin = { experiment: 'iris', name: 'brisk', tags: {}, executionCount: null };
    made.journal.append(PARAMS);
    const before = made.journal.bytes;
    made.journal.append({ type: 'run', run, time: 1, ...begin });
    made.journal.append(end);
    const ended = made.journal.bytes;
    made.journal.append({ type: 'resume', run, time: 3 });
    made.journal.append(end);
    assert.deepEqual(made.began, [
      [run, before],
      [run, ended]
    ]);
    made.remove();
  });

  it('lets only its user read', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    assert.equal(statSync(made.journal.folder.path).mode & 0o777, 0o700);
    assert.equal(statSync(made.journal.folder.journal).mode & 0o777, 0o600);
    made.remove();
  });

  it('refuses an id that leads out of its folder', () => {
    for (const journalId of ['', '..', 'a/b', '.hidden', 'a\0b']) {
      assert.throws(
        () => new Journal({ home: '/nowhere', journalId, open: openRecord, onTrouble: () => {} }),
        RangeError
      );
    }
  });

  it('tells once why a folder can not be made, and loses nothing when it can be again', () => {
    const made = makeJournal();
    const inTheWay = join(made.home, 'journals');
    writeFileSync(inTheWay, '');
    assert.equal(made.journal.append(PARAMS), false);
    assert.equal(made.journal.appendMetric('r', 'loss', 1, 0, 0), false);
    assert.equal(made.troubles.length, 1);
    assert.match(made.troubles[0]?.reason ?? '', /can't be written: .*journals/);
    assert.equal(made.opened, 0);

    rmSync(inTheWay);
    assert.equal(made.journal.append(PARAMS), true);
    assert.deepEqual(made.troubles.slice(1), [null]);
    assert.equal(made.text().trimEnd().split('\n').length, 4);
    assert.equal(made.journal.notRecorded, 0);
    assert.equal(made.opened, 1);
    made.remove();
  });

  it('says that the disk is full, and how many records it could not keep', () => {
    const disk = new SmallDisk(400);
    const made = makeJournal(disk);
    const long = { type: 'text', run: 'r', path: 'a.txt', text: 'x'.repeat(600_000) } as const;
    made.journal.append(PARAMS);
    assert.equal(made.journal.append(long), false);
    assert.equal(made.journal.append(long), false);
    assert.equal(made.journal.append(PARAMS), false);
    assert.equal(made.troubles.length, 1);
    assert.match(made.troubles[0]?.reason ?? '', /no space left/);
    assert.match(made.troubles[0]?.next ?? '', /Free some space/);
    assert.equal(made.journal.notRecorded, 1, 'the second long one; the rest is held in memory');
    made.remove();
  });

  it('stops for good when its file is deleted, and says so', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    rmSync(made.journal.folder.path, { recursive: true });
    assert.equal(made.journal.append(PARAMS), false);
    assert.match(made.troubles[0]?.reason ?? '', /was deleted/);
    mkdirSync(made.journal.folder.path);
    assert.equal(made.journal.appendMetric('r', 'loss', 1, 0, 0), false);
    assert.equal(made.journal.notRecorded, 2);
    assert.equal(made.troubles.length, 1);
    made.remove();
  });

  it('counts what comes after it was closed', () => {
    const made = makeJournal();
    made.journal.append(PARAMS);
    made.journal.close();
    assert.equal(made.journal.append(PARAMS), false);
    assert.equal(made.journal.notRecorded, 1);
    made.remove();
  });

  it('does not throw at a record that JSON can not hold', () => {
    const made = makeJournal();
    const params = { broken: 1n as unknown as string };
    assert.equal(made.journal.append({ ...PARAMS, params }), false);
    assert.equal(made.journal.notRecorded, 1);
    assert.equal(made.journal.append(PARAMS), true);
    made.remove();
  });

  it('writes a model file whole, readable by its user alone, or leaves nothing', async () => {
    const made = makeJournal();
    assert.equal(await made.journal.spoolFile('m', 'data/model.json', Buffer.from('{}')), true);
    const file = join(made.journal.folder.spool, 'm', 'data', 'model.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(await made.journal.spoolFile('m', '../../x', Buffer.from('')), false);
    assert.equal(await made.journal.spoolFile('m', 'data', Buffer.from('')), false);
    assert.equal(existsSync(`${join(made.journal.folder.spool, 'm', 'data')}.unfinished`), false);
    made.remove();
  });
});
