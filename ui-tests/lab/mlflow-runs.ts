import path from 'node:path';
import { python } from './python';

export interface MlflowRun {
  readonly name: string;
  readonly status: string;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly models: number;
  readonly datasets: number;
}

/** Where `mlflow.db` lies: Lab's folder, or that of a server that runs elsewhere. */
export interface StoreFolder {
  readonly root: string;
}

/**
 * `runs` of the experiment; none while the store is being made, whose last step is an experiment:
 * a client that came in between would make it, too, and break it.
 */
const FIND_RUNS = `
import json, sqlite3, sys
from mlflow import MlflowClient

def is_made(store):
    try:
        database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        return database.execute("SELECT 1 FROM experiments").fetchone() is not None
    except sqlite3.Error:
        return False

runs = []
if is_made(sys.argv[1]):
    client = MlflowClient(tracking_uri=f"sqlite:///{sys.argv[1]}")
    experiment = client.get_experiment_by_name(sys.argv[2])
    if experiment is not None:
        runs = client.search_runs([experiment.experiment_id])
`;

const READ_RUNS = `${FIND_RUNS}
print(json.dumps([{
    "name": run.info.run_name, "status": run.info.status, "params": run.data.params,
    "metrics": run.data.metrics, "tags": run.data.tags,
    "models": len(run.outputs.model_outputs) if run.outputs else 0,
    "datasets": len(run.inputs.dataset_inputs) if run.inputs else 0,
} for run in runs]))
`;

const READ_STEPS = `${FIND_RUNS}
histories = [client.get_metric_history(run.info.run_id, sys.argv[3]) for run in runs]
print(json.dumps([[metric.step for metric in history] for history in histories]))
`;

/** The runs of an experiment, newest first, as MLflow's Python client reads them from the store. */
export async function readRuns(folder: StoreFolder, experiment: string): Promise<MlflowRun[]> {
  return python<MlflowRun[]>(READ_RUNS, storeOf(folder), experiment);
}

/** How the runs of an experiment stand, newest first; none where there is no experiment. */
export async function readStatuses(folder: StoreFolder, experiment: string): Promise<string[]> {
  return (await readRuns(folder, experiment)).map(({ status }) => status);
}

/** The steps of which each run of an experiment, newest first, has the metric `key`. */
export async function readSteps(
  folder: StoreFolder,
  experiment: string,
  key: string
): Promise<number[][]> {
  return python<number[][]>(READ_STEPS, storeOf(folder), experiment, key);
}

function storeOf({ root }: StoreFolder): string {
  return path.join(root, 'mlflow.db');
}
