import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, ROOT } from '../checkout.mjs';
import { run } from '../process/run.mjs';
import { readCounts, reportFile } from './report-file.mjs';

/** The first test of a file loads JupyterLab, which a busy machine takes long for; in milliseconds. */
const LIMIT = 60_000;

/** The tests of src/lab, in a simulated browser; `pattern` is part of a file's path. */
export async function jestTests(pattern) {
  if (!fs.existsSync(path.join(ROOT, 'jest.config.js'))) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const report = reportFile('jest.json');
  const program = path.join(NODE_MODULES, 'jest', 'bin', 'jest.js');
  const options = [
    '--maxWorkers=2',
    `--testTimeout=${LIMIT}`,
    '--json',
    `--outputFile=${report}`,
    '--passWithNoTests'
  ];
  const code = await run(process.execPath, [program, ...options, ...(pattern ? [pattern] : [])]);
  return readCounts(report, readJest, code);
}

function readJest(text) {
  const result = JSON.parse(text);
  return {
    passed: result.numPassedTests,
    // A file that can't be loaded has no tests to fail.
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests
  };
}
