import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import type { MemoryJournal } from '../runs/memory-journal.js';
import { anything, itRefuses } from './refused-call.js';

const folder = mkdtempSync(join(tmpdir(), 'autolog-files-'));
const at = (name: string): string => join(folder, name);

before(() => {
  mkdirSync(at('out/deep/er'), { recursive: true });
  mkdirSync(at('empty'));
  mkdirSync(at('bad'));
  writeFileSync(at('out/a.txt'), 'a');
  writeFileSync(at('out/deep/er/größe 1.bin'), Uint8Array.of(0, 255));
  writeFileSync(at('out/nothing'), '');
  writeFileSync(at('bad/good.txt'), '');
  writeFileSync(at('bad/a#b.txt'), '');
});

after(() => {
  rmSync(folder, { recursive: true });
});

/** What is kept for the artifacts, by their paths below the run's root. */
function keptByPath(journal: MemoryJournal): Record<string, string> {
  const text = (key: string): string =>
    Buffer.from(journal.kept.get(key.replace(/^spool\//, ''))!).toString('latin1');
  const single = journal.of('artifact').map(({ path, file }) => [path, text(file)] as const);
  const all = journal.of('artifacts').flatMap(({ path, folder: entry }) => {
    const id = entry.replace(/^spool\//, '');
    return [...journal.kept.keys()]
      .filter(key => key.startsWith(`${id}/`))
      .map(key => [`${path}|${key.slice(id.length + 1)}`, text(key)] as const);
  });
  return Object.fromEntries([...single, ...all]);
}

describe('mlflow.logArtifact', () => {
  it('keeps a file as it is now, below the root or in a folder', () => {
    const { mlflow, journal } = makeKernelParts();
    writeFileSync(at('once.txt'), 'now');
    mlflow.logArtifact(at('once.txt'));
    mlflow.logArtifact(at('once.txt'), 'deep/er');
    writeFileSync(at('once.txt'), 'later');
    rmSync(at('once.txt'));
    assert.deepEqual(keptByPath(journal), { 'once.txt': 'now', 'deep/er/once.txt': 'now' });
  });

  it('keeps a file of no bytes, and one named in any script', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logArtifact(at('out/nothing'), '');
    mlflow.logArtifact(at('out/deep/er/größe 1.bin'));
    assert.deepEqual(keptByPath(journal), { nothing: '', 'größe 1.bin': '\0ÿ' });
  });

  it('takes a path from the working directory', () => {
    const { mlflow, journal } = makeKernelParts();
    const before = process.cwd();
    process.chdir(folder);
    try {
      mlflow.logArtifact('out/a.txt');
    } finally {
      process.chdir(before);
    }
    assert.deepEqual(keptByPath(journal), { 'a.txt': 'a' });
  });

  it('follows a link to a file, under the name of the link', () => {
    const { mlflow, journal } = makeKernelParts();
    symlinkSync(at('out/a.txt'), at('link.txt'));
    mlflow.logArtifact(at('link.txt'));
    assert.deepEqual(keptByPath(journal), { 'link.txt': 'a' });
  });

  itRefuses([
    ['no path', m => m.logArtifact(''), /logArtifact takes a path, but was given ""/],
    ['a path that is none', m => m.logArtifact(anything(5)), /takes a path, but was given 5/],
    ['a file that is not there', m => m.logArtifact(at('none')), /logArtifact can't read .*none/],
    ['a folder', m => m.logArtifact(at('out')), /is a folder: log all .* with logArtifacts/],
    ['a device', m => m.logArtifact('/dev/null'), /no file with a content of its own/],
    [
      'a file whose name MLflow garbles',
      m => m.logArtifact(at('bad/a#b.txt')),
      /"a#b\.txt" holds '#'\. Use another name/
    ],
    [
      'a folder outside the run',
      m => m.logArtifact(at('out/a.txt'), '../x'),
      /has the part '\.\.'/
    ],
    [
      'an artifact path that is none',
      m => m.logArtifact(at('out/a.txt'), anything(5)),
      /artifactPath must be a string, but was given number 5/
    ]
  ]);

  it('refuses a file that it may not read', t => {
    if (process.getuid?.() === 0) {
      t.skip('the superuser may read all files');
      return;
    }
    const { mlflow, journal } = makeKernelParts();
    writeFileSync(at('secret'), '', { mode: 0 });
    assert.throws(() => mlflow.logArtifact(at('secret')), MlflowArgumentError);
    assert.deepEqual(journal.records, []);
  });
});

describe('mlflow.logArtifacts', () => {
  it('keeps all files of a folder and the folders in it', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logArtifacts(at('out'));
    mlflow.logArtifacts(at('out/deep'), 'x');
    assert.deepEqual(keptByPath(journal), {
      '|a.txt': 'a',
      '|deep/er/größe 1.bin': '\0ÿ',
      '|nothing': '',
      'x|er/größe 1.bin': '\0ÿ'
    });
  });

  it('takes links to files for files, and leaves out links to nothing and to folders', () => {
    const { mlflow, journal } = makeKernelParts();
    mkdirSync(at('links'));
    symlinkSync(at('out/a.txt'), at('links/file'));
    symlinkSync(at('gone'), at('links/nothing'));
    symlinkSync(at('links'), at('links/circle'));
    mlflow.logArtifacts(at('links'));
    assert.deepEqual(keptByPath(journal), { '|file': 'a' });
  });

  it('leaves out what is no file, such as a named pipe', t => {
    if (process.platform === 'win32') {
      t.skip('Windows has none');
      return;
    }
    const { mlflow, journal } = makeKernelParts();
    mkdirSync(at('pipes'));
    execFileSync('mkfifo', [at('pipes/pipe')]);
    writeFileSync(at('pipes/file'), 'f');
    mlflow.logArtifacts(at('pipes'));
    assert.deepEqual(keptByPath(journal), { '|file': 'f' });
  });

  itRefuses([
    ['a folder that is not there', m => m.logArtifacts(at('none')), /logArtifacts can't read/],
    ['a file', m => m.logArtifacts(at('out/a.txt')), /is a file: log it with logArtifact/],
    ['a folder without files', m => m.logArtifacts(at('empty')), /has no files to log/],
    [
      'a folder with one bad name among good ones',
      m => m.logArtifacts(at('bad')),
      /"a#b\.txt" holds '#'/
    ],
    ['a path that leads out', m => m.logArtifacts(at('out'), '/x'), /starts with '\/'/]
  ]);
});

describe('Files that can’t be kept', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const png = { data: [1], width: 1, height: 1 };

  for (const [what, fillsUpAfter, call] of [
    ['logArtifact', 0, m => m.logArtifact(at('out/a.txt'))],
    ['logArtifacts', 2, m => m.logArtifacts(at('out'))],
    ['logImage', 1, m => m.logImage(png, { key: 'k' })]
  ] as [string, number, (mlflow: ReturnType<typeof makeKernelParts>['mlflow']) => void][]) {
    it(`are an error of ${what} that says what to do, and none of them takes room`, () => {
      const { mlflow, journal } = makeKernelParts();
      mlflow.startRun();
      let left = fillsUpAfter;
      const takeRoom = (): void => {
        if (left-- === 0) {
          throw full;
        }
      };
      const { keepBytes, keepFile } = journal;
      journal.keepBytes = (...given) => {
        takeRoom();
        keepBytes.apply(journal, given);
      };
      journal.keepFile = (...given) => {
        takeRoom();
        return keepFile.apply(journal, given);
      };
      assert.throws(() => call(mlflow), {
        message: new RegExp(`^${what} could not keep a copy .*ENOSPC.*AUTOLOG_HOME has room`),
        cause: full
      });
      assert.equal(journal.kept.size, 0);
      assert.deepEqual(
        journal.records.map(({ type }) => type),
        ['run']
      );
    });
  }
});
