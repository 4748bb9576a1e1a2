import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { KERNEL_CONFIG_VARIABLE } from './kernel-config.js';
import type { KernelConfig, TrackingTarget } from './kernel-config.js';
import { withoutCredentials } from './tracking-uri.js';

/**
 * The configuration of this kernel, and its removal from the environment, so that child
 * processes of the user's start clean. A kernel that nobody configured (its
 * `NODE_OPTIONS` were set by hand) gets what the environment says.
 */
export function takeKernelConfig(environment: NodeJS.ProcessEnv = process.env): KernelConfig {
  const text = environment[KERNEL_CONFIG_VARIABLE];
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the variable's name is a constant
  delete environment[KERNEL_CONFIG_VARIABLE];
  // Written by our own provisioner in the version that ships this file.
  return text === undefined ? environmentConfig(environment) : (JSON.parse(text) as KernelConfig);
}

/** What the environment says; credentials of a URI go into the variables that MLflow has for them. */
export function environmentConfig(environment: NodeJS.ProcessEnv): KernelConfig {
  const root = process.cwd();
  const notebookPath = given(environment['AUTOLOG_NOTEBOOK']);
  return {
    version: 1,
    kernelId: randomUUID(),
    tracking: ownTarget(environment, root),
    notebookPath,
    root,
    home:
      given(environment['AUTOLOG_HOME']) ?? path.join(jupyterDataFolder(environment), 'autolog'),
    snapshotFile: null,
    headless: false,
    offline: isSwitchedOn(environment['AUTOLOG_OFFLINE']),
    fsync: isSwitchedOn(environment['AUTOLOG_FSYNC'])
  };
}

function ownTarget(environment: NodeJS.ProcessEnv, root: string): TrackingTarget {
  const chosen = given(environment['MLFLOW_TRACKING_URI']);
  if (chosen === null) {
    return { kind: 'embedded', root };
  }
  // The journal holds no credentials: they go where MLflow's own variables have them.
  const { uri, credentials } = withoutCredentials(chosen);
  for (const [name, value] of Object.entries(credentials)) {
    environment[name] ??= value;
  }
  return { kind: 'uri', uri };
}

/** The default of jupyter_core's `jupyter_data_dir`. */
function jupyterDataFolder(environment: NodeJS.ProcessEnv): string {
  const folder = given(environment['JUPYTER_DATA_DIR']);
  if (folder !== null) {
    return folder;
  }
  switch (process.platform) {
    case 'win32':
      return path.join(environment['APPDATA'] ?? os.homedir(), 'jupyter');
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Jupyter');
    default:
      return path.join(
        given(environment['XDG_DATA_HOME']) ?? path.join(os.homedir(), '.local', 'share'),
        'jupyter'
      );
  }
}

/** As `is_switched_on` of `jupyterlab_autolog/config.py`. */
function isSwitchedOn(value: string | undefined): boolean {
  return !['', '0', 'false'].includes(value?.trim().toLowerCase() ?? '');
}

/** An empty variable counts as none, as in MLflow and Jupyter. */
function given(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
