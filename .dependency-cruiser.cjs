/**
 * The walls between the folders of src, as docs/architecture.md draws them. Each rule has a test
 * in test/walls that plants a violation.
 *
 * The option `tsConfig` stays out: dependency-cruiser fails on tsconfigs that extend one another.
 */
const manifest = require('./package.json');

/** What the browser may import from npm: what package.json declares, and nothing that came with it. */
const LAB_PACKAGES = `^node_modules/(${Object.keys(manifest.dependencies).join('|')})/`;

/** Code that is ours. */
const OURS = '^(src|lib|build|test|ui-tests|bench|scripts|examples)/';

/** A leaf sees itself alone. */
function leaf(name) {
  return {
    name: `${name}-is-a-leaf`,
    comment: `src/${name} runs in Node and in the browser and knows nothing of the rest of this project.`,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: { path: OURS, pathNot: `^src/${name}/` }
  };
}

const LEAVES = ['protocol', 'format', 'tracking'];

module.exports = {
  forbidden: [
    ...LEAVES.map(leaf),
    {
      name: 'leaf-without-packages',
      comment: 'The leaves stand on the language and on fetch alone.',
      severity: 'error',
      from: { path: '^src/(protocol|format|tracking)/' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: '^src/', couldNotResolve: false }
    },
    {
      name: 'kernel-not-lab',
      comment: 'Kernel and browser meet in src/protocol only.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: OURS, pathNot: '^src/(kernel|protocol|format|tracking)/' }
    },
    {
      name: 'lab-not-kernel',
      comment: 'Kernel and browser meet in src/protocol only.',
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { path: OURS, pathNot: '^src/(lab|protocol|format|tracking)/' }
    },
    {
      name: 'integrations-see-patch-and-runs',
      comment:
        'An integration knows its library, how methods are wrapped, runs, and models. How records get to the server is not its business.',
      severity: 'error',
      from: { path: '^src/kernel/integrations/' },
      to: {
        path: '^src/',
        pathNot: '^src/(kernel/(integrations|patch|runs|models)|protocol|format)/'
      }
    },
    {
      name: 'integrations-not-each-other',
      comment: 'One file or folder per ML library; only the list in index.ts sees several.',
      severity: 'error',
      from: { path: '^src/kernel/integrations/(?!index[.])([^/.]+)[/.]' },
      to: { path: '^src/kernel/integrations/', pathNot: '^src/kernel/integrations/$1[/.]' }
    },
    {
      name: 'patch-knows-nothing',
      comment: 'Wrapping methods has nothing to do with ML, runs or Jupyter.',
      severity: 'error',
      from: { path: '^src/kernel/patch/' },
      to: { path: '^src/', pathNot: '^src/kernel/patch/' }
    },
    {
      name: 'models-without-journal',
      comment: 'A model is files and a description; how it gets to the server is not its business.',
      severity: 'error',
      from: { path: '^src/kernel/models/' },
      to: { path: '^src/kernel/(journal|shipper|delivery|integrations|host|card)/' }
    },
    {
      name: 'shipper-stands-alone',
      comment:
        'The shipper is a program of its own: it knows the journal and the server, and no kernel.',
      severity: 'error',
      from: { path: '^src/kernel/shipper/' },
      to: { path: '^src/kernel/(host|integrations|patch|runs|card|api|delivery)/' }
    },
    {
      name: 'connection-stands-alone',
      comment: 'How a server is found and spoken to is the same for the shipper and for who reads.',
      severity: 'error',
      from: { path: '^src/kernel/connection/' },
      to: { path: '^src/kernel/', pathNot: '^src/kernel/(connection|config)/' }
    },
    {
      name: 'kernel-ml-as-types-only',
      comment:
        "The user's copy of a library is the one to instrument, so the kernel never loads its own.",
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: {
        dependencyTypesNot: ['core', 'local', 'type-only'],
        pathNot: '^(src/|node_modules/(undici|vega|vega-lite|vega-interpreter)/)',
        couldNotResolve: false
      }
    },
    {
      name: 'undici-in-connection-only',
      comment:
        "The process of the user's program makes no network calls but those that the user asks for, through src/kernel/connection.",
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '^src/kernel/connection/' },
      to: { path: '^node_modules/undici/', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'vega-in-figures-only',
      comment:
        'Figures are drawn in a process of their own, which is started when one comes: nothing else pays for what draws them.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '^src/kernel/figures/' },
      to: { path: '^node_modules/vega', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'figures-stand-alone',
      comment: 'What draws figures is a program of its own; the others know only what it is asked.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '^src/kernel/figures/' },
      to: { path: '^src/kernel/figures/', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'lab-no-node',
      comment: 'A browser has no Node built-ins.',
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'lab-declared-packages',
      comment: 'What the browser imports stands in "dependencies" of package.json.',
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { path: '^node_modules/', pathNot: LAB_PACKAGES, dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'no-deep-jupyterlab',
      comment: 'The inner files of JupyterLab change without notice.',
      severity: 'error',
      from: { path: '^(src|test|ui-tests)/' },
      to: {
        path: '^node_modules/@(jupyterlab|lumino)/[^/]+/(lib|src)/',
        pathNot: '/lib/index[.](js|d[.]ts)$'
      }
    },
    {
      name: 'src-not-tests',
      comment: 'The product does not know its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|ui-tests|bench|scripts|examples)/' }
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'nothing-unresolved',
      comment: 'What is imported exists.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true }
    }
  ],
  options: {
    doNotFollow: { path: '^(node_modules|lib|build)/' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default']
    }
  }
};
