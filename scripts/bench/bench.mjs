/**
 * `npm run bench [-- NAME …]` runs bench/*.mjs, all of it or the benches that are named.
 *
 * A file of bench exports
 *   - `name`: what it is called, or `names`: several, of which one can be asked for alone;
 *   - `run({ name, report })`: measures, and calls `report(result)` for each result, an object
 *     with at least `measure`, `value` and `unit`. `name` is the one asked for (of `names`; null: all).
 * It may be async, and throws when it could not measure. Each result becomes one line of JSON on standard
 * output, `{ "bench", "measure", "value", "unit", … }`; all else goes to standard error, so the output
 * can be kept and compared. Every bench runs in this process, one after the other.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, shown } from '../checkout.mjs';
import { Problem } from '../problem.mjs';
import { elapsed } from '../terminal/elapsed.mjs';

const FOLDER = path.join(ROOT, 'bench');

export async function bench(wanted) {
  const benches = await readBenches();
  const known = benches.flatMap(({ names }) => names);
  const unknown = wanted.find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new Problem(`There is no bench ${unknown}: there are ${known.join(', ') || 'none yet'}.`);
  }
  for (const { names, file, run } of benches) {
    for (const name of chosen(names, wanted)) {
      const start = Date.now();
      process.stderr.write(`${name ?? names.join(', ')} (${shown(file)})\n`);
      await run({ name, report: result => print(name ?? names[0], result) });
      process.stderr.write(`${elapsed(Date.now() - start)}\n`);
    }
  }
}

async function readBenches() {
  const files = fs.existsSync(FOLDER)
    ? fs.readdirSync(FOLDER).filter(name => name.endsWith('.mjs'))
    : [];
  return Promise.all(
    files.sort().map(async file => {
      const place = path.join(FOLDER, file);
      const { name, names = [name], run } = await import(pathToFileURL(place).href);
      if (typeof run !== 'function' || names.some(each => typeof each !== 'string')) {
        throw new Problem(
          `${shown(place)} is no bench: export a name and run(), as scripts/bench/bench.mjs says.`
        );
      }
      return { names, file: place, run };
    })
  );
}

/** Null stands for all of a file's benches in one go. */
function chosen(names, wanted) {
  return wanted.length === 0 ? [null] : names.filter(name => wanted.includes(name));
}

function print(bench, result) {
  process.stdout.write(`${JSON.stringify({ bench, ...result })}\n`);
}
