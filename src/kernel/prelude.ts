/*
 * Loaded by `node --require` before a kernel starts. In any process but a tslab kernel it
 * does nothing at all; a launcher between Jupyter and tslab (npx, say) hands it on.
 */
import fs from 'node:fs';
import { withoutRequire } from './config/node-options.js';
import { takeKernelConfig } from './config/read-config.js';
import { isTslabKernel } from './host/tslab/tslab-process.js';

if (isTslabKernel()) {
  const nodeOptions = withoutRequire(process.env['NODE_OPTIONS'] ?? '', isThisFile);
  if (nodeOptions === '') {
    delete process.env['NODE_OPTIONS'];
  } else {
    process.env['NODE_OPTIONS'] = nodeOptions;
  }
  start();
}

function isThisFile(file: string): boolean {
  try {
    return fs.realpathSync(file) === fs.realpathSync(__filename);
  } catch {
    // A module's name, or a file that is gone: not this one.
    return false;
  }
}

function start(): void {
  try {
    const config = takeKernelConfig();
    if (process.env['AUTOLOG_DISABLE'] !== '1') {
      // Loaded only here, so that other processes pay nothing for it.
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- must be synchronous
      const { installAutolog } = require('./autolog.js') as typeof import('./autolog.js');
      installAutolog(config, __dirname);
    }
  } catch (error) {
    // The kernel must start without us. Its standard error goes to Jupyter's log.
    process.stderr.write(
      `jupyterlab-autolog could not start in this kernel, which runs without it: ${String(error)}\n`
    );
  }
}
