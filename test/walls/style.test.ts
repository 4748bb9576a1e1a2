import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlantedTree } from './planted-tree.js';

/** `[rule, text]`. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['color-no-hex', '.jp-AutologRuns {\n  color: #123456;\n}\n'],
  ['color-named', '.jp-AutologRuns {\n  color: red;\n}\n'],
  ['function-disallowed-list', '.jp-AutologRuns {\n  color: rgb(1 2 3);\n}\n'],
  ['selector-class-pattern', '.runs {\n  margin: 0;\n}\n'],
  ['declaration-no-important', '.jp-AutologRuns {\n  margin: 0 !important;\n}\n']
];

const ALLOWED =
  '.jp-AutologRuns-row.jp-mod-selected > .lm-Widget {\n  color: var(--jp-ui-font-color1);\n}\n';

describe('rules of the style sheets', () => {
  let tree: PlantedTree;

  before(() => {
    tree = new PlantedTree({
      'style/allowed.css': ALLOWED,
      ...Object.fromEntries(FORBIDDEN.map(([rule, text]) => [`style/${rule}.css`, text]))
    });
  });

  after(() => {
    tree.remove();
  });

  it('hold: colours of the theme and classes of ours only', async () => {
    const { output } = await tree.run('stylelint/bin/stylelint.mjs', [
      '--formatter=json',
      'style/*.css'
    ]);
    const results = JSON.parse(output) as {
      readonly source: string;
      readonly warnings: readonly { readonly rule: string }[];
    }[];
    const rules = (name: string): string[] =>
      results
        .filter(({ source }) => source.endsWith(`${name}.css`))
        .flatMap(({ warnings }) => warnings.map(({ rule }) => rule));
    for (const [rule] of FORBIDDEN) {
      assert.deepEqual(rules(rule), [rule]);
    }
    assert.deepEqual(rules('allowed'), []);
  });
});
