const fs = require('node:fs');
const path = require('node:path');
const MinimizerPlugin = require('minimizer-webpack-plugin');
const { sources, Compilation } = require('webpack');

/** What `tsc -b src/kernel` wrote; run it first. */
const compiled = path.resolve(__dirname, 'lib/kernel');

/** The scripts that run in Node, each in one file, as kernels start without our node_modules. */
const scripts = {
  prelude: path.join(compiled, 'prelude.js'),
  shipper: path.join(compiled, 'shipper/main.js'),
  connection: path.join(compiled, 'connection/tracking-connection.js'),
  lookup: path.join(compiled, 'lookup/main.js'),
  figures: path.join(compiled, 'figures/main.js'),
  mlflow: path.join(compiled, 'script.js')
};

/** The types of the global `mlflow`, which must stand alone: tslab reads these files and no others. */
const types = path.join(compiled, 'api/types');

/** What pages of Plotly's figures have in them. */
const plotly = require.resolve('plotly.js-cartesian-dist-min/plotly-cartesian.min.js');

/**
 * What nobody uses here of undici, which loads all of itself at once: 2 MB in each process. Cookies
 * would load Node's own copy of it as well.
 */
const unused = [
  'cache/sqlite-cache-store',
  'interceptor/cache',
  'interceptor/decompress',
  'interceptor/deduplicate',
  'interceptor/dns',
  'mock/mock-agent',
  'mock/mock-call-history',
  'mock/mock-client',
  'mock/mock-errors',
  'mock/mock-pool',
  'mock/snapshot-agent',
  'web/cookies/index',
  'web/eventsource/eventsource',
  'web/websocket/events',
  'web/websocket/stream/websocketerror',
  'web/websocket/stream/websocketstream',
  'web/websocket/websocket'
].map(name => require.resolve(`undici/lib/${name}.js`));

/** @returns a plugin that puts the types and Plotly beside the scripts */
function filesBeside() {
  return {
    apply(compiler) {
      compiler.hooks.thisCompilation.tap('files-beside', compilation => {
        const emit = (name, file) => {
          compilation.fileDependencies.add(file);
          compilation.emitAsset(name, new sources.RawSource(fs.readFileSync(file)));
        };
        const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
        compilation.hooks.processAssets.tap({ name: 'files-beside', stage }, () => {
          emit('plotly-cartesian.min.js', plotly);
          for (const file of fs.existsSync(types) ? fs.readdirSync(types) : []) {
            if (file.endsWith('.d.ts')) {
              emit(`types/${file}`, path.join(types, file));
            }
          }
        });
      });
    }
  };
}

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-](?:txt|md|mit|bsd))?$/i;

/** @returns the folder of the npm package that `file` is of, or null where it is ours */
function packageOf(file) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0] ?? null;
}

/** @returns name, version and licence of the package in `folder`, with the text that its authors want kept */
function licenseOf(folder) {
  const { name, version, license } = require(path.join(folder, 'package.json'));
  const texts = fs.readdirSync(folder).filter(file => LICENSE_FILE.test(file));
  if (texts.length === 0) {
    throw new Error(`${folder} has no licence text to ship with the bundles.`);
  }
  const words = texts.map(file => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return `${name} ${version} (${license})\n\n${words.join('\n\n')}\n`;
}

/** @returns a plugin that puts the licences of all that the scripts hold beside them */
function licensesBeside() {
  return {
    apply(compiler) {
      compiler.hooks.thisCompilation.tap('licenses-beside', compilation => {
        const folders = new Set([packageOf(plotly)]);
        compilation.hooks.finishModules.tap('licenses-beside', modules => {
          for (const { resource } of modules) {
            folders.add(packageOf(resource ?? ''));
          }
        });
        const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
        compilation.hooks.processAssets.tap({ name: 'licenses-beside', stage }, () => {
          const texts = [...folders].filter(folder => folder !== null).map(licenseOf);
          const text = [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
          compilation.emitAsset('LICENSES.txt', new sources.RawSource(text));
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
  optimization: {
    moduleIds: 'named',
    minimizer: [
      new MinimizerPlugin({
        include: /\.cjs$/,
        extractComments: false,
        terserOptions: {
          // Stack traces that users send us name what stands in the source.
          compress: false,
          mangle: false,
          // V8 holds a script of ASCII in half the memory, as a whole and for good.
          format: { ascii_only: true, beautify: true, indent_level: 1, comments: false }
        }
      })
    ]
  },
  // The prelude looks for files beside itself and loads modules of the kernel.
  node: { __dirname: false, __filename: false },
  performance: false,
  stats: 'errors-warnings',
  resolve: {
    alias: {
      ...Object.fromEntries(unused.map(file => [file, false])),
      // Vega draws SVG here, without the native canvas that it looks for in Node.
      'vega-canvas$': path.resolve(
        __dirname,
        'node_modules/vega-canvas/build/vega-canvas.browser.js'
      )
    }
  },
  plugins: [filesBeside(), licensesBeside()]
};
