import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { JournalReader, NewerJournalError } from '../../../src/kernel/journal/journal-reader.js';
import { openRecord, temporaryHome } from './journal-fixture.js';

const home = temporaryHome();
const path = join(home, 'journal.jsonl');
const END = { type: 'end', run: 'r', status: 'FAILED', time: 5, reason: 'größer' } as const;
const line = (record: object): string => `${JSON.stringify(record)}\n`;

function readerOf(text: string | Buffer, metricsFrom = 0): JournalReader {
  writeFileSync(path, text);
  return new JournalReader(path, metricsFrom);
}

describe('reading a journal', () => {
  after(() => {
    rmSync(home, { recursive: true });
  });

  it('leaves a last line until the rest of it is there, wherever it was cut', () => {
    const whole = Buffer.from(line(END));
    for (let cut = 0; cut < whole.length; cut++) {
      const reader = readerOf(
        Buffer.concat([Buffer.from(line(openRecord())), whole.subarray(0, cut)])
      );
      assert.equal(reader.read().entries.length, 1);
      assert.deepEqual(reader.read(), { entries: [], badLines: 0 });
      assert.equal(reader.unread(), cut);
      assert.equal(reader.finish(), 0, 'a torn last line is no loss of a record that was promised');

      appendFileSync(path, whole.subarray(cut));
      assert.deepEqual(reader.read().entries[0]?.record, END);
      assert.equal(reader.unread(), 0);
      reader.close();
    }
  });

  it('passes over metrics before a given byte, and nothing else', () => {
    const metric = '{"type":"metric","run":"r","key":"k","value":1,"step":0,"time":0}\n';
    const text = `${line(openRecord())}${metric}${line(END)}`;
    const reader = readerOf(`${text}${metric}`, Buffer.byteLength(text));
    assert.deepEqual(
      reader.read().entries.map(entry => [entry.record.type, entry.start]),
      [
        ['open', 0],
        ['end', Buffer.byteLength(text) - Buffer.byteLength(line(END))],
        ['metric', Buffer.byteLength(text)]
      ]
    );
    assert.equal(reader.lines, 4);
    reader.close();
  });

  it('skips and counts lines that are no records', () => {
    const bad = [
      '{"type":"metric"',
      'null',
      '[]',
      '{"type":"unheard-of"}',
      '{"type":"constructor"}',
      line({ ...END, status: 'RUNNING' }).trim(),
      '{"type":"metric","run":"r","key":"k","value":"nan","step":0,"time":0}',
      Buffer.from([0xff, 0xfe, 0x22]).toString('latin1')
    ];
    const reader = readerOf(`${bad.map(text => `${text}\n${line(END)}`).join('')}\n\n${line(END)}`);
    const read = reader.read();
    assert.equal(read.badLines, bad.length);
    assert.equal(read.entries.length, bad.length + 1);
    reader.close();
  });

  it('counts a bad last line at the end', () => {
    const reader = readerOf(`${line(END)}{"type":\n`);
    assert.equal(reader.read().badLines, 0, 'the next line may be the whole of it');
    assert.equal(reader.finish(), 1);
    reader.close();
  });

  it('reads lines longer than what it reads at a time, and files of many chunks', () => {
    const long = { type: 'text', run: 'r', path: 'a.txt', text: 'ü'.repeat(400_000) };
    const records = [openRecord(), long, END, long, END];
    const reader = readerOf(records.map(line).join(''));
    const read: unknown[] = [];
    while (reader.unread() > 0) {
      read.push(...reader.read().entries.map(entry => entry.record));
    }
    assert.deepEqual(read, records);
    reader.close();
  });

  it('refuses a newer version in words that say what to do', () => {
    const reader = readerOf(line({ ...openRecord(), version: 2 }));
    assert.throws(
      () => reader.read(),
      (error: unknown) =>
        error instanceof NewerJournalError &&
        /version 2.*Update jupyterlab-autolog/.test(error.message)
    );
    reader.close();
  });
});
