/**
 * `npm run test:faults [-- --seed N] [-- --part ci] [-- NAME …]`: everything dies, fills up, breaks
 * off or goes wrong while records are logged, and MLflow's own client counts what became of them.
 * Prints one table; the exit code is 1 where anything was lost, found twice or left running, or a
 * fault could not be carried out. The same seed repeats the same moments. `--keep` leaves the
 * folders of what went wrong in the system's folder for temporary files.
 */
import { Problem } from '../problem.mjs';
import { setUp } from '../setup/setup.mjs';
import { elapsed } from '../terminal/elapsed.mjs';
import { readOptions } from './options.mjs';
import { compileSuite, faultNames, runSuite } from './run-suite.mjs';
import { explanation, isFine, verdictTable } from './verdicts.mjs';

export async function faults(args) {
  const options = readOptions(args);
  await setUp();
  if ((await compileSuite()) !== 0) {
    throw new Problem('The fault suite does not compile: put right what is said above.');
  }
  const known = await faultNames();
  const unknown = options.names.find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new Problem(`There is no fault ${unknown}: there are ${known.join(', ')}.`);
  }
  const verdicts = await tellAll(options);
  return verdicts.every(isFine) ? 0 : 1;
}

/** Runs the suite and prints the table; the verdicts. */
export async function tellAll(options) {
  const begin = Date.now();
  process.stdout.write(`\nThe fault suite with the seed ${options.seed}\n`);
  const verdicts = await runSuite(options, verdict => {
    const word = isFine(verdict) ? 'kept' : 'BROKEN';
    process.stdout.write(`${verdict.name}: ${word} (${elapsed(verdict.milliseconds)})\n`);
    // At once: the others may take half an hour more, and the run may be broken off before.
    const why = isFine(verdict) ? null : explanation(verdict);
    if (why !== null) {
      process.stdout.write(`${why}\n`);
    }
  });
  process.stdout.write(`\n${verdictTable(verdicts)}\n\n`);
  for (const text of verdicts.map(explanation).filter(Boolean)) {
    process.stdout.write(`${text}\n`);
  }
  process.stdout.write(`${elapsed(Date.now() - begin)}, seed ${options.seed}\n`);
  return verdicts;
}
