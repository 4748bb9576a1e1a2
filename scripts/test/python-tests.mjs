import fs from 'node:fs';
import path from 'node:path';
import { ROOT, VENV_PYTHON } from '../checkout.mjs';
import { run } from '../process/run.mjs';
import { labEnvironment } from '../start/lab-environment.mjs';
import { readCounts, reportFile } from './report-file.mjs';

const NO_TESTS = 5;

/** The tests of the server extension; `pattern` is a path, or what `pytest -k` takes. */
export async function pythonTests(pattern) {
  if (!fs.existsSync(path.join(ROOT, 'test', 'server'))) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const report = reportFile('pytest.xml');
  const chosen = pattern === undefined ? ['test/server'] : choice(pattern);
  const code = await run(VENV_PYTHON, ['-m', 'pytest', `--junitxml=${report}`, ...chosen], {
    env: labEnvironment()
  });
  return readCounts(report, readJunit, code === NO_TESTS ? 0 : code);
}

function choice(pattern) {
  return fs.existsSync(path.join(ROOT, pattern)) ? [pattern] : ['test/server', '-k', pattern];
}

function readJunit(text) {
  const suite = /<testsuite [^>]*>/.exec(text)?.[0] ?? '';
  const count = name => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed, skipped };
}
