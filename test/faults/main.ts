/*
 * Runs the fault suite: `node main.js --seed N [--part ci] [NAME ...]`. One line of JSON for each
 * fault on standard output, a `Verdict`; `scripts/faults` makes the table of them.
 */
import { parseArgs } from 'node:util';
import { FAULTS } from './cases/index.js';
import { runFaults } from './suite/run-faults.js';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    part: { type: 'string' },
    names: { type: 'boolean' },
    keep: { type: 'boolean' }
  },
  allowPositionals: true
});
const isShort = values.part === 'ci';
const chosen = FAULTS.filter(({ name, times }) =>
  positionals.length > 0 ? positionals.includes(name) : !isShort || times.ci > 0
);

if (values.names === true) {
  process.stdout.write(`${JSON.stringify(FAULTS.map(({ name }) => name))}\n`);
} else {
  void runFaults({
    faults: chosen,
    seed: Number(values.seed ?? 1),
    isShort,
    keepsFailed: values.keep === true,
    onVerdict: verdict => {
      process.stdout.write(`${JSON.stringify(verdict)}\n`);
    }
  });
}
