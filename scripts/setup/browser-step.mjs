import fs from 'node:fs';
import path from 'node:path';
import { LogFile } from '../process/log-file.mjs';
import { run } from '../process/run.mjs';
import { failure } from './failure.mjs';
import { installedBrowser, playwrightBrowser } from './find-browser.mjs';
import { NODE_MODULES } from '../checkout.mjs';

/** A Chromium for the tests in a browser: the one there is, else Debian's, else Playwright's own. */
export async function browserStep(note) {
  const present = installedBrowser() ?? playwrightBrowser();
  if (present !== null) {
    return present;
  }
  const log = new LogFile('browser');
  const options = { log, onLine: note };
  if (isDebian() && process.getuid() === 0) {
    note('apt-get install chromium');
    await run('apt-get', ['update'], options);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      ...options,
      env
    });
  }
  if (installedBrowser() === null) {
    note('playwright install chromium');
    const program = path.join(NODE_MODULES, '@playwright', 'test', 'cli.js');
    await run(process.execPath, [program, 'install', 'chromium'], options);
  }
  const installed = installedBrowser() ?? playwrightBrowser();
  if (installed === null) {
    throw failure(
      'Installing a Chromium (or set CHROMIUM_PATH to one; the other tests need none)',
      log
    );
  }
  return installed;
}

function isDebian() {
  const file = '/etc/os-release';
  return fs.existsSync(file) && /^ID=debian$/m.test(fs.readFileSync(file, 'utf8'));
}
