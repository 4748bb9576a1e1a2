import type { Mlflow } from './jupyterlab_autolog/kernel/types/mlflow.js';

/** MLflow's fluent API. */
declare const mlflow: Mlflow;
export default mlflow;
export * from './jupyterlab_autolog/kernel/types/mlflow.js';
