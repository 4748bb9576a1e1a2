import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../checkout.mjs';

/**
 * Compiled tests lie in build/test and import `../../src/...` as their sources do; this link lets
 * them find the compiled sources in lib.
 */
export function linkSourcesForTests() {
  const link = path.join(ROOT, 'build', 'src');
  if (fs.existsSync(link)) {
    return;
  }
  fs.rmSync(link, { force: true });
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.mkdirSync(path.join(ROOT, 'lib'), { recursive: true });
  // "junction" matters on Windows only, where it needs no administrator.
  fs.symlinkSync(path.join(ROOT, 'lib'), link, 'junction');
}
