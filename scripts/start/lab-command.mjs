import { VENV_PYTHON } from '../checkout.mjs';
import { labEnvironment } from './lab-environment.mjs';

/** How to start the JupyterLab of .venv on the folder `root`. */
export function labCommand({ port, token, root, browser }) {
  return {
    command: VENV_PYTHON,
    args: [
      '-m',
      'jupyterlab',
      `--ServerApp.root_dir=${root}`,
      `--ServerApp.port=${port}`,
      // We have told the person this port, so another one would be a surprise.
      '--ServerApp.port_retries=0',
      ...(browser ? [] : ['--no-browser']),
      ...(process.getuid?.() === 0 ? ['--allow-root'] : [])
    ],
    // In the environment, because other users can read a command line.
    env: { ...labEnvironment(), JUPYTER_TOKEN: token }
  };
}
