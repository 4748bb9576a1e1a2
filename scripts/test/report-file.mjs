import fs from 'node:fs';
import path from 'node:path';
import { STATE } from '../checkout.mjs';

/** A file below .setup/ into which a test runner writes its counts; taken away before it runs. */
export function reportFile(name) {
  const file = path.join(STATE, name);
  fs.mkdirSync(STATE, { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}

/**
 * The counts that `parse(text)` finds in a runner's report. A runner that failed without counting a
 * failed test (a crash, a file that could not be loaded) counts as one.
 */
export function readCounts(file, parse, exitCode) {
  const counts = fs.existsSync(file)
    ? parse(fs.readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  if (exitCode !== 0 && counts.failed === 0) {
    process.stdout.write(`The test runner ended with exit code ${exitCode}.\n`);
    counts.failed = 1;
  }
  return counts;
}
