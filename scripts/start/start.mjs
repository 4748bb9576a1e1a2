import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, shown } from '../checkout.mjs';
import { Problem, Stopped } from '../problem.mjs';
import { LogFile } from '../process/log-file.mjs';
import { run } from '../process/run.mjs';
import { setUp } from '../setup/setup.mjs';
import { isAnswering } from './is-answering.mjs';
import { labCommand } from './lab-command.mjs';
import { choosePort } from './port.mjs';
import { readOptions } from './options.mjs';

const EXAMPLES = path.join(ROOT, 'examples');

/** `npm start [-- --no-browser --port N]`: sets up, then runs JupyterLab on examples/ until Ctrl-C. */
export async function start(args) {
  const options = readOptions(args);
  const port = await choosePort(options.port);
  await setUp();
  fs.mkdirSync(EXAMPLES, { recursive: true });
  const token = process.env.JUPYTER_TOKEN ?? randomBytes(24).toString('hex');
  const url = `http://localhost:${port}/lab?token=${token}`;
  const log = new LogFile(`jupyter-${port}`);
  const {
    command,
    args: labArgs,
    env
  } = labCommand({ port, token, root: EXAMPLES, browser: options.browser });
  process.stdout.write('Starting JupyterLab …\n');
  const ended = run(command, labArgs, { log, env, gentle: askToStop });
  const early = ended.then(
    () => 'ended',
    error => error
  );
  if (
    (await Promise.race([early, isAnswering(`http://localhost:${port}/api?token=${token}`)])) ===
    true
  ) {
    process.stdout.write(
      `\nJupyterLab is ready: ${url}\nNotebooks and MLflow store: ${shown(EXAMPLES)}   Log: ${shown(log.file)}   Stop: Ctrl-C\n`
    );
  }
  try {
    await ended;
  } catch (error) {
    if (error instanceof Stopped) {
      process.stdout.write('\nJupyterLab has stopped.\n');
      return 0;
    }
    throw error;
  }
  throw new Problem(
    `JupyterLab ended by itself: read why at the end of ${shown(log.file)}, then run npm start again.`
  );
}

/** Jupyter ends its kernels and the tracking server in order on SIGTERM, and asks nobody first. */
function askToStop(child) {
  if (process.platform !== 'win32') {
    child.kill('SIGTERM');
  }
}
