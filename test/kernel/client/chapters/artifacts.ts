import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fromPython, newExperiment, newRun, withCode, type GetSetting } from './chapter.js';

export function artifactsChapter(setting: GetSetting): void {
  describe('files through MlflowClient', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'autolog-client-'));
      await mkdir(path.join(folder, 'tree', 'deep', 'er'), { recursive: true });
      await writeFile(path.join(folder, 'tree', 'a ü.txt'), 'a');
      await writeFile(path.join(folder, 'tree', 'empty'), '');
      await writeFile(path.join(folder, 'tree', 'deep', 'er', 'b.bin'), Buffer.alloc(3_000_000, 7));
      await symlink(path.join(folder, 'tree'), path.join(folder, 'tree', 'deep', 'circle'));
      await symlink(
        path.join(folder, 'tree', 'a ü.txt'),
        path.join(folder, 'tree', 'deep', 'link')
      );
    });
    after(() => rm(folder, { recursive: true, force: true }));

    /** Paths and contents of what lies in a folder; of large files the length. */
    async function contentsOf(root: string): Promise<Record<string, string | number>> {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries.filter(entry => entry.isFile());
      const pairs = await Promise.all(
        files.map(async ({ parentPath, name }) => {
          const file = path.join(parentPath, name);
          const bytes = await readFile(file);
          const content = bytes.length > 1000 ? bytes.length : bytes.toString();
          return [path.relative(root, file).replaceAll(path.sep, '/'), content] as const;
        })
      );
      return Object.fromEntries(pairs);
    }

    const TREE = { 'a ü.txt': 'a', empty: '', 'deep/er/b.bin': 3_000_000, 'deep/link': 'a' };

    it('are written, listed and read back by Python', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logText(runId, 'first', 'notes/x.txt');
      await client.logText(runId, 'sécond', 'notes/x.txt');
      await client.logDict(runId, { a: [1, null] }, 'config.json');
      assert.deepEqual(await client.listArtifacts(runId), [
        { path: 'config.json', isDir: false, fileSize: 33 },
        { path: 'notes', isDir: true, fileSize: null }
      ]);
      assert.deepEqual(await client.listArtifacts(runId, 'notes'), [
        { path: 'notes/x.txt', isDir: false, fileSize: 7 }
      ]);
      assert.deepEqual(await client.listArtifacts(runId, 'none'), []);
      const script = `
import pathlib
print(json.dumps([mlflow.artifacts.load_dict('runs:/${runId}/config.json'), mlflow.artifacts.load_text('runs:/${runId}/notes/x.txt')]))`;
      assert.deepEqual(await fromPython(setting(), script), [{ a: [1, null] }, 'sécond']);
    });

    it('go up as a folder and come down as it was', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logArtifacts(runId, path.join(folder, 'tree'), 'some/where');
      const target = await mkdtemp(path.join(folder, 'down-'));
      const place = await client.downloadArtifacts(runId, 'some', target);
      assert.equal(place, path.join(target, 'some'));
      assert.deepEqual(await contentsOf(path.join(place, 'where')), TREE);
      const script = `
import pathlib
root = pathlib.Path(client.download_artifacts('${runId}', 'some/where'))
print(json.dumps({p.relative_to(root).as_posix(): p.stat().st_size for p in root.rglob('*') if p.is_file()}))`;
      assert.deepEqual(await fromPython(setting(), script), {
        'a ü.txt': 1,
        empty: 0,
        'deep/er/b.bin': 3_000_000,
        'deep/link': 1
      });
    });

    it('go up one by one, a folder under its own name', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logArtifact(runId, path.join(folder, 'tree', 'a ü.txt'));
      await client.logArtifact(runId, path.join(folder, 'tree', 'a ü.txt'), 'below');
      await client.logArtifact(runId, `${path.join(folder, 'tree')}${path.sep}`, 'whole');
      const target = await mkdtemp(path.join(folder, 'down-'));
      assert.equal(await client.downloadArtifacts(runId, '', target), target);
      const tree = Object.entries(TREE).map(([file, content]) => [`whole/tree/${file}`, content]);
      assert.deepEqual(await contentsOf(target), {
        'a ü.txt': 'a',
        'below/a ü.txt': 'a',
        ...Object.fromEntries(tree)
      });
    });

    it('come down alone, over what is there, and to a new folder where none is named', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logText(runId, 'new', 'a/b.txt');
      const target = await mkdtemp(path.join(folder, 'down-'));
      await mkdir(path.join(target, 'a'));
      await writeFile(path.join(target, 'a', 'b.txt'), 'a long old text');
      const place = await client.downloadArtifacts(runId, 'a/b.txt', target);
      assert.equal(await readFile(place, 'utf8'), 'new');
      assert.deepEqual(await contentsOf(target), { 'a/b.txt': 'new' });
      const fresh = await client.downloadArtifacts(runId, 'a');
      assert.deepEqual(await contentsOf(fresh), { 'b.txt': 'new' });
      await rm(path.dirname(fresh), { recursive: true });
    });

    it('that are not there leave nothing behind', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const target = await mkdtemp(path.join(folder, 'down-'));
      const missing = withCode('RESOURCE_DOES_NOT_EXIST');
      await assert.rejects(client.downloadArtifacts(runId, 'none.txt', target), missing);
      assert.deepEqual(await contentsOf(target), {});
      assert.equal(await client.downloadArtifacts(runId, '', target), target);
      const nowhere = path.join(target, 'none');
      for (const call of [
        () => client.logArtifact(runId, nowhere),
        () => client.logArtifacts(runId, nowhere),
        () => client.logArtifacts(runId, path.join(folder, 'tree', 'empty')),
        () => client.downloadArtifacts(runId, 'none.txt', nowhere)
      ]) {
        await assert.rejects(call(), { name: 'MlflowArgumentError' }, String(call));
      }
    });

    it('belong to logged models too', async () => {
      const { client } = setting();
      const { modelId } = await client.createLoggedModel(await newExperiment(setting()));
      await client.logModelArtifacts(modelId, path.join(folder, 'tree', 'deep'), 'data');
      await client.logModelArtifact(modelId, path.join(folder, 'tree', 'a ü.txt'));
      assert.deepEqual(await client.listLoggedModelArtifacts(modelId), [
        { path: 'a ü.txt', isDir: false, fileSize: 1 },
        { path: 'data', isDir: true, fileSize: null }
      ]);
      const script = `print(json.dumps(sorted(f.path for f in client.list_logged_model_artifacts('${modelId}', 'data'))))`;
      assert.deepEqual(await fromPython(setting(), script), ['data/er', 'data/link']);
      assert.deepEqual(
        (await client.listLoggedModelArtifacts(modelId, 'data')).map(file => file.path),
        ['data/er', 'data/link']
      );
    });
  });
}
