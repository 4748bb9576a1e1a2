import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compiled, ScriptFolder } from '../child-script.js';

/** Begins a script: `hooks`, `faults`, and `seen`, where `note` puts the versions it is shown. */
const PREPARE = `
  const { ModuleHooks } = require(${JSON.stringify(compiled('patch/module-hooks.js'))});
  const { Faults } = require(${JSON.stringify(compiled('patch/faults.js'))});
  const faults = new Faults({});
  const hooks = new ModuleHooks(faults);
  const seen = [];
  const note = exports => seen.push(exports.version);
  const tell = value => console.log(JSON.stringify(value));
`;

/** Packages by that name: one for the main script, and one nested in `uses-it`. */
const PACKAGES = {
  'node_modules/library/index.js': `exports.version = 1;`,
  'node_modules/library/more.js': `exports.version = 'more';`,
  'node_modules/uses-it/index.js': `exports.library = require('library');`,
  'node_modules/uses-it/node_modules/library/index.js': `exports.version = 2;`
};

async function run(main: string, files: Record<string, string> = {}): Promise<unknown> {
  const folder = new ScriptFolder({ ...PACKAGES, ...files, 'main.js': PREPARE + main });
  try {
    return await folder.run('main.js');
  } finally {
    folder.remove();
  }
}

describe('A module hook', () => {
  it('is called once for each copy of a package, with its exports', async () => {
    const seen = await run(`
      hooks.on('library', note);
      require('library'); require('library'); require('uses-it');
      tell(seen);
    `);
    assert.deepEqual(seen, [1, 2]);
  });

  it('may change what the first user of the module gets', async () => {
    const version = await run(`
      hooks.on('library', exports => { exports.version = 'observed'; });
      tell(require('library').version);
    `);
    assert.equal(version, 'observed');
  });

  it('meets each copy that was loaded before it, once', async () => {
    const seen = await run(`
      require('uses-it'); require('library'); require('library/more');
      hooks.on('library', note);
      const before = [...seen];
      require('library'); require('uses-it');
      tell([before, seen]);
    `);
    assert.deepEqual(seen, [
      [2, 1],
      [2, 1]
    ]);
  });

  it('meets nothing where only another file of the package was loaded before it', async () => {
    const seen = await run(`
      require('library/more');
      hooks.on('library', note);
      const before = [...seen];
      require('library');
      tell([before, seen]);
    `);
    assert.deepEqual(seen, [[], [1]]);
  });

  it('meets what an ES module imported before it', async () => {
    const folder = new ScriptFolder({
      ...PACKAGES,
      'main.mjs': `
        import { library } from 'uses-it';
        import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        ${PREPARE}
        hooks.on('library', note);
        tell([seen, library.version]);
      `
    });
    assert.deepEqual(await folder.run('main.mjs'), [[2], 2]);
    folder.remove();
  });

  it('meets a module that was loaded anew', async () => {
    const seen = await run(`
      hooks.on('library', note);
      require('library');
      delete require.cache[require.resolve('library')];
      require('library');
      tell(seen);
    `);
    assert.deepEqual(seen, [1, 1]);
  });

  it('waits until modules that require each other are complete', async () => {
    const seen = await run(
      `
      hooks.on('library', note);
      require('library');
      tell(seen);
    `,
      {
        'node_modules/library/index.js': `require('./other'); exports.version = 'complete';`,
        'node_modules/library/other.js': `require('library');`
      }
    );
    assert.deepEqual(seen, ['complete']);
  });

  it('that throws costs the user nothing, and is told', async () => {
    const result = await run(`
      hooks.on('library', () => { throw new Error('not known'); });
      tell([require('library').version, require('library').version, faults.messages]);
    `);
    assert.deepEqual(result, [1, 1, ['observing library: Error: not known']]);
  });

  it('sees nothing of a module that throws while it is loaded, and the error stays its own', async () => {
    const result = await run(
      `
      hooks.on('library', note);
      const error = globalThis.expected = new Error('broken library');
      let caught;
      try { require('library'); } catch (thrown) { caught = thrown; }
      let missing;
      try { require('no-such-library'); } catch (thrown) { missing = thrown.code; }
      tell([caught === error, missing, seen, faults.messages]);
    `,
      { 'node_modules/library/index.js': `throw globalThis.expected;` }
    );
    assert.deepEqual(result, [true, 'MODULE_NOT_FOUND', [], []]);
  });

  it('looks at nothing that is no object', async () => {
    const result = await run(
      `
      hooks.on('library', () => seen.push('called'));
      tell([require('library'), seen, faults.messages]);
    `,
      { 'node_modules/library/index.js': `module.exports = 7;` }
    );
    assert.deepEqual(result, [7, [], []]);
  });

  it('meets what a package requires that is imported as an ES module', async () => {
    const folder = new ScriptFolder({
      ...PACKAGES,
      'main.mjs': `
        import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        ${PREPARE}
        hooks.on('library', note);
        const { library } = await import('uses-it');
        tell([seen, library.version]);
      `
    });
    assert.deepEqual(await folder.run('main.mjs'), [[2], 2]);
    folder.remove();
  });

  it('meets an ES module that is required', async () => {
    const seen = await run(
      `
      hooks.on('modern', note);
      require('modern');
      tell(seen);
    `,
      {
        'node_modules/modern/package.json': `{ "type": "module", "main": "index.js" }`,
        'node_modules/modern/index.js': `export const version = 'ES';`
      }
    );
    assert.deepEqual(seen, ['ES']);
  });

  it('is never called after uninstalling, which leaves a later hook of the loader alone', async () => {
    const result = await run(`
      const Module = require('node:module');
      const original = Module._load;
      hooks.on('library', note);
      hooks.uninstall();
      const restored = Module._load === original;

      hooks.on('library', note);
      const ours = Module._load;
      const theirs = function (...args) { return ours.apply(this, args); };
      Module._load = theirs;
      hooks.uninstall();
      require('library');
      tell([restored, Module._load === theirs, seen]);
    `);
    assert.deepEqual(result, [true, true, []]);
  });
});
