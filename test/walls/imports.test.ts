import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlantedTree } from './planted-tree.js';

/** A file that is within the walls; the planted ones import it. */
const FREE = 'export const free = 1;\n';

const PRESENT = [
  'src/protocol/index.ts',
  'src/format/index.ts',
  'src/tracking/index.ts',
  'src/kernel/patch/wrap.ts',
  'src/kernel/runs/run.ts',
  'src/kernel/models/model.ts',
  'src/kernel/journal/journal.ts',
  'src/kernel/shipper/ship.ts',
  'src/kernel/host/host.ts',
  'src/kernel/figures/draw.ts',
  'src/kernel/integrations/one.ts',
  'src/kernel/integrations/two/index.ts',
  'src/lab/view.ts',
  'test/kernel/fake.ts'
];

/** `[rule, file, what it imports]`. */
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ['protocol-is-a-leaf', 'src/protocol/a.ts', '../format/index.js'],
  ['protocol-is-a-leaf', 'src/protocol/b.ts', '../kernel/runs/run.js'],
  ['format-is-a-leaf', 'src/format/a.ts', '../protocol/index.js'],
  ['tracking-is-a-leaf', 'src/tracking/a.ts', '../protocol/index.js'],
  ['tracking-is-a-leaf', 'src/tracking/b.ts', '../lab/view.js'],
  ['leaf-without-packages', 'src/tracking/c.ts', 'undici'],
  ['leaf-without-packages', 'src/protocol/c.ts', 'node:fs'],
  ['leaf-without-packages', 'src/format/c.ts', '@lumino/coreutils'],
  ['kernel-not-lab', 'src/kernel/runs/a.ts', '../../lab/view.js'],
  ['lab-not-kernel', 'src/lab/a.ts', '../kernel/runs/run.js'],
  ['integrations-see-patch-and-runs', 'src/kernel/integrations/a.ts', '../journal/journal.js'],
  ['integrations-see-patch-and-runs', 'src/kernel/integrations/b.ts', '../host/host.js'],
  ['integrations-not-each-other', 'src/kernel/integrations/c.ts', './one.js'],
  ['integrations-not-each-other', 'src/kernel/integrations/two/a.ts', '../one.js'],
  ['integrations-not-each-other', 'src/kernel/integrations/one-more.ts', './two/index.js'],
  ['patch-knows-nothing', 'src/kernel/patch/a.ts', '../runs/run.js'],
  ['models-without-journal', 'src/kernel/models/a.ts', '../journal/journal.js'],
  ['shipper-stands-alone', 'src/kernel/shipper/a.ts', '../runs/run.js'],
  ['kernel-ml-as-types-only', 'src/kernel/integrations/d.ts', '@tensorflow/tfjs'],
  ['kernel-ml-as-types-only', 'src/kernel/host/a.ts', 'semver'],
  ['undici-in-connection-only', 'src/kernel/runs/b.ts', 'undici'],
  ['connection-stands-alone', 'src/kernel/connection/a.ts', '../shipper/ship.js'],
  ['vega-in-figures-only', 'src/kernel/shipper/d.ts', 'vega'],
  ['figures-stand-alone', 'src/kernel/shipper/e.ts', '../figures/draw.js'],
  ['lab-no-node', 'src/lab/b.ts', 'node:path'],
  ['lab-declared-packages', 'src/lab/c.ts', '@lumino/algorithm'],
  ['lab-declared-packages', 'src/lab/d.ts', 'semver'],
  ['no-deep-jupyterlab', 'src/lab/e.ts', '@jupyterlab/apputils/lib/dialog'],
  ['src-not-tests', 'src/kernel/runs/c.ts', '../../../test/kernel/fake.js'],
  ['nothing-unresolved', 'src/lab/f.ts', './nowhere.js']
];

const ALLOWED: readonly (readonly [string, string])[] = [
  ['src/kernel/runs/d.ts', '../../protocol/index.js'],
  ['src/kernel/runs/e.ts', '../../tracking/index.js'],
  ['src/kernel/runs/f.ts', 'node:fs'],
  ['src/kernel/connection/b.ts', 'undici'],
  ['src/kernel/shipper/c.ts', '../journal/journal.js'],
  ['src/kernel/figures/b.ts', 'vega'],
  ['src/kernel/integrations/index.ts', './one.js'],
  ['src/kernel/integrations/two/b.ts', './index.js'],
  ['src/kernel/integrations/two/c.ts', '../../patch/wrap.js'],
  ['src/kernel/integrations/two/d.ts', '../../runs/run.js'],
  ['src/kernel/integrations/two/e.ts', '../../models/model.js'],
  ['src/lab/g.ts', '../protocol/index.js'],
  ['src/lab/h.ts', '../tracking/index.js'],
  ['src/lab/i.ts', '@jupyterlab/apputils'],
  ['src/lab/j.ts', 'react']
];

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

describe('the walls between folders', () => {
  let tree: PlantedTree;
  let rulesBroken: (file: string) => string[];

  before(async () => {
    tree = new PlantedTree({
      ...Object.fromEntries(PRESENT.map(file => [file, FREE])),
      ...Object.fromEntries(
        [...FORBIDDEN.map(([, ...planted]) => planted), ...ALLOWED].map(([file, imported]) => [
          file,
          `import * as planted from '${imported}';\nexport const used = planted;\n`
        ])
      ),
      'src/kernel/integrations/types.ts': `import type { Tensor } from '@tensorflow/tfjs';\nexport type Ours = Tensor;\n`,
      'src/lab/round.ts': `import { trip } from './trip.js';\nexport const round = () => trip;\n`,
      'src/lab/trip.ts': `import { round } from './round.js';\nexport const trip = () => round;\n`
    });
    const { output } = await tree.run('dependency-cruiser/bin/dependency-cruise.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      '--preserve-symlinks',
      '--output-type',
      'json',
      'src'
    ]);
    const { violations } = (JSON.parse(output) as Cruise).summary;
    rulesBroken = file =>
      violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  });

  after(() => {
    tree.remove();
  });

  for (const [rule, file, imported] of FORBIDDEN) {
    it(`${rule}: refuses ${imported} in ${file}`, () => {
      assert.ok(rulesBroken(file).includes(rule), `broken instead: ${rulesBroken(file).join()}`);
    });
  }

  it('no-cycles: refuses files that import each other', () => {
    assert.deepEqual(rulesBroken('src/lab/round.ts'), ['no-cycles']);
  });

  for (const [file, imported] of ALLOWED) {
    it(`allows ${imported} in ${file}`, () => {
      assert.deepEqual(rulesBroken(file), []);
    });
  }

  it('allows the types of an ML library in an integration', () => {
    assert.deepEqual(rulesBroken('src/kernel/integrations/types.ts'), []);
  });
});
