import type { Mlflow } from '../api/types/mlflow.js';

/** Known to every copy of this code in a process, whatever its version and bundle. */
const KEY = Symbol.for('jupyterlab-autolog.mlflow');

type Shared = Record<symbol, Mlflow | undefined>;

/** The `mlflow` of this process, where somebody published one: a process records into one journal. */
export function sharedMlflow(): Mlflow | undefined {
  return (globalThis as unknown as Shared)[KEY];
}

export function publishMlflow(mlflow: Mlflow): void {
  // Not enumerable: a cell that lists the globals finds what it found before.
  Object.defineProperty(globalThis, KEY, { value: mlflow, configurable: true });
}
