import type { MlflowServer } from '../../tracking/mlflow-server.js';

/** A run as MLflow's own Python client sees it. */
export interface RunReadBack {
  readonly name: string;
  readonly status: string;
  readonly start: number;
  readonly end: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** `[key, value, step, time]`, sorted. */
  readonly metrics: readonly (readonly [string, number | 'NaN', number, number])[];
  /** Text by path. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** `[name, digest, context, schema, profile]` */
  readonly datasets: readonly (readonly string[])[];
  readonly models: readonly ModelReadBack[];
}

export interface ModelReadBack {
  readonly name: string;
  readonly status: string;
  readonly step: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** `[key, value, step]` */
  readonly metrics: readonly (readonly [string, number, number])[];
  /** Size in bytes by path. */
  readonly files: Readonly<Record<string, number>>;
  /** `Model.load(...).to_dict()` */
  readonly mlmodel: Readonly<Record<string, unknown>>;
  readonly modelCount: number;
}

const SCRIPT = `
import json, math, os, sys
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
import mlflow
from mlflow import MlflowClient
client = MlflowClient()

def number(value):
    return "NaN" if math.isnan(value) else value

def below(folder):
    return {
        os.path.relpath(os.path.join(at, file), folder).replace(os.sep, "/"): os.path.join(at, file)
        for at, _, files in os.walk(folder) for file in files
    }

def read_model(output, experiment):
    model = client.get_logged_model(output.model_id)
    # The file registered_model_meta is Python's own note about the download.
    files = below(mlflow.artifacts.download_artifacts(f"models:/{output.model_id}"))
    return {
        "name": model.name, "status": str(model.status), "step": output.step,
        "params": model.params, "tags": model.tags,
        "metrics": sorted([m.key, m.value, m.step] for m in model.metrics or []),
        "files": {path: os.path.getsize(file) for path, file in files.items() if path != "registered_model_meta"},
        "mlmodel": mlflow.models.Model.load(f"models:/{output.model_id}").to_dict(),
        "modelCount": len(client.search_logged_models([experiment.experiment_id])),
    }

def read_run(run, experiment):
    folder = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="")
    history = [m for key in run.data.metrics for m in client.get_metric_history(run.info.run_id, key)]
    return {
        "name": run.info.run_name, "status": run.info.status,
        "start": run.info.start_time, "end": run.info.end_time,
        "params": run.data.params, "tags": run.data.tags,
        "metrics": sorted(([m.key, number(m.value), m.step, m.timestamp] for m in history), key=lambda m: (m[0], m[2], m[3])),
        "artifacts": {path: open(file, encoding="utf-8").read() for path, file in below(folder).items() if not path.endswith((".bin", "MLmodel"))},
        "datasets": [[d.dataset.name, d.dataset.digest, d.tags[0].value, d.dataset.schema, d.dataset.profile] for d in run.inputs.dataset_inputs],
        "models": [read_model(output, experiment) for output in run.outputs.model_outputs],
    }

def read_experiment(name):
    experiment = client.get_experiment_by_name(name)
    runs = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
    return {"tags": experiment.tags, "runs": [read_run(run, experiment) for run in runs]}

print(json.dumps([read_experiment(name) for name in json.load(sys.stdin)]))
`;

export interface ExperimentReadBack {
  readonly tags: Readonly<Record<string, string>>;
  readonly runs: readonly RunReadBack[];
}

/** What the experiments `names` hold, in their order. At least one. */
export async function readBack(
  server: MlflowServer,
  names: readonly string[]
): Promise<[ExperimentReadBack, ...ExperimentReadBack[]]> {
  const printed = await server.python(SCRIPT, JSON.stringify(names));
  const last = printed.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last) as [ExperimentReadBack, ...ExperimentReadBack[]];
}
