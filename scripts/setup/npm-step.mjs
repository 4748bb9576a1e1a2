import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, ROOT } from '../checkout.mjs';
import { LogFile } from '../process/log-file.mjs';
import { run } from '../process/run.mjs';
import { signalGroup } from '../process/running.mjs';
import { RegistryWatch } from './registry-watch.mjs';
import { requireSpace } from './disk-space.mjs';
import { failure } from './failure.mjs';
import { fingerprint } from './fingerprint.mjs';
import { npmCommand } from './npm-command.mjs';
import { unlessStamped } from './stamp.mjs';

/** npm writes it last, so a folder with it is whole. */
const RECEIPT = path.join(NODE_MODULES, '.package-lock.json');

/** `npm ci`, unless node_modules holds what package-lock.json says. */
export function npmStep(note) {
  const stamp = {
    name: 'npm',
    inputs: fingerprint(['package-lock.json'], [process.platform, process.arch, nodeMajor()]),
    isPresent: () => fs.existsSync(RECEIPT)
  };
  return unlessStamped(stamp, async () => {
    if (isAsLocked()) {
      return 'already as locked';
    }
    requireSpace(1500, 'npm packages');
    note('npm ci');
    const log = new LogFile('npm');
    const { command, args, options } = npmCommand(['ci', '--no-audit', '--no-fund', ...RETRIES]);
    const watch = new RegistryWatch();
    // At "http" npm names each package as it comes, which shows that it is getting on.
    const code = await run(command, [...args, '--loglevel=http'], {
      ...options,
      log,
      abort: watch.signal,
      // npm can take a minute to end when asked; it begins anew and keeps what it has fetched.
      gentle: child => signalGroup(child, 'SIGKILL'),
      onLine: line => {
        watch.see(line);
        note(line);
      }
    });
    if (code !== 0) {
      throw failure('Installing the npm packages', log);
    }
    return 'installed';
  });
}

/** A network that is away is told within a quarter of a minute, one that stumbles is tried again. */
const RETRIES = [
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=8000'
];

function nodeMajor() {
  return process.versions.node.split('.')[0];
}

/** Whether somebody has run `npm ci` by hand: what is installed is what the lock file says. */
function isAsLocked() {
  if (!fs.existsSync(RECEIPT)) {
    return false;
  }
  const installed = readPackages(RECEIPT);
  return Object.entries(readPackages(path.join(ROOT, 'package-lock.json'))).every(
    ([place, locked]) =>
      place === '' || locked.optional || installed[place]?.version === locked.version
  );
}

function readPackages(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
}
