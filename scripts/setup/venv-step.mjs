import fs from 'node:fs';
import { ROOT, VENV, VENV_PYTHON } from '../checkout.mjs';
import { unlinkFromVenv } from '../build/link-into-venv.mjs';
import { LogFile } from '../process/log-file.mjs';
import { run } from '../process/run.mjs';
import { requireSpace } from './disk-space.mjs';
import { failure } from './failure.mjs';
import { findPython } from './find-python.mjs';
import { fingerprint } from './fingerprint.mjs';
import { removeHalfInstalled } from './half-installed.mjs';
import { unlessStamped } from './stamp.mjs';

/** The virtual environment .venv with this package, editable, and all that its tests need. */
export function venvStep(note) {
  const stamp = {
    name: 'venv',
    // A moved checkout needs a new environment: its programs hold absolute paths.
    inputs: fingerprint(['pyproject.toml'], [ROOT, process.platform, process.arch]),
    isPresent: () => fs.existsSync(VENV_PYTHON)
  };
  return unlessStamped(stamp, async () => {
    requireSpace(2000, 'Python packages');
    const log = new LogFile('pip');
    if (!(await isSound(log))) {
      const { executable } = findPython();
      note('making .venv');
      if ((await run(executable, ['-m', 'venv', '--clear', VENV], { log, onLine: note })) !== 0) {
        throw failure('Making the virtual environment .venv', log);
      }
    }
    removeHalfInstalled();
    // pip would write and delete the package's own files through the link.
    unlinkFromVenv();
    note('pip install');
    const options = { log, onLine: note, env: { ...process.env, ...PIP_ENVIRONMENT } };
    if ((await run(VENV_PYTHON, INSTALL, options)) !== 0) {
      throw failure('Installing the Python packages', log);
    }
    return 'installed';
  });
}

const INSTALL = ['-m', 'pip', 'install', '--progress-bar', 'off', '-e', '.[dev,test]'];

const PIP_ENVIRONMENT = {
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PYTHONUTF8: '1',
  // The build is a step of its own; the packaging must not start another.
  SKIP_JUPYTER_BUILDER: '1',
  HATCH_JUPYTER_BUILDER_SKIP_NPM: '1'
};

/** Whether .venv is whole enough to install into, and was made at this place. */
async function isSound(log) {
  if (!fs.existsSync(VENV_PYTHON)) {
    return false;
  }
  const asks = 'import sys, pip; sys.exit(sys.argv[1] != sys.prefix)';
  return (await run(VENV_PYTHON, ['-c', asks, VENV], { log })) === 0;
}
