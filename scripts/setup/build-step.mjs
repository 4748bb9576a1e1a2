import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../checkout.mjs';
import { BUILD } from '../build/product.mjs';
import { linkIntoVenv } from '../build/link-into-venv.mjs';
import { linkSourcesForTests } from '../build/test-sources.mjs';
import { LogFile } from '../process/log-file.mjs';
import { failure } from './failure.mjs';
import { fingerprint } from './fingerprint.mjs';
import { unlessStamped } from './stamp.mjs';

const INPUTS = [
  'src',
  'style',
  'schema',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'webpack.config.js'
];

const RESULTS = [
  'lib/lab/index.js',
  'jupyterlab_autolog/kernel/prelude.cjs',
  'jupyterlab_autolog/kernel/shipper.cjs',
  'jupyterlab_autolog/labextension/package.json'
];

/** Compiles, bundles for kernel and browser, and links the result into .venv. */
export async function buildStep(note) {
  const stamp = {
    name: 'build',
    inputs: fingerprint(INPUTS),
    isPresent: () => RESULTS.every(result => fs.existsSync(path.join(ROOT, result)))
  };
  const result = await unlessStamped(stamp, async () => {
    const log = new LogFile('build');
    for (const { title, command } of BUILD) {
      note(title);
      if ((await command({ log, onLine: () => {} })) !== 0) {
        throw failure(`Building (${title})`, log);
      }
    }
    return 'built';
  });
  linkSourcesForTests();
  linkIntoVenv();
  return result;
}
