import { runChecks } from '../lint/lint.mjs';

/** The checks of `npm run lint`, each as a test. */
export async function lintChecks(pattern) {
  const results = await runChecks(pattern);
  const passed = results.filter(result => result.passed).length;
  for (const { check } of results.filter(result => !result.passed)) {
    process.stdout.write(`FAILED ${check}\n`);
  }
  return { passed, failed: results.length - passed, skipped: 0 };
}
