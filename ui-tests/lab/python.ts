import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The interpreter that JupyterLab and MLflow are installed for. */
export const PYTHON =
  process.env['AUTOLOG_TEST_PYTHON'] ??
  path.resolve(process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python');

/** Runs a script and reads what it prints as JSON. */
export async function python<T>(script: string, ...args: string[]): Promise<T> {
  const { stdout } = await run(PYTHON, ['-c', script, ...args], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as T;
}
