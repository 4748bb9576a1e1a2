import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, ROOT, VENV_PYTHON } from '../checkout.mjs';
import { run } from '../process/run.mjs';

/** Folders that hold code of ours; those that exist are cruised. */
const CODE = ['src', 'test', 'ui-tests', 'bench'];

/** Folders of Python. */
const PYTHON = ['jupyterlab_autolog', 'test/server', 'test/faults'];

/** The checks of `npm run lint`, cheapest first; `run(options)` resolves to an exit code. */
export const CHECKS = [
  {
    name: 'prettier',
    run: node('prettier/bin/prettier.cjs', () => ['--check', '--log-level=warn', '.'])
  },
  {
    name: 'stylelint',
    run: node('stylelint/bin/stylelint.mjs', () => ['--allow-empty-input', 'style/**/*.css'])
  },
  { name: 'types', run: node('typescript/bin/tsc', () => ['-b']) },
  // They are compiled by their runners, which don't look at types.
  ...['test/lab', 'ui-tests'].map(folder => ({
    name: `types of ${folder}`,
    run: node('typescript/bin/tsc', () => ['--noEmit', '-p', folder])
  })),
  {
    name: 'dependency-cruiser',
    run: node('dependency-cruiser/bin/dependency-cruise.mjs', () => [
      '--config',
      '.dependency-cruiser.cjs',
      ...present(CODE)
    ])
  },
  { name: 'eslint', run: node('eslint/bin/eslint.js', () => ['--max-warnings=0', '.']) },
  { name: 'ruff check', run: python(['-m', 'ruff', 'check', '--quiet'], PYTHON) },
  { name: 'ruff format', run: python(['-m', 'ruff', 'format', '--check', '--quiet'], PYTHON) },
  { name: 'mypy', run: python(['-m', 'mypy', '--no-error-summary'], []) }
];

function node(program, args) {
  return options => run(process.execPath, [path.join(NODE_MODULES, program), ...args()], options);
}

function python(args, folders) {
  return options => run(VENV_PYTHON, [...args, ...present(folders)], options);
}

function present(folders) {
  return folders.filter(folder => fs.existsSync(path.join(ROOT, folder)));
}
