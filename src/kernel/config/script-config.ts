import { existsSync } from 'node:fs';
import path from 'node:path';
import { trackerFile } from '../connection/tracker-file.js';
import type { KernelConfig } from './kernel-config.js';
import { environmentConfig } from './read-config.js';

/**
 * The configuration of a program that no Jupyter started, from its environment. Without
 * `MLFLOW_TRACKING_URI` it logs to the store of the folder that it runs in, or of the nearest one
 * around it that has one: that of a running JupyterLab, or a file `mlflow.db`.
 */
export function scriptConfig(environment: NodeJS.ProcessEnv = process.env): KernelConfig {
  const config = environmentConfig(environment);
  if (config.tracking.kind === 'uri') {
    return config;
  }
  const root = storeAround(config.root, config.home) ?? config.root;
  return { ...config, tracking: { kind: 'embedded', root } };
}

function storeAround(folder: string, home: string): string | null {
  if (existsSync(trackerFile(home, folder)) || existsSync(path.join(folder, 'mlflow.db'))) {
    return folder;
  }
  const parent = path.dirname(folder);
  return parent === folder ? null : storeAround(parent, home);
}
