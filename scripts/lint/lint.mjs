import fs from 'node:fs';
import { NODE_MODULES, VENV_PYTHON } from '../checkout.mjs';
import { Problem } from '../problem.mjs';
import { elapsed } from '../terminal/elapsed.mjs';
import { table } from '../terminal/table.mjs';
import { CHECKS } from './checks.mjs';

/**
 * `npm run lint [-- NAME]`: every check (or those whose name holds NAME), each to its end even where
 * another failed. Exit code 1 when one failed.
 */
export async function lint([name = '']) {
  if (!fs.existsSync(NODE_MODULES) || !fs.existsSync(VENV_PYTHON)) {
    throw new Problem('The packages that check the code are missing: run npm run setup.');
  }
  const results = await runChecks(name);
  const rows = results.map(({ check, passed, time }) => [
    check,
    passed ? 'ok' : 'FAILED',
    elapsed(time)
  ]);
  process.stdout.write(`\n${table(['check', 'result', 'time'], rows)}\n`);
  return results.every(({ passed }) => passed) ? 0 : 1;
}

/** Runs the checks whose name holds `name`; resolves to what became of each. */
export async function runChecks(name = '') {
  const chosen = CHECKS.filter(check => check.name.includes(name));
  if (chosen.length === 0) {
    throw new Problem(
      `No check is called ${name}: there are ${CHECKS.map(check => check.name).join(', ')}.`
    );
  }
  const results = [];
  for (const check of chosen) {
    process.stdout.write(`\n--- ${check.name}\n`);
    const start = Date.now();
    const code = await check.run({});
    results.push({ check: check.name, passed: code === 0, time: Date.now() - start });
  }
  return results;
}
