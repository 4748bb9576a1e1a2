import { Problem } from '../problem.mjs';
import { setUp } from '../setup/setup.mjs';
import { elapsed } from '../terminal/elapsed.mjs';
import { table } from '../terminal/table.mjs';
import { faultTests } from './fault-tests.mjs';
import { jestTests } from './jest-tests.mjs';
import { lintChecks } from './lint-checks.mjs';
import { nodeTests } from './node-tests.mjs';
import { pythonTests } from './python-tests.mjs';
import { uiTests } from './ui-tests.mjs';

/** Cheapest first. Each is `(pattern) => { passed, failed, skipped }`. */
const PARTS = {
  lint: lintChecks,
  node: nodeTests,
  jest: jestTests,
  pytest: pythonTests,
  faults: faultTests,
  ui: uiTests
};

/**
 * `npm test [-- PART [PATTERN]]`: sets up, then runs every test, or those of one part whose file or
 * name fits the pattern. The last line is `N passed, N failed`; a check of lint counts as one test.
 */
export async function test([part, pattern]) {
  if (part !== undefined && !Object.hasOwn(PARTS, part)) {
    throw new Problem(
      `There is no part ${part}: npm test -- [${Object.keys(PARTS).join(' | ')}] [pattern].`
    );
  }
  const chosen = part === undefined ? Object.keys(PARTS) : [part];
  await setUp({ browser: chosen.includes('ui') });
  const rows = [];
  for (const name of chosen) {
    process.stdout.write(`\n=== ${name}\n`);
    const start = Date.now();
    const { passed, failed, skipped } = await PARTS[name](pattern);
    rows.push([name, passed, failed, skipped, elapsed(Date.now() - start)]);
  }
  const total = column => rows.reduce((sum, row) => sum + row[column], 0);
  process.stdout.write(`\n${table(['part', 'passed', 'failed', 'skipped', 'time'], rows)}\n\n`);
  if (total(1) + total(2) === 0) {
    throw new Problem(
      `No test fits${pattern === undefined ? '' : ` ${pattern}`}: nothing was tested.`
    );
  }
  process.stdout.write(`${total(1)} passed, ${total(2)} failed\n`);
  return total(2) === 0 ? 0 : 1;
}
