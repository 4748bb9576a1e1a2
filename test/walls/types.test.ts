import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlantedTree } from './planted-tree.js';

/** `[file, text, error]`: what TypeScript itself must not compile there. */
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ['src/tracking/a.ts', `export { readFileSync } from 'node:fs';`, 'TS2307'],
  ['src/tracking/b.ts', `export const home = process.env['HOME'];`, 'TS2591'],
  ['src/tracking/c.ts', `export const title = document.title;`, 'TS2584'],
  ['src/tracking/d.ts', `export const page = window.location.href;`, 'TS2304'],
  ['src/protocol/a.ts', `export const size = Buffer.byteLength('x');`, 'TS2591'],
  ['src/protocol/b.ts', `export const answer = fetch('x');`, 'TS2304'],
  ['src/format/a.ts', `export const title = document.title;`, 'TS2584'],
  ['src/kernel/a.ts', `export const title = document.title;`, 'TS2584'],
  ['src/kernel/b.ts', `export { seen } from '../lab/seen.js';`, 'TS6307'],
  ['src/lab/a.ts', `export { readFileSync } from 'node:fs';`, 'TS2307'],
  ['src/lab/b.ts', `export const home = process.env['HOME'];`, 'TS2591'],
  ['src/lab/c.ts', `export { seen } from '../kernel/seen.js';`, 'TS6307']
];

const ALLOWED: Readonly<Record<string, string>> = {
  'src/protocol/index.ts': `export const version = 1;`,
  'src/format/index.ts': `export const dash = '–';`,
  'src/tracking/index.ts': `export const get = (url: string) => fetch(new URL(url), { signal: AbortSignal.timeout(1) });`,
  'src/kernel/run.ts': `import { pid } from 'node:process';\nimport { version } from '../protocol/index.js';\nexport const run = [pid, version, process.argv];`,
  'src/lab/seen.ts': `export const seen = 1;`,
  'src/kernel/seen.ts': `export const seen = 1;`,
  'src/lab/view.ts': `import { version } from '../protocol/index.js';\nexport const view = () => document.title + version;`
};

describe('what TypeScript knows in each folder', () => {
  let tree: PlantedTree;
  let output: string;

  before(async () => {
    tree = new PlantedTree({
      ...Object.fromEntries(FORBIDDEN.map(([file, text]) => [file, `${text}\n`])),
      ...Object.fromEntries(Object.entries(ALLOWED).map(([file, text]) => [file, `${text}\n`]))
    });
    ({ output } = await tree.run('typescript/bin/tsc', [
      '-b',
      '--pretty',
      'false',
      'src/kernel',
      'src/lab'
    ]));
  });

  after(() => {
    tree.remove();
  });

  for (const [file, text, error] of FORBIDDEN) {
    it(`refuses ${text} in ${file}`, () => {
      const said = output.split('\n').filter(line => line.startsWith(`${file}(`));
      assert.ok(
        said.some(line => line.includes(error)),
        said.join('\n') || output
      );
    });
  }

  it('allows what each folder is for', () => {
    for (const file of Object.keys(ALLOWED)) {
      assert.equal(output.includes(`${file}(`), false, output);
    }
  });
});
