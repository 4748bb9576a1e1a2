import { elapsed } from '../terminal/elapsed.mjs';
import { Steps } from '../terminal/steps.mjs';
import { browserStep } from './browser-step.mjs';
import { buildStep } from './build-step.mjs';
import { kernelsStep } from './kernels-step.mjs';
import { withSetupLock } from './lock.mjs';
import { npmStep } from './npm-step.mjs';
import { pythonStep } from './python-step.mjs';
import { venvStep } from './venv-step.mjs';

const STEPS = [
  ['Python', pythonStep],
  ['npm packages', npmStep],
  ['Python packages', venvStep],
  ['TypeScript kernels', kernelsStep],
  ['Build', buildStep]
];

/** `npm run setup`: everything that JupyterLab with this extension needs, below this checkout. */
export async function setup() {
  const start = Date.now();
  await setUp();
  process.stdout.write(`Set up in ${elapsed(Date.now() - start)}. Next: npm start, or npm test.\n`);
}

/**
 * Brings the checkout up to date. Each step is left out when its inputs have not
 * changed since it last succeeded, so an interrupted set-up goes on where it stopped.
 */
export async function setUp({ browser = false } = {}) {
  const steps = browser ? [...STEPS, ['Browser for tests', browserStep]] : STEPS;
  await withSetupLock(async () => {
    const shown = new Steps(steps.length);
    for (const [title, work] of steps) {
      await shown.run(title, work);
    }
  });
}
