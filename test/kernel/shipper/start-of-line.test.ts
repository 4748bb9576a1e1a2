import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { startOfLine } from '../../../src/kernel/shipper/reading/start-of-line.js';

describe('where a delivery goes on', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'autolog-line-'));
  const file = path.join(folder, 'journal.jsonl');
  writeFileSync(file, 'one\ntwo\n');
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the start of a line, its end too', () => {
    assert.equal(startOfLine(file, 0), 0);
    assert.equal(startOfLine(file, 4), 4);
    assert.equal(startOfLine(file, 8), 8);
  });

  it('is the beginning where the progress names no start of a line', () => {
    for (const offset of [1, 3, 5, 9, 1000, -4, 4.5, NaN, '4' as unknown as number]) {
      assert.equal(startOfLine(file, offset), 0, String(offset));
    }
  });
});
