import type { KernelConfig } from '../config/kernel-config.js';

/** MLflow's own name for the experiment of runs that nobody gave one. */
const NAMELESS = 'Default';

/** The experiment of runs that start now. */
export interface Experiment {
  /** For people only where there is an id. */
  readonly name: string;
  /** MLflow's id, where it was chosen by that. */
  readonly id: string | null;
  /** False where it is the notebook's own, by the notebook's path. */
  readonly isChosen: boolean;
}

/**
 * Which experiment runs go to: the one that the user set, or that MLflow's variables name
 * (`MLFLOW_EXPERIMENT_NAME` before `MLFLOW_EXPERIMENT_ID`, as in its Python client), or else the
 * notebook's, which has the name of its path without `.ipynb`.
 */
export class ExperimentChoice {
  private _set: Experiment | null = null;

  constructor(
    private readonly _config: KernelConfig,
    private readonly _environment: NodeJS.ProcessEnv = process.env
  ) {}

  get current(): Experiment {
    return this._set ?? this._named() ?? this._ofNotebook();
  }

  /** For all runs that start from now on. */
  set(experiment: { readonly name: string; readonly id: string | null }): void {
    this._set = { ...experiment, isChosen: true };
  }

  /** What to tell where the experiment is not named after a notebook, or null. */
  get note(): string | null {
    const { name } = this.current;
    return name === NAMELESS && this._config.notebookPath === null
      ? `Nobody told this kernel its notebook's name, so its runs go to the experiment ${NAMELESS}. ` +
          'Set AUTOLOG_NOTEBOOK=path/to/notebook.ipynb to name it.'
      : null;
  }

  private _named(): Experiment | null {
    const name = this._environment['MLFLOW_EXPERIMENT_NAME'] ?? '';
    const id = this._environment['MLFLOW_EXPERIMENT_ID'] ?? '';
    if (name !== '') {
      return { name, id: null, isChosen: true };
    }
    return id === '' ? null : { name: `experiment ${id}`, id, isChosen: true };
  }

  private _ofNotebook(): Experiment {
    const name = this._config.notebookPath?.replace(/\.ipynb$/, '') ?? NAMELESS;
    return { name, id: null, isChosen: this._config.notebookPath === null };
  }
}
