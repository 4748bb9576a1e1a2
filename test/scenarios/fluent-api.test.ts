import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { NotebookFolder } from './kernel/notebook-kernel.js';
import type { NotebookKernel } from './kernel/notebook-kernel.js';

/** Compiled, this file lies in `build/test/scenarios`. */
const ROOT = path.resolve(__dirname, '..', '..', '..');

describe('In a cell, jupyterlab-autolog/mlflow', () => {
  const folder = new NotebookFolder();
  let notebook: NotebookKernel;

  before(async () => {
    // Beside the modules of this project, as if the package were installed with them.
    const modules = path.join(folder.path, 'node_modules');
    fs.unlinkSync(modules);
    fs.mkdirSync(modules);
    for (const name of fs.readdirSync(path.join(ROOT, 'node_modules'))) {
      fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
    }
    fs.symlinkSync(ROOT, path.join(modules, 'jupyterlab-autolog'), 'junction');
    notebook = await folder.start();
  });

  after(() => folder.remove());

  it('is the very global mlflow, by import and by require', async () => {
    const cell = await notebook.execute(
      `import imported from 'jupyterlab-autolog/mlflow';
       const required = require('jupyterlab-autolog/mlflow');
       console.log(imported === mlflow, required.default === mlflow, required.logMetric === mlflow.logMetric);`
    );
    assert.equal(cell.stdout, 'true true true\n', cell.stderr);
  });

  it('logs into the same journal', async () => {
    const cell = await notebook.execute(
      `imported.startRun({ runName: 'one' });
       mlflow.logMetric('loss', 1);
       imported.endRun();
       console.log(mlflow.lastActiveRun()?.runName);`
    );
    assert.equal(cell.stdout, 'one\n', cell.stderr);
    const [run, second] = notebook.records('run');
    assert.equal(second, undefined);
    assert.deepEqual(
      notebook.records('metric').map(record => record.run),
      [run?.run]
    );
  });

  it('has its types: a wrong call is an error before anything runs', async () => {
    for (const wrong of [
      "imported.logMetric('loss', '0.5')",
      "mlflow.logImage({ data: [1], width: 1 }, 'a.png')",
      "mlflow.startRun({ name: 'x' })",
      "const text: string = mlflow.logInput({ name: 'iris' })"
    ]) {
      const cell = await notebook.execute(`console.log('ran'); ${wrong}`);
      assert.equal(cell.status, 'error', wrong);
      assert.equal(cell.stdout, '');
    }
    assert.equal(notebook.records('run').length, 1);
  });

  it('has types by name for the code around it', async () => {
    const cell = await notebook.execute(
      `import type { ActiveRun } from 'jupyterlab-autolog/mlflow';
       const nameOf = (run: ActiveRun | null): string => run?.runName ?? 'none';
       console.log(nameOf(mlflow.activeRun()));`
    );
    assert.equal(cell.stdout, 'none\n', cell.stderr);
  });

  it('completes, and says what a function promises', async () => {
    const code = 'mlflow.logIm';
    const completed = await notebook.kernel.request('complete_request', {
      code,
      cursor_pos: code.length
    });
    assert.deepEqual(completed['matches'], ['logImage']);
    const inspected = await notebook.kernel.request('inspect_request', {
      code: 'mlflow.logTable',
      cursor_pos: 'mlflow.logTable'.length,
      detail_level: 0
    });
    const { 'text/plain': text = '' } = inspected['data'] as Readonly<Record<string, string>>;
    assert.match(text, /logTable\(data: TableData, artifactFile: string\): void/);
    assert.match(text, /Logs a table as an artifact in MLflow's JSON form/);
  });

  it('shows a run by its facts', async () => {
    const cell = await notebook.execute(`mlflow.lastActiveRun()`);
    assert.match(cell.stdout, /runName: 'one'/);
    assert.doesNotMatch(cell.stdout, /logMetric/);
  });
});
