import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fromPython, type GetSetting } from './chapter.js';

const DOCS = path.resolve(__dirname, '../../../../..', 'docs', 'client.md');

export function docsChapter(setting: GetSetting): void {
  describe('the documentation of MlflowClient', () => {
    it('names each method once, beside one that MLflow’s Python client has', async () => {
      const rows = [...readFileSync(DOCS, 'utf8').matchAll(/^\| `(\w+)\(.*?\)` +\| `(\w+)` +\|/gm)];
      const ours = rows.map(([, name = '']) => name);
      assert.deepEqual([...ours].sort(), Object.keys(setting().client).sort());
      const theirs = rows.map(([, , name = '']) => name);
      const script = `print(json.dumps([n for n in ${JSON.stringify(theirs)} if not callable(getattr(client, n, None))]))`;
      assert.deepEqual(await fromPython(setting(), script), []);
      const inCamelCase = theirs.map(name =>
        name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      );
      assert.deepEqual(ours, inCamelCase);
    });
  });
}
