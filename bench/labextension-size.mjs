/**
 * labextension-size: how much JavaScript of the lab extension a page of JupyterLab loads before
 * anything of ours is looked at, in kB (1,000 bytes), each file compressed by gzip. A real browser
 * says which files those are: all that it asked of the extension until Lab has been restored and the
 * kernel of a notebook is idle. `all` is everything that is shipped, lazy parts included.
 */
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openBrowser, openNotebook } from './fixtures/browser.mjs';
import { result, rounded } from './fixtures/figures.mjs';
import { Lab } from './fixtures/lab.mjs';
import { writeNotebook } from './fixtures/notebook.mjs';
import { LABEXTENSION, needBuilt } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'labextension-size';

const ASSETS = '/extensions/jupyterlab-autolog/static/';

export function run({ report }) {
  needBuilt(LABEXTENSION);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    writeNotebook(root, 'bench.ipynb', ['']);
    const lab = Lab.start({ folder: folder('lab'), root });
    defer(() => lab.stop());
    await lab.listens();
    const { page, close } = await openBrowser();
    defer(close);
    const asked = new Set();
    page.on('request', request => {
      const [, file] = new URL(request.url()).pathname.split(ASSETS);
      if (file !== undefined) {
        asked.add(file);
      }
    });
    await openNotebook(page, lab, 'bench.ipynb');
    await page.waitForLoadState('networkidle');
    const loaded = [...asked].filter(file => file.endsWith('.js')).sort();
    if (!loaded.some(file => file.startsWith('remoteEntry'))) {
      throw new Error('JupyterLab has not loaded the extension.');
    }
    const all = fs.readdirSync(STATIC).filter(file => file.endsWith('.js'));
    report(
      result({
        name,
        measure: 'JavaScript of the lab extension that every page loads, compressed',
        value: compressed(loaded),
        unit: 'kB',
        bound: { of: 'value', most: 120 },
        files: loaded,
        all: rounded(compressed(all))
      })
    );
  });
}

const STATIC = path.join(LABEXTENSION, 'static');

function compressed(files) {
  const bytes = files.map(file => gzipSync(fs.readFileSync(path.join(STATIC, file))).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}
