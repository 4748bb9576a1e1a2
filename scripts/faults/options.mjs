import { parseArgs } from 'node:util';
import { Problem } from '../problem.mjs';

const USAGE = 'npm run test:faults -- [--seed N] [--part ci] [--keep] [NAME …]';

/** `{ seed, isShort, keep, names }`; the seed is made up where none is given. */
export function readOptions(args) {
  let values;
  let names;
  try {
    ({ values, positionals: names } = parseArgs({
      // npm hands a second `--` on.
      args: args.filter(arg => arg !== '--'),
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        part: { type: 'string' },
        keep: { type: 'boolean', default: false }
      }
    }));
  } catch (error) {
    throw new Problem(`${error.message} ${USAGE}`);
  }
  const seed = Number(values.seed ?? (Date.now() % 1_000_000) + 1);
  if (!Number.isSafeInteger(seed)) {
    throw new Problem(`The seed must be a whole number, not ${values.seed}. ${USAGE}`);
  }
  if (values.part !== undefined && values.part !== 'ci') {
    throw new Problem(`There is no part ${values.part}, only ci. ${USAGE}`);
  }
  return { seed, isShort: values.part === 'ci', keep: values.keep, names };
}
