import fs from 'node:fs';
import path from 'node:path';
import { VENV } from '../checkout.mjs';

/**
 * Removes the records of packages whose installation was interrupted. pip writes the file
 * INSTALLER when all files of a package are in place, but takes a package for
 * installed as soon as its folder of records exists, and would leave it broken.
 */
export function removeHalfInstalled() {
  for (const folder of sitePackages()) {
    for (const name of fs.readdirSync(folder)) {
      const records = path.join(folder, name);
      if (name.endsWith('.dist-info') && !fs.existsSync(path.join(records, 'INSTALLER'))) {
        fs.rmSync(records, { recursive: true });
      }
    }
  }
}

function sitePackages() {
  if (process.platform === 'win32') {
    return [path.join(VENV, 'Lib', 'site-packages')];
  }
  const lib = path.join(VENV, 'lib');
  return fs.readdirSync(lib).map(python => path.join(lib, python, 'site-packages'));
}
