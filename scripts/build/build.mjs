import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, VENV_PYTHON } from '../checkout.mjs';
import { Problem } from '../problem.mjs';
import { elapsed } from '../terminal/elapsed.mjs';
import { BUILD } from './product.mjs';
import { linkIntoVenv } from './link-into-venv.mjs';
import { linkSourcesForTests } from './test-sources.mjs';

/** `npm run build`: the build alone, always, with all that its tools say. */
export async function build() {
  if (!fs.existsSync(path.join(NODE_MODULES, 'typescript'))) {
    throw new Problem('The npm packages are missing: run npm run setup.');
  }
  for (const { title, command } of BUILD) {
    const start = Date.now();
    process.stdout.write(`\n${title}\n`);
    if ((await command({})) !== 0) {
      throw new Problem(`The build failed (${title}): put right what is said above.`);
    }
    process.stdout.write(`${title}: ${elapsed(Date.now() - start)}\n`);
  }
  linkSourcesForTests();
  if (fs.existsSync(VENV_PYTHON)) {
    linkIntoVenv();
  }
}
