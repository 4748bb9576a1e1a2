import assert from 'node:assert/strict';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { removeOldBindings } from '../../../src/kernel/shipper/snapshots/old-bindings.js';
import { deadPid, makeHome, removeHome, startJournal } from './kernel-stand-in.js';

const HOUR = 3600;

describe('bindings that no shipper took', () => {
  let home = '';

  /** A binding for the kernel that came so many hours ago. */
  function bind(kernel: string, hours: number): string {
    const file = path.join(home, 'inbox', kernel, 'one.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '{}');
    const time = Date.now() / 1000 - hours * HOUR;
    utimesSync(file, time, time);
    return file;
  }

  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => {
    removeHome(home);
  });

  it('are removed after a day, with their folder', async () => {
    const [old, young] = [bind('gone', 25), bind('new', 23)];
    await removeOldBindings(home);
    assert.equal(existsSync(path.dirname(old)), false);
    assert.ok(existsSync(young));
  });

  it('stay as long as a journal of their kernel waits, as after days offline', async () => {
    const target = { kind: 'uri', uri: 'http://127.0.0.1:9' } as const;
    const journal = startJournal({ home, target, kernelId: 'offline', pid: deadPid() });
    journal.append({ type: 'flush', time: 1 });
    journal.close();
    const waiting = bind('offline', 24 * 30);
    mkdirSync(path.join(home, 'journals', 'no journal'));
    await removeOldBindings(home);
    assert.ok(existsSync(waiting));
  });
});
