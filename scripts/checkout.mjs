import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the folder that holds package.json. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Stamps of finished steps and the logs of what they ran. Safe to delete at any time. */
export const STATE = path.join(ROOT, '.setup');

export const NODE_MODULES = path.join(ROOT, 'node_modules');
export const VENV = path.join(ROOT, '.venv');

/** Where Python puts a virtual environment's programs. */
export const VENV_PROGRAMS = path.join(VENV, process.platform === 'win32' ? 'Scripts' : 'bin');
export const VENV_PYTHON = path.join(
  VENV_PROGRAMS,
  process.platform === 'win32' ? 'python.exe' : 'python'
);

/** `file` as a person would type it from the checkout's folder. */
export function shown(file) {
  const relative = path.relative(ROOT, file);
  return relative.startsWith('..') ? file : relative;
}
