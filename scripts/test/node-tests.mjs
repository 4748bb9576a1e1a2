import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE_MODULES, ROOT } from '../checkout.mjs';
import { run } from '../process/run.mjs';
import { filesBelow } from '../setup/fingerprint.mjs';
import { labEnvironment } from '../start/lab-environment.mjs';
import { readCounts, reportFile } from './report-file.mjs';

/** No single test takes that long, in milliseconds. */
const LIMIT = 5 * 60_000;

/** The folders whose tests other runners run. */
const OTHERS = ['lab', 'server'];

/** The tests of node:test, compiled; `pattern` is part of a file's path. */
export async function nodeTests(pattern = '') {
  const compiled = await run(process.execPath, [
    path.join(NODE_MODULES, 'typescript', 'bin', 'tsc'),
    '-b'
  ]);
  if (compiled !== 0) {
    process.stdout.write('FAILED: the tests do not compile, so none of them was run.\n');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const files = testFiles().filter(file => file.includes(pattern));
  if (files.length === 0) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const report = reportFile('node-tests.json');
  const reporter = pathToFileURL(path.join(ROOT, 'scripts', 'test', 'count-reporter.mjs')).href;
  const code = await run(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      '--test-concurrency=2',
      `--test-timeout=${LIMIT}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${report}`,
      ...files
    ],
    { env: labEnvironment() }
  );
  return readCounts(report, JSON.parse, code);
}

/** Compiled tests whose source still exists; what was deleted may have left its output behind. */
function testFiles() {
  return filesBelow(path.join(ROOT, 'test'))
    .map(file => path.relative(ROOT, file))
    .filter(file => file.endsWith('.test.ts') && !OTHERS.includes(file.split(path.sep)[1]))
    .map(file => path.join('build', file.replace(/ts$/, 'js')))
    .filter(file => fs.existsSync(path.join(ROOT, file)));
}
