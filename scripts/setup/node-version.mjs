// Loaded before everything else, by whatever Node there is: old syntax and old module names only.
import fs from 'fs';

const manifest = JSON.parse(
  fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
);
const needed = /(\d+)\.(\d+)/.exec(manifest.engines.node).slice(1).map(Number);
const present = process.versions.node.split('.').map(Number);

if (present[0] < needed[0] || (present[0] === needed[0] && present[1] < needed[1])) {
  process.stderr.write(
    '\nNode ' +
      process.versions.node +
      ' is too old: install Node ' +
      needed.join('.') +
      ' or newer from https://nodejs.org (or with your package manager), then run this command again.\n'
  );
  process.exit(1);
}
