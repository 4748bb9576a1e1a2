/** The name of the integration in MLflow's tag `mlflow.autologging`, and of its settings. */
export const FLAVOR = 'tfjs';
