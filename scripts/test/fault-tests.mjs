import { tellAll } from '../faults/faults.mjs';
import { compileSuite, faultNames } from '../faults/run-suite.mjs';
import { isFine } from '../faults/verdicts.mjs';

/** Fixed, so that a failure is a change of the code and not of the chance. */
const SEED = 1;

/** The short part of the fault suite, a fault being a test; `pattern` is part of a fault's name. */
export async function faultTests(pattern) {
  if ((await compileSuite()) !== 0) {
    process.stdout.write('FAILED: the fault suite does not compile, so none of it was run.\n');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const names =
    pattern === undefined ? [] : (await faultNames()).filter(name => name.includes(pattern));
  if (pattern !== undefined && names.length === 0) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const verdicts = await tellAll({ seed: SEED, isShort: true, keep: false, names });
  const skipped = verdicts.filter(({ impossible }) => impossible !== undefined).length;
  const failed = verdicts.filter(verdict => !isFine(verdict)).length;
  return { passed: verdicts.length - failed - skipped, failed, skipped };
}
