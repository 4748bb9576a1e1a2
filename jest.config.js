// Only the browser side is tested here; `node --test` has the rest.
const testing = require('@jupyterlab/testing/lib/jest-config.js');

const base = testing(__dirname);

module.exports = {
  ...base,
  roots: ['<rootDir>/test/lab', '<rootDir>/src'],
  reporters: ['default'],
  testRegex: '/test/lab/.*\\.spec\\.tsx?$',
  testPathIgnorePatterns: ['/lib/', '/node_modules/'],
  // The bundle has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/jupyterlab_autolog/', '<rootDir>/lib/', '<rootDir>/build/'],
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // TypeScript files import each other by the names that they have once compiled.
    '^(\\.{1,2}/.*)\\.js$': '$1'
  },
  transform: {
    ...base.transform,
    '^.+\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/test/lab/tsconfig.json' }],
    // Lab's packages are modules for the browser.
    '^.+\\.jsx?$': [
      'babel-jest',
      { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }
    ]
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@jupyterlab|@jupyter|@lumino|@codemirror|@lezer|@marijn|@microsoft|@rjsf|@tanstack|color|exenv-es6|lib0|marked|nanoid|uplot|vscode-ws-jsonrpc|y-protocols|y-websocket|yjs|style-mod|w3c-keyname|crelt)/)'
  ]
};
