import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { KERNEL_CONFIG_VARIABLE } from './kernel-config.js';
import type { KernelConfig, TrackingTarget } from './kernel-config.js';

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
  return text === undefined ? ownConfig(environment) : (JSON.parse(text) as KernelConfig);
}

/** Takes our `--require` out of `NODE_OPTIONS`, and leaves the user's own options. */
export function withoutPrelude(nodeOptions: string): string {
  return nodeOptions
    .replace(/(^|\s)(--require|-r)(=|\s+)("(?:[^"\\]|\\.)*prelude\.cjs"|[^\s"]*prelude\.cjs)/g, '')
    .trim();
}

function ownConfig(environment: NodeJS.ProcessEnv): KernelConfig {
  const root = process.cwd();
  const notebookPath = environment['AUTOLOG_NOTEBOOK'] ?? null;
  return {
    version: 1,
    kernelId: randomUUID(),
    tracking: ownTarget(environment, root),
    notebookPath,
    root,
    home: environment['AUTOLOG_HOME'] ?? path.join(jupyterDataFolder(environment), 'autolog'),
    snapshotFile: null,
    headless: false
  };
}

function ownTarget(environment: NodeJS.ProcessEnv, root: string): TrackingTarget {
  const uri = environment['MLFLOW_TRACKING_URI'];
  return uri === undefined || uri === '' ? { kind: 'embedded', root } : { kind: 'uri', uri };
}

/** The default of jupyter_core's `jupyter_data_dir`. */
function jupyterDataFolder(environment: NodeJS.ProcessEnv): string {
  const given = environment['JUPYTER_DATA_DIR'];
  if (given !== undefined && given !== '') {
    return given;
  }
  switch (process.platform) {
    case 'win32':
      return path.join(environment['APPDATA'] ?? os.homedir(), 'jupyter');
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Jupyter');
    default:
      return path.join(
        environment['XDG_DATA_HOME'] ?? path.join(os.homedir(), '.local', 'share'),
        'jupyter'
      );
  }
}
