import commonjs from './mlflow.js';

export default commonjs.default;
