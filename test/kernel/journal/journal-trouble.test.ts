import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { journalTrouble } from '../../../src/kernel/journal/journal-trouble.js';
import type { JournalTrouble } from '../../../src/kernel/journal/journal-trouble.js';

const troubleOf = (code: string): JournalTrouble =>
  journalTrouble(Object.assign(new Error(`${code}: something`), { code }), '/home/me/journals/j');

describe('the trouble of a journal', () => {
  it('says where, why and what to do, for each way a disk can fail', () => {
    for (const [code, reason, next] of [
      ['ENOSPC', /no space left/, /Free some space/],
      ['EDQUOT', /no space left/, /Free some space/],
      ['EROFS', /read-only/, /AUTOLOG_HOME/],
      ['EACCES', /no permission/, /write permission/],
      ['EPERM', /no permission/, /write permission/],
      ['EIO', /EIO: something/, /AUTOLOG_HOME/]
    ] as const) {
      const trouble = troubleOf(code);
      assert.match(trouble.reason, reason);
      assert.match(trouble.reason, /\/home\/me\/journals\/j/);
      assert.match(trouble.next, next);
    }
  });
});
