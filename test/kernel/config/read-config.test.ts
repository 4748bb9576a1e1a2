import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { KernelConfig } from '../../../src/kernel/config/kernel-config.js';
import { takeKernelConfig } from '../../../src/kernel/config/read-config.js';

describe('The configuration of a kernel', () => {
  it('is what the provisioner wrote, and leaves the environment with it', () => {
    const config: KernelConfig = {
      version: 1,
      kernelId: 'k',
      tracking: { kind: 'uri', uri: 'http://tracker' },
      notebookPath: 'a.ipynb',
      root: '/root',
      home: '/home',
      snapshotFile: null,
      headless: true
    };
    const environment = { AUTOLOG_KERNEL_CONFIG: JSON.stringify(config), PATH: '/bin' };
    assert.deepEqual(takeKernelConfig(environment), config);
    assert.deepEqual(environment, { PATH: '/bin' });
  });

  it('is refused where it is no JSON', () => {
    const environment = { AUTOLOG_KERNEL_CONFIG: '{' };
    assert.throws(() => takeKernelConfig(environment), SyntaxError);
    assert.deepEqual(environment, {});
  });

  it('is what the environment says where nobody wrote one', () => {
    const { kernelId, ...config } = takeKernelConfig({
      AUTOLOG_NOTEBOOK: 'b.ipynb',
      AUTOLOG_HOME: '/journals',
      MLFLOW_TRACKING_URI: 'http://tracker'
    });
    assert.match(kernelId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(config, {
      version: 1,
      tracking: { kind: 'uri', uri: 'http://tracker' },
      notebookPath: 'b.ipynb',
      root: process.cwd(),
      home: '/journals',
      snapshotFile: null,
      headless: false,
      offline: false,
      fsync: false
    });
  });

  it('is offline where AUTOLOG_OFFLINE is anything but nothing, 0 or false', () => {
    const isOffline = (value: string): boolean | undefined =>
      takeKernelConfig({ AUTOLOG_OFFLINE: value }).offline;
    assert.deepEqual(['1', 'true', 'yes'].map(isOffline), [true, true, true]);
    assert.deepEqual(['', '0', 'False', ' '].map(isOffline), [false, false, false, false]);
  });

  it('forces records to the disk where AUTOLOG_FSYNC is anything but nothing, 0 or false', () => {
    const isForced = (value: string): boolean | undefined =>
      takeKernelConfig({ AUTOLOG_FSYNC: value }).fsync;
    assert.deepEqual(['1', 'true', 'yes'].map(isForced), [true, true, true]);
    assert.deepEqual(['', '0', 'False', ' '].map(isForced), [false, false, false, false]);
  });

  it('takes empty variables for none', () => {
    const { tracking, notebookPath, home } = takeKernelConfig({
      AUTOLOG_NOTEBOOK: '',
      AUTOLOG_HOME: '',
      MLFLOW_TRACKING_URI: '',
      JUPYTER_DATA_DIR: '',
      XDG_DATA_HOME: ''
    });
    assert.deepEqual(tracking, { kind: 'embedded', root: process.cwd() });
    assert.equal(notebookPath, null);
    if (process.platform === 'linux') {
      assert.equal(home, path.join(os.homedir(), '.local', 'share', 'jupyter', 'autolog'));
    }
  });

  it('finds Jupyter’s data folder', () => {
    assert.equal(
      takeKernelConfig({ JUPYTER_DATA_DIR: '/data', XDG_DATA_HOME: '/share' }).home,
      path.join('/data', 'autolog')
    );
    if (process.platform === 'linux') {
      assert.equal(takeKernelConfig({ XDG_DATA_HOME: '/share' }).home, '/share/jupyter/autolog');
    }
  });

  it('moves credentials of the tracking URI to MLflow’s own variables', () => {
    const environment: NodeJS.ProcessEnv = {
      MLFLOW_TRACKING_URI: 'https://me:p%40ss@tracker/mlflow'
    };
    assert.deepEqual(takeKernelConfig(environment).tracking, {
      kind: 'uri',
      uri: 'https://tracker/mlflow'
    });
    assert.equal(environment['MLFLOW_TRACKING_USERNAME'], 'me');
    assert.equal(environment['MLFLOW_TRACKING_PASSWORD'], 'p@ss');
  });

  it('hands on a tracking URI that is none', () => {
    assert.deepEqual(takeKernelConfig({ MLFLOW_TRACKING_URI: 'databricks' }).tracking, {
      kind: 'uri',
      uri: 'databricks'
    });
  });
});
