import fs from 'node:fs';
import { VENV_PYTHON } from '../checkout.mjs';
import { findPython } from './find-python.mjs';

/** Finds out before the long downloads that there is a Python to use. */
export async function pythonStep() {
  if (fs.existsSync(VENV_PYTHON)) {
    return 'in .venv';
  }
  const { version, executable } = findPython();
  return `${version.join('.')} (${executable})`;
}
