import {
  isAlreadyExists,
  isNotFound,
  type Experiment,
  type MlflowClient
} from '../../../tracking/index.js';
import type { ProgressFile } from '../progress/progress-file.js';

/** The experiment is in MLflow's bin, so nothing can be logged to it. */
export class ExperimentDeletedError extends Error {
  constructor(name: string) {
    super(`The experiment "${name}" is deleted.`);
    this.name = 'ExperimentDeletedError';
  }
}

/** What MLflow's pages take as the sign that this is about training, not about language models. */
const NEW_EXPERIMENT_TAGS = [
  { key: 'mlflow.experimentKind', value: 'custom_model_development' }
] as const;

/** The ids of a journal's experiments, made where they don't exist yet. */
export class ExperimentIds {
  constructor(private readonly _progress: ProgressFile) {}

  /** @throws ExperimentDeletedError, MlflowError */
  async ensure(client: MlflowClient, name: string): Promise<string> {
    const known = this._progress.experiments.get(name);
    if (known !== undefined) {
      return known;
    }
    const id = await findOrCreate(client, name);
    this._progress.experiments.set(name, id);
    this._progress.touch();
    return id;
  }

  /**
   * Looks at an experiment that refused a run. Forgets one that exists no more, so that the
   * next `ensure` makes a new one.
   * @throws ExperimentDeletedError, MlflowError
   */
  async check(client: MlflowClient, name: string): Promise<'active' | 'gone'> {
    const id = this._progress.experiments.get(name);
    if (id === undefined) {
      return 'gone';
    }
    try {
      assertActive(await client.experiments.get(id));
      return 'active';
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      this._progress.experiments.delete(name);
      this._progress.touch();
      return 'gone';
    }
  }
}

async function findOrCreate(client: MlflowClient, name: string): Promise<string> {
  const found = await client.experiments.getByName(name);
  if (found === null) {
    try {
      return await client.experiments.create({ name, tags: NEW_EXPERIMENT_TAGS });
    } catch (error) {
      // Another kernel was faster, or an earlier try of ours came through after all.
      if (!isAlreadyExists(error)) {
        throw error;
      }
    }
  }
  const experiment =
    found ?? (await client.experiments.getOrCreate({ name, tags: NEW_EXPERIMENT_TAGS }));
  assertActive(experiment);
  return experiment.experimentId;
}

export function assertActive(experiment: Experiment): void {
  if (experiment.lifecycleStage === 'deleted') {
    throw new ExperimentDeletedError(experiment.name);
  }
}
