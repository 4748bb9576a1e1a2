import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { UnreadLines } from '../../../src/kernel/shipper/reading/unread-lines.js';

it('counts whole lines behind the reader, while both move on', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'autolog-lines-'));
  const file = path.join(folder, 'journal.jsonl');
  writeFileSync(file, 'a\nbb\nccc\n');
  const lines = new UnreadLines(file);
  assert.equal(lines.count({ offset: 0, lines: 0 }), 3);
  assert.equal(lines.count({ offset: 2, lines: 1 }), 2);
  appendFileSync(file, 'dddd\nee');
  assert.equal(lines.count({ offset: 5, lines: 2 }), 2);
  appendFileSync(file, `e\n${'x\n'.repeat(300_000)}`);
  assert.equal(lines.count({ offset: 9, lines: 3 }), 300_002);
  assert.equal(lines.count({ offset: 600_018, lines: 300_005 }), 0);
  lines.close();
  rmSync(folder, { recursive: true });
});
