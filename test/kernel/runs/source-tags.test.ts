import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { KernelConfig } from '../../../src/kernel/config/kernel-config.js';
import { experimentName, experimentNote } from '../../../src/kernel/runs/experiment-name.js';
import { libraryTag } from '../../../src/kernel/runs/library-tag.js';
import { readSourceTags } from '../../../src/kernel/runs/source-tags.js';

function config(fields: Partial<KernelConfig> = {}): KernelConfig {
  return {
    version: 1,
    kernelId: 'kernel-1',
    tracking: { kind: 'embedded', root: os.tmpdir() },
    notebookPath: 'flowers/iris.ipynb',
    root: os.tmpdir(),
    home: os.tmpdir(),
    snapshotFile: null,
    headless: false,
    ...fields
  };
}

describe('The experiment of a notebook', () => {
  it('is its path without the ending', () => {
    assert.equal(experimentName(config(), {}), 'flowers/iris');
    assert.equal(experimentName(config({ notebookPath: 'a.ipynb.ipynb' }), {}), 'a.ipynb');
    assert.equal(experimentName(config({ notebookPath: 'script.ts' }), {}), 'script.ts');
    assert.equal(experimentNote(config(), {}), null);
  });

  it('is the one that the user named', () => {
    assert.equal(experimentName(config(), { MLFLOW_EXPERIMENT_NAME: 'mine' }), 'mine');
    assert.equal(experimentName(config(), { MLFLOW_EXPERIMENT_NAME: '' }), 'flowers/iris');
  });

  it('is MLflow’s own where nobody knows the notebook, which is said', () => {
    const nameless = config({ notebookPath: null });
    assert.equal(experimentName(nameless, {}), 'Default');
    assert.match(experimentNote(nameless, {}) ?? '', /AUTOLOG_NOTEBOOK/);
    assert.equal(experimentNote(nameless, { MLFLOW_EXPERIMENT_NAME: 'mine' }), null);
  });
});

describe('The tags of a notebook’s runs', () => {
  it('say who, where and in which kernel', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-source-'));
    const tags = readSourceTags(config({ root: folder }));
    assert.deepEqual(tags, {
      'mlflow.user': os.userInfo().username,
      'mlflow.source.type': 'NOTEBOOK',
      'mlflow.source.name': 'flowers/iris.ipynb',
      'autolog.kernelId': 'kernel-1'
    });
    assert.equal('mlflow.source.name' in readSourceTags(config({ notebookPath: null })), false);
    fs.rmSync(folder, { recursive: true });
  });

  it('say which commit the notebook’s folder is at', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-source-'));
    const git = path.join(folder, 'flowers', '.git');
    fs.mkdirSync(path.join(git, 'refs', 'heads'), { recursive: true });
    fs.writeFileSync(path.join(git, 'HEAD'), 'ref: refs/heads/main\n');
    fs.writeFileSync(path.join(git, 'refs', 'heads', 'main'), `${'ab'.repeat(20)}\n`);
    const tags = readSourceTags(config({ root: folder }));
    assert.equal(tags['mlflow.source.git.commit'], 'ab'.repeat(20));
    assert.equal(tags['mlflow.source.git.branch'], 'main');
    assert.equal(
      readSourceTags(config({ root: folder, notebookPath: 'b.ipynb' }))['mlflow.source.git.commit'],
      undefined
    );
    fs.rmSync(folder, { recursive: true });
  });

  it('say which versions a training was made with', () => {
    assert.deepEqual(libraryTag({ tfjs: '4.22.0' }), {
      'autolog.libraries': `node ${process.versions.node}, tfjs 4.22.0`
    });
  });
});
