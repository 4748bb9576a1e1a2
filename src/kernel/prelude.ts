/*
 * Loaded by `node --require` before a kernel starts. In any process but a tslab kernel it
 * does nothing at all; a launcher between Jupyter and tslab (npx, say) hands it on.
 */
import { takeKernelConfig, withoutPrelude } from './config/read-config.js';
import { isTslabKernel } from './host/tslab/tslab-process.js';

if (isTslabKernel()) {
  const nodeOptions = withoutPrelude(process.env['NODE_OPTIONS'] ?? '');
  if (nodeOptions === '') {
    delete process.env['NODE_OPTIONS'];
  } else {
    process.env['NODE_OPTIONS'] = nodeOptions;
  }
  start();
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
