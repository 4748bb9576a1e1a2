import type { KernelConfig } from '../config/kernel-config.js';

/** MLflow's own name for runs that nobody gave an experiment. */
const NAMELESS = 'Default';

/**
 * The experiment of a notebook's runs: its path without `.ipynb`, unless the user names
 * another by MLflow's `MLFLOW_EXPERIMENT_NAME`.
 */
export function experimentName(
  config: KernelConfig,
  environment: NodeJS.ProcessEnv = process.env
): string {
  const chosen = environment['MLFLOW_EXPERIMENT_NAME'];
  if (chosen !== undefined && chosen !== '') {
    return chosen;
  }
  return config.notebookPath?.replace(/\.ipynb$/, '') ?? NAMELESS;
}

/** What to tell where the experiment is not named after a notebook, or null. */
export function experimentNote(
  config: KernelConfig,
  environment: NodeJS.ProcessEnv = process.env
): string | null {
  const name = experimentName(config, environment);
  return name === NAMELESS && config.notebookPath === null
    ? `Nobody told this kernel its notebook's name, so its runs go to the experiment ${NAMELESS}. ` +
        'Set AUTOLOG_NOTEBOOK=path/to/notebook.ipynb to name it.'
    : null;
}
