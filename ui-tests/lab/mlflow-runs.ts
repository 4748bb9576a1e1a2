import path from 'node:path';
import type { JupyterLab } from './jupyter-lab';
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

const READ_RUNS = `
import json, sys
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
experiment = client.get_experiment_by_name(sys.argv[2])
runs = [] if experiment is None else client.search_runs([experiment.experiment_id])
print(json.dumps([{
    "name": run.info.run_name, "status": run.info.status, "params": run.data.params,
    "metrics": run.data.metrics, "tags": run.data.tags,
    "models": len(run.outputs.model_outputs) if run.outputs else 0,
    "datasets": len(run.inputs.dataset_inputs) if run.inputs else 0,
} for run in runs]))
`;

/** The runs of an experiment, newest first, as MLflow's Python client reads them from the store. */
export async function readRuns(lab: JupyterLab, experiment: string): Promise<MlflowRun[]> {
  const store = `sqlite:///${path.join(lab.root, 'mlflow.db')}`;
  return python<MlflowRun[]>(READ_RUNS, store, experiment);
}
