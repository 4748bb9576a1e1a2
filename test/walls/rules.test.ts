import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlantedTree } from './planted-tree.js';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `export const line${line} = ${line};\n`).join('');

/** `[rule, file, text]`. */
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ['@typescript-eslint/no-explicit-any', 'src/kernel/a.ts', `export let x: any;\n`],
  ['@typescript-eslint/no-explicit-any', 'test/kernel/a.test.ts', `export let x: any;\n`],
  ['@typescript-eslint/no-floating-promises', 'src/kernel/b.ts', `Promise.resolve(1);\n`],
  ['@typescript-eslint/no-floating-promises', 'test/kernel/b.test.ts', `Promise.resolve(1);\n`],
  [
    '@typescript-eslint/no-non-null-assertion',
    'src/kernel/c.ts',
    `export const x = process.env['A']!;\n`
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'src/kernel/d.ts',
    `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break;\n  }\n}\n`
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    'src/kernel/e.ts',
    `import { Version } from '../protocol/index.js';\nexport const v: Version = 1;\n`
  ],
  ['max-lines', 'src/kernel/f.ts', lines(301)],
  ['max-lines', 'test/kernel/f.test.ts', lines(401)],
  ['no-console', 'src/kernel/g.ts', `console.log('x');\n`],
  ['no-restricted-syntax', 'src/kernel/h.ts', `export default 1;\n`],
  ['no-restricted-syntax', 'src/kernel/i.ts', `export * from '../protocol/index.js';\n`],
  ['no-restricted-globals', 'src/tracking/a.ts', `export const scope = self;\n`],
  ['no-restricted-globals', 'src/protocol/a.ts', `export const tell = postMessage;\n`],
  [
    'no-restricted-imports',
    'src/lab/a.ts',
    `export { Dialog } from '@jupyterlab/apputils/lib/dialog';\n`
  ],
  [
    'jupyter/require-signal-this-arg',
    'src/lab/b.ts',
    `import type { ISignal } from '@lumino/signaling';\nexport class A {\n  constructor(s: ISignal<object, void>) {\n    s.connect(this._on);\n  }\n  private _on(): void {\n    this._n += 1;\n  }\n  private _n = 0;\n}\n`
  ],
  [
    'jupyter/token-format',
    'src/lab/c.ts',
    `import { Token } from '@lumino/coreutils';\nexport const IWrong = new Token<object>('wrong');\n`
  ]
];

const ALLOWED: Readonly<Record<string, string>> = {
  'src/protocol/index.ts': `export type Version = 1;\n`,
  'src/kernel/most.ts': `// A comment does not count.\n\n${lines(300)}`,
  'test/kernel/most.test.ts': lines(400),
  'test/kernel/known.test.ts': `export const path = process.env['PATH']!;\n`,
  'src/lab/index.ts': `const plugins: readonly string[] = [];\nexport default plugins;\n`
};

const TEST_PROJECT = JSON.stringify({
  extends: '../tsconfig.base.json',
  compilerOptions: { types: ['node'] },
  include: ['**/*.ts']
});

interface Report {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

describe('rules of the code', () => {
  let tree: PlantedTree;
  let reports: readonly Report[];

  before(async () => {
    tree = new PlantedTree({
      'test/tsconfig.json': TEST_PROJECT,
      ...ALLOWED,
      ...Object.fromEntries(FORBIDDEN.map(([, file, text]) => [file, text]))
    });
    const { output } = await tree.run('eslint/bin/eslint.js', ['--format=json', 'src', 'test']);
    reports = JSON.parse(output) as Report[];
  });

  after(() => {
    tree.remove();
  });

  const saidOf = (file: string): Report['messages'] => {
    const report = reports.find(({ filePath }) =>
      filePath.replaceAll('\\', '/').endsWith(`/${file}`)
    );
    assert.ok(report, `${file} was not looked at`);
    return report.messages;
  };

  for (const [rule, file] of FORBIDDEN) {
    it(`${rule} holds in ${file.startsWith('test') ? 'tests' : file.split('/').slice(0, 2).join('/')} (${file})`, () => {
      const said = saidOf(file);
      assert.ok(
        said.some(({ ruleId }) => ruleId === rule),
        JSON.stringify(said)
      );
    });
  }

  for (const file of Object.keys(ALLOWED)) {
    it(`has nothing against ${file}`, () => {
      assert.deepEqual(saidOf(file), []);
    });
  }
});
