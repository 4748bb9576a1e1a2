import jupyter from '@jupyter/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const LEAVES = ['src/protocol/**/*.ts', 'src/format/**/*.ts', 'src/tracking/**/*.ts'];
const LAB = ['src/lab/**/*.{ts,tsx}'];
const TESTS = ['test/**/*.{ts,tsx}', 'ui-tests/**/*.ts'];
const SCRIPTS = ['**/*.{js,cjs,mjs}'];

/** Lines of code in a file; blank ones and comments don't count. */
const maxLines = max => ['error', { max, skipBlankLines: true, skipComments: true }];

const DEEP_IMPORTS = {
  group: ['@jupyterlab/*/lib/**', '@jupyterlab/*/src/**', '@lumino/*/src/**'],
  message: 'Import from the package: its inner files change without notice.'
};

/** Rules of plain JavaScript that find mistakes; TypeScript finds the rest. */
const MISTAKES = {
  // `value != null` asks for null and undefined at once.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-constant-binary-expression': 'error',
  'no-control-regex': 'error',
  'no-debugger': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-implicit-coercion': ['error', { boolean: false }],
  'no-loss-of-precision': 'error',
  'no-param-reassign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  curly: 'error'
};

/** The rules of JupyterLab's own code, all as errors. */
const JUPYTER = Object.fromEntries(
  jupyter.configs.recommended
    .flatMap(config => Object.keys(config.rules ?? {}))
    .filter(name => name.startsWith('jupyter/') && name !== 'jupyter/no-schema-enum')
    .map(name => [name, 'error'])
);

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '.venv/',
    '.setup/',
    'lib/',
    'build/',
    'dist/',
    'jupyterlab_autolog/',
    // Declarations by hand, which belong to no project; a test compiles them as users do.
    'mlflow.d.ts',
    'mlflow.d.mts',
    'examples/',
    'ui-tests/artifacts/',
    'ui-tests/playwright-report/'
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      ...MISTAKES,
      'max-lines': maxLines(300),
      'no-restricted-imports': ['error', { patterns: [DEEP_IMPORTS] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'Re-export by name, so that the public face is a decision.'
        },
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name; JupyterLab needs a default export of src/lab/index.ts only.'
        }
      ],
      // A type of a module that is loaded later, or by somebody else, is written `import('...')`.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true }
      ],
      // Numbers in texts are what this product is about; objects and undefined stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => dispose()` for a void function is how callbacks are written; statements stay checked.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `[...text]` is how characters are counted here, and MLflow counts them so.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A class that only implements an interface, or only has static members, may be what JupyterLab asks for.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Fields of records from outside are read as record['name'] on purpose: TypeScript asks for it.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }]
    }
  },
  {
    files: LEAVES,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['self', 'postMessage', 'importScripts', 'process', 'Buffer', 'window', 'document'].map(
          name => ({ name, message: 'This folder runs in Node and in the browser alike.' })
        )
      ]
    }
  },
  {
    files: LAB,
    plugins: { jupyter },
    rules: {
      ...JUPYTER,
      // It wants even what activation calls at once to be loaded later; what is heavy is imported where it is used.
      'jupyter/prefer-lazy-imports': 'off',
      // JupyterLab's signals take the method and its `this` apart: `.connect(this._onX, this)`.
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    // Here methods of others are taken off their objects, which is how they are wrapped.
    files: ['src/kernel/{patch,host,integrations}/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' }
  },
  {
    files: ['src/lab/**/plugin.ts', 'src/lab/index.ts', 'ui-tests/playwright.config.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Re-export by name.' }
      ]
    }
  },
  {
    files: TESTS,
    rules: {
      'max-lines': maxLines(400),
      // A test says what it knows to be there; where it is wrong, the test fails.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // node:test returns promises that its runner, not the test, waits for.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: [
                'test',
                'it',
                'describe',
                'suite',
                'before',
                'after',
                'beforeEach',
                'afterEach'
              ]
            }
          ]
        }
      ],
      // Fakes fulfil asynchronous interfaces without waiting for anything.
      '@typescript-eslint/require-await': 'off',
      // What comes out of JSON in a test is compared as a whole, not used.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // `assert.throws(() => fails())` and its like: what comes out of nothing is the point.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `expect(model.method)` names a method without calling it.
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    files: SCRIPTS,
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: { ...MISTAKES, 'max-lines': maxLines(300) }
  },
  {
    files: ['**/*.cjs', '**/*.js'],
    ignores: ['style/*.js'],
    languageOptions: { sourceType: 'commonjs' }
  }
);
