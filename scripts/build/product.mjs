import path from 'node:path';
import { NODE_MODULES } from '../checkout.mjs';
import { run } from '../process/run.mjs';

/**
 * The commands of the build, in order. Each is a function of {@link run}'s options that
 * resolves to an exit code.
 */
export const BUILD = [
  { title: 'TypeScript', command: node('typescript/bin/tsc', ['-b', 'src/kernel', 'src/lab']) },
  { title: 'kernel bundle', command: node('webpack/bin/webpack.js', []) },
  {
    title: 'JupyterLab extension',
    command: node('@jupyter/builder/lib/build-labextension.js', [
      '--core-package-file',
      path.join('node_modules', '@jupyterlab', 'core-meta', 'core.package.json'),
      '.'
    ])
  }
];

function node(program, args) {
  return options => run(process.execPath, [path.join(NODE_MODULES, program), ...args], options);
}
