const fs = require('node:fs');
const path = require('node:path');
const { sources, Compilation } = require('webpack');

/** What `tsc -b src/kernel` wrote; run it first. */
const compiled = path.resolve(__dirname, 'lib/kernel');

/** The scripts that run in Node, each in one file, as kernels start without our node_modules. */
const scripts = {
  prelude: path.join(compiled, 'prelude.js'),
  shipper: path.join(compiled, 'shipper/main.js'),
  connection: path.join(compiled, 'connection/tracking-connection.js'),
  lookup: path.join(compiled, 'lookup/main.js'),
  mlflow: path.join(compiled, 'script.js')
};

/** The types of the global `mlflow`, which must stand alone: tslab reads these files and no others. */
const types = path.join(compiled, 'api/types');

/** @returns a plugin that puts the types beside the scripts */
function typesBeside() {
  return {
    apply(compiler) {
      compiler.hooks.thisCompilation.tap('types-beside', compilation => {
        const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
        compilation.hooks.processAssets.tap({ name: 'types-beside', stage }, () => {
          for (const file of fs.existsSync(types) ? fs.readdirSync(types) : []) {
            if (file.endsWith('.d.ts')) {
              const whole = path.join(types, file);
              compilation.fileDependencies.add(whole);
              compilation.emitAsset(`types/${file}`, new sources.RawSource(fs.readFileSync(whole)));
            }
          }
        });
      });
    }
  };
}

module.exports = {
  mode: 'production',
  target: 'node20',
  devtool: false,
  // What isn't compiled yet is left out.
  entry: Object.fromEntries(Object.entries(scripts).filter(([, file]) => fs.existsSync(file))),
  output: {
    path: path.resolve(__dirname, 'jupyterlab_autolog/kernel'),
    filename: '[name].cjs',
    library: { type: 'commonjs2' }
  },
  // Stack traces that users send us name what stands in the source.
  optimization: { minimize: false, moduleIds: 'named' },
  // The prelude looks for files beside itself and loads modules of the kernel.
  node: { __dirname: false, __filename: false },
  performance: false,
  stats: 'errors-warnings',
  plugins: [typesBeside()]
};
