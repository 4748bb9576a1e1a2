import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { journalFolderAt, type JournalFolder } from '../../../src/kernel/journal/journal-folder.js';
import { isKernelAlive, ownProcess } from '../../../src/kernel/journal/kernel-process.js';
import { hasOwner, JournalOwner } from '../../../src/kernel/journal/journal-owner.js';
import { ownIdentity, wasAliveAt } from '../../../src/kernel/journal/process-identity.js';

const home = mkdtempSync(path.join(tmpdir(), 'autolog-owner-'));
let journals = 0;

function emptyJournal(): JournalFolder {
  journals++;
  const folder = journalFolderAt(path.join(home, 'journals', `j${journals}`));
  mkdirSync(folder.path, { recursive: true });
  return folder;
}

/** A journal that is owned by this very process, but for `changes`. */
function journalOwnedBy(changes: object): JournalFolder {
  const folder = emptyJournal();
  const owner = {
    version: 1,
    ...ownIdentity(),
    heartbeat: Date.now(),
    isReleased: false,
    ...changes
  };
  writeFileSync(path.join(folder.path, 'owner-1.json'), JSON.stringify(owner));
  return folder;
}

describe('owning a journal', () => {
  after(() => {
    rmSync(home, { recursive: true });
  });

  it('is for one at a time', () => {
    const folder = emptyJournal();
    assert.equal(hasOwner(folder), false);
    const owner = JournalOwner.claim(folder);
    assert.ok(owner !== null && owner.isFirst);
    assert.equal(hasOwner(folder), true);
    assert.equal(JournalOwner.claim(folder), null);
    owner.release();
    assert.equal(hasOwner(folder), false);
    const second = JournalOwner.claim(folder);
    assert.equal(second?.isFirst, false);
    assert.deepEqual(readdirSync(folder.path), ['owner-2.json'], 'nothing else is left behind');
  });

  it('ends with the process', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    assert.ok(JournalOwner.claim(journalOwnedBy({ pid })) !== null);
  });

  it('is not passed on to another process of the same number', () => {
    assert.ok(JournalOwner.claim(journalOwnedBy({ started: '1' })) !== null);
    assert.ok(JournalOwner.claim(journalOwnedBy({ boot: 'before' })) !== null);
    assert.equal(JournalOwner.claim(journalOwnedBy({})), null);
  });

  it('on another host ends when the owner is silent for minutes by the clock of the disk', () => {
    // What a clock of another machine says is of no matter.
    for (const heartbeat of [0, Date.now(), Date.now() + 3_600_000]) {
      const silent = (minutes: number): JournalFolder => {
        const folder = journalOwnedBy({ host: 'another', heartbeat });
        const time = Date.now() / 1000 - minutes * 60;
        utimesSync(path.join(folder.path, 'owner-1.json'), time, time);
        return folder;
      };
      assert.equal(JournalOwner.claim(silent(4)), null);
      assert.ok(JournalOwner.claim(silent(6)) !== null);
    }
  });

  it('is lost to somebody who took over, or taken back by an owner that insists', context => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    for (const insists of [false, true]) {
      const folder = emptyJournal();
      const owner = JournalOwner.claim(folder);
      assert.ok(owner !== null);
      let losses = 0;
      owner.keep(
        () => losses++,
        () => insists
      );
      writeFileSync(path.join(folder.path, 'owner-2.json'), '');
      assert.equal(owner.isCurrent, false);
      context.mock.timers.tick(10_000);
      assert.equal(owner.isCurrent, insists);
      assert.equal(losses, insists ? 0 : 1);
      assert.equal(existsSync(path.join(folder.path, 'owner-3.json')), insists);
      owner.release();
    }
  });

  it('is respected while the file is being written', () => {
    const folder = emptyJournal();
    writeFileSync(path.join(folder.path, 'owner-1.json'), '');
    assert.equal(JournalOwner.claim(folder), null);
  });

  it('goes to one of many that find the owner dead at the same time', async () => {
    for (let round = 0; round < 3; round++) {
      const folder = journalOwnedBy({ started: '1' });
      const claimers = Array.from({ length: 6 }, () => claimer(folder));
      await Promise.all(claimers.map(one => line(one)));
      const answers = Promise.all(claimers.map(one => line(one)));
      claimers.forEach(one => one.stdin?.write('go\n'));
      assert.deepEqual((await answers).sort(), ['lost', 'lost', 'lost', 'lost', 'lost', 'won']);
      await Promise.all(
        claimers.map(one => {
          one.stdin?.end();
          return once(one, 'exit');
        })
      );
    }
  });
});

describe('a process', () => {
  it('is told from an earlier one of the same number by when it started', () => {
    assert.equal(wasAliveAt(process.pid, ownIdentity().host, Date.now()), true);
    assert.equal(wasAliveAt(process.pid, 'another', Date.now()), null);
    if (process.platform === 'linux') {
      assert.equal(wasAliveAt(process.pid, ownIdentity().host, Date.now() - 3_600_000), false);
    }
  });

  it(
    'that writes a journal lives, however the clock was set since',
    { skip: process.platform !== 'linux' },
    () => {
      const open = {
        type: 'open',
        version: 1,
        journalId: 'j',
        kernelId: 'k',
        target: { kind: 'uri', uri: 'http://a' },
        snapshotFile: null
      } as const;
      for (const time of [0, Date.now() + 3_600_000]) {
        assert.equal(isKernelAlive({ ...open, ...ownProcess(), time }), true);
        const process = { started: '1', boot: ownIdentity().boot };
        assert.equal(isKernelAlive({ ...open, ...ownProcess(), process, time }), false);
      }
    }
  );

  it(
    'that has ended, but was not waited for, is dead',
    { skip: process.platform !== 'linux' },
    async () => {
      // The shell starts a process that ends, and becomes one that never waits for it.
      const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60']);
      const pid = Number(await line(parent));
      const deadline = Date.now() + 10_000;
      while (wasAliveAt(pid, ownIdentity().host, Date.now()) !== false) {
        assert.ok(Date.now() < deadline, 'it counts as dead within 10 s');
        await new Promise(resolve => setImmediate(resolve));
      }
      parent.kill();
      await once(parent, 'exit');
    }
  );
});

function claimer(folder: JournalFolder): ChildProcess {
  const script = path.join(__dirname, 'claim-when-told.js');
  return spawn(process.execPath, [script, folder.path], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function line(child: ChildProcess): Promise<string> {
  const [text] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return text.toString().trim();
}
