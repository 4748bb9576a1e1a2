import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readJournalEnd, type JournalEnd } from '../../../src/kernel/journal/journal-end.js';

function endOf(text: string): JournalEnd {
  const folder = mkdtempSync(path.join(tmpdir(), 'autolog-end-'));
  try {
    const file = path.join(folder, 'journal.jsonl');
    writeFileSync(file, text);
    return readJournalEnd(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the end of a journal', () => {
  it('says when the last of it was recorded, whatever the order of times', () => {
    const text = '{"type":"open","time":5}\n{"type":"metric","time":9}\n{"type":"end","time":7}\n';
    assert.deepEqual(endOf(text), { lastTime: 9, isClosed: false });
  });

  it('is a good one with the record that says so as its last', () => {
    assert.equal(endOf('{"type":"open","time":5}\n{"type":"close","time":6}\n').isClosed, true);
    assert.equal(endOf('{"type":"close","time":6}\n{"type":"metric","time":7}\n').isClosed, false);
  });

  it('is read behind torn, foreign and very many lines', () => {
    const metrics = '{"type":"metric","time":2}\n'.repeat(50_000);
    const torn = '{"type":"metric","ti';
    assert.deepEqual(endOf(`${metrics}[]\n${torn}`), { lastTime: 2, isClosed: false });
  });

  it('says nothing where no record has a time', () => {
    assert.deepEqual(endOf(''), { lastTime: null, isClosed: false });
    assert.deepEqual(endOf('{"type":"params"}\n'), { lastTime: null, isClosed: false });
  });
});
