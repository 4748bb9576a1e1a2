import fs from 'node:fs';
import path from 'node:path';
import { STATE } from '../checkout.mjs';

/**
 * Does `work` unless it succeeded before for the same inputs and `isPresent()` still
 * finds its result. The stamp is taken away first and written last, so work that was
 * interrupted is never taken for done.
 */
export async function unlessStamped({ name, inputs, isPresent }, work) {
  const file = path.join(STATE, `${name}.stamp`);
  if (readStamp(file) === inputs && isPresent()) {
    return 'up to date';
  }
  fs.rmSync(file, { force: true });
  const result = await work();
  fs.mkdirSync(STATE, { recursive: true });
  fs.writeFileSync(`${file}.new`, inputs);
  fs.renameSync(`${file}.new`, file);
  return result;
}

function readStamp(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}
