/*
 * The type of MLflow's client. Shipped to users as it stands, with the files that it imports:
 * they import nothing but each other, and use no syntax that tslab's TypeScript 5.0 doesn't know.
 */
import type { ArtifactMethods } from './client-artifacts.js';
import type { ExperimentMethods } from './client-experiments.js';
import type { LoggedModelMethods } from './client-models.js';
import type { RegistryMethods } from './client-registry.js';
import type { RunMethods } from './client-runs.js';

/**
 * MLflow's tracking and registry API, call by call: each method speaks to the server at once and
 * resolves when it has answered. Unlike the functions of `mlflow`, nothing is kept where the
 * server is away. Calls are repeated where that does no harm. Methods that read deliver first what
 * `mlflow` has recorded before, so they see it.
 *
 * Promises reject with
 * - `MlflowArgumentError` for what MLflow would refuse or mangle: nothing was sent then;
 * - `MlflowApiError` when the server says no: its `errorCode` is MLflow's, such as
 *   `RESOURCE_DOES_NOT_EXIST`, `RESOURCE_ALREADY_EXISTS` or `INVALID_PARAMETER_VALUE`;
 * - `MlflowConnectionError` and `MlflowTimeoutError` when it can't be reached or doesn't answer.
 *
 * Its methods work without `this`, as in `const { getRun } = client`.
 */
export interface MlflowClient
  extends ExperimentMethods, RunMethods, ArtifactMethods, LoggedModelMethods, RegistryMethods {}
