import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { KernelConfig } from '../../../src/kernel/config/kernel-config.js';
import { ExperimentChoice } from '../../../src/kernel/runs/experiment-choice.js';
import { libraryTag } from '../../../src/kernel/runs/library-tag.js';
import { notebookTags } from '../../../src/kernel/runs/source-tags.js';

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

function chosen(fields: Partial<KernelConfig>, environment: NodeJS.ProcessEnv): ExperimentChoice {
  return new ExperimentChoice(config(fields), environment);
}

describe('The experiment of a notebook', () => {
  it('is its path without the ending', () => {
    const own = { id: null, isChosen: false };
    assert.deepEqual(chosen({}, {}).current, { name: 'flowers/iris', ...own });
    assert.equal(chosen({ notebookPath: 'a.ipynb.ipynb' }, {}).current.name, 'a.ipynb');
    assert.equal(chosen({ notebookPath: 'script.ts' }, {}).current.name, 'script.ts');
    assert.equal(chosen({}, {}).note, null);
  });

  it('is the one that the user named', () => {
    const { current } = chosen({}, { MLFLOW_EXPERIMENT_NAME: 'mine' });
    assert.deepEqual(current, { name: 'mine', id: null, isChosen: true });
    assert.equal(chosen({}, { MLFLOW_EXPERIMENT_NAME: '' }).current.name, 'flowers/iris');
  });

  it('is the one whose id the environment has, where it has no name', () => {
    const environment = { MLFLOW_EXPERIMENT_ID: '12' };
    const { current } = chosen({}, environment);
    assert.deepEqual(current, { name: 'experiment 12', id: '12', isChosen: true });
    const both = { ...environment, MLFLOW_EXPERIMENT_NAME: 'mine' };
    assert.equal(chosen({}, both).current.id, null);
  });

  it('is the one that was set last, before all others', () => {
    const choice = chosen({}, { MLFLOW_EXPERIMENT_NAME: 'mine' });
    choice.set({ name: 'first', id: null });
    choice.set({ name: 'second', id: '7' });
    assert.deepEqual(choice.current, { name: 'second', id: '7', isChosen: true });
  });

  it('is MLflow’s own where nobody knows the notebook, which is said', () => {
    const nameless = { notebookPath: null };
    assert.equal(chosen(nameless, {}).current.name, 'Default');
    assert.match(chosen(nameless, {}).note ?? '', /AUTOLOG_NOTEBOOK/);
    assert.equal(chosen(nameless, { MLFLOW_EXPERIMENT_NAME: 'mine' }).note, null);
  });
});

describe('The tags of a notebook’s runs', () => {
  it('say who, where and in which kernel', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-source-'));
    const tags = notebookTags(config({ root: folder }));
    assert.deepEqual(tags, {
      'mlflow.user': os.userInfo().username,
      'mlflow.source.type': 'NOTEBOOK',
      'mlflow.source.name': 'flowers/iris.ipynb',
      'autolog.kernelId': 'kernel-1'
    });
    assert.equal('mlflow.source.name' in notebookTags(config({ notebookPath: null })), false);
    fs.rmSync(folder, { recursive: true });
  });

  it('say which commit the notebook’s folder is at', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-source-'));
    const git = path.join(folder, 'flowers', '.git');
    fs.mkdirSync(path.join(git, 'refs', 'heads'), { recursive: true });
    fs.writeFileSync(path.join(git, 'HEAD'), 'ref: refs/heads/main\n');
    fs.writeFileSync(path.join(git, 'refs', 'heads', 'main'), `${'ab'.repeat(20)}\n`);
    const tags = notebookTags(config({ root: folder }));
    assert.equal(tags['mlflow.source.git.commit'], 'ab'.repeat(20));
    assert.equal(tags['mlflow.source.git.branch'], 'main');
    assert.equal(
      notebookTags(config({ root: folder, notebookPath: 'b.ipynb' }))['mlflow.source.git.commit'],
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
