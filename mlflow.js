'use strict';

const { mlflow } = require('./jupyterlab_autolog/kernel/mlflow.cjs');

// For `import mlflow from …` compiled to CommonJS, and for `const mlflow = require(…)`.
module.exports = { ...mlflow, default: mlflow };
Object.defineProperty(module.exports, '__esModule', { value: true });
