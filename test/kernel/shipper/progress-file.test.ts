import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { journalFolderOf, type JournalFolder } from '../../../src/kernel/journal/journal-folder.js';
import { ProgressFile } from '../../../src/kernel/shipper/progress/progress-file.js';

describe('the progress of a delivery', () => {
  let home: string;
  let folder: JournalFolder;
  let faults: string[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'autolog-progress-'));
    folder = journalFolderOf(home, '00000000-0000-4000-8000-000000000000');
    mkdirSync(folder.path, { recursive: true });
    faults = [];
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const open = (): ProgressFile => new ProgressFile(folder, message => faults.push(message));

  it('is on disk when a save is done, for whoever takes over', async () => {
    const progress = open();
    const model = { modelId: 'm-1', artifactUri: 'mlflow-artifacts:/1', isDone: true };
    progress.offset = 42;
    progress.models.set('model', model);
    await progress.save();
    const next = open();
    assert.equal(next.offset, 42);
    assert.deepEqual(next.models.get('model'), model);
  });

  it('ends with the latest state, however many saves are asked for at once', async () => {
    const progress = open();
    const saves: Promise<void>[] = [];
    for (let offset = 1; offset <= 20; offset++) {
      progress.offset = offset;
      saves.push(progress.save());
      // Lets some begin to write before the next is asked for.
      await Promise.resolve();
    }
    await Promise.all(saves);
    assert.equal(open().offset, 20);
    assert.deepEqual(readdirSync(folder.path), ['progress.json']);
  });

  it('has a state on disk, when a save is done, that is no older than the asking', async () => {
    const progress = open();
    progress.offset = 1;
    const first = progress.save();
    await Promise.resolve();
    await Promise.resolve();
    progress.offset = 2;
    await progress.save();
    assert.equal(open().offset, 2);
    await first;
    assert.equal(open().offset, 2);
  });

  it('is never seen half written', async () => {
    const progress = open();
    for (let id = 0; id < 2000; id++) {
      progress.experiments.set(`experiment ${id}`, `${id}`);
    }
    await progress.save();
    const state = { isSaving: true };
    const saving = (async () => {
      for (let offset = 1; offset <= 30; offset++) {
        progress.offset = offset;
        await progress.save();
      }
      state.isSaving = false;
    })();
    while (state.isSaving) {
      const { experiments } = JSON.parse(readFileSync(folder.progress, 'utf8')) as {
        experiments: object;
      };
      assert.equal(Object.keys(experiments).length, 2000);
      await new Promise(resolve => setImmediate(resolve));
    }
    await saving;
  });

  it('is told once of a disk that takes nothing, and saved again when it does', async () => {
    const progress = open();
    rmSync(folder.path, { recursive: true });
    await progress.save();
    await progress.save();
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /can't be saved in .*The delivery goes on\.$/);
    mkdirSync(folder.path);
    progress.offset = 7;
    await progress.save();
    assert.equal(open().offset, 7);
  });
});
