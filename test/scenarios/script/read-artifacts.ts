import type { MlflowServer } from '../../tracking/mlflow-server.js';

/** A run as MLflow's own Python client sees it, with the content of its files. */
export interface WholeRun {
  readonly runId: string;
  readonly name: string;
  readonly status: string;
  readonly experiment: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** `[key, value, step, time]`, sorted by key, step and time; values that are no numbers as texts. */
  readonly metrics: readonly (readonly [string, number | string, number, number])[];
  /** Base64 by path. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** Columns and rows by path, as `mlflow.load_table` reads them. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Width, height, mode and the first pixel, as Pillow reads them. */
  readonly images: Readonly<Record<string, readonly unknown[]>>;
  readonly datasets: readonly Readonly<Record<string, unknown>>[];
}

const SCRIPT = `
import base64, json, math, os, sys
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
import mlflow
from mlflow import MlflowClient
from PIL import Image
client = MlflowClient()

def number(value):
    return value if math.isfinite(value) else str(value)

def read_image(file):
    with Image.open(file) as image:
        image.load()
        pixel = image.getpixel((0, 0))
        return [image.width, image.height, image.mode, pixel if isinstance(pixel, int) else list(pixel)]

def read_run(run):
    run_id = run.info.run_id
    folder = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="")
    files = {
        os.path.relpath(os.path.join(at, file), folder).replace(os.sep, "/"): os.path.join(at, file)
        for at, _, names in os.walk(folder) for file in names
    }
    tables = [one["path"] for one in json.loads(run.data.tags.get("mlflow.loggedArtifacts", "[]"))]
    history = [m for key in run.data.metrics for m in client.get_metric_history(run_id, key)]
    return {
        "runId": run_id, "name": run.info.run_name, "status": run.info.status,
        "experiment": client.get_experiment(run.info.experiment_id).name,
        "params": run.data.params, "tags": run.data.tags,
        "metrics": sorted(([m.key, number(m.value), m.step, m.timestamp] for m in history), key=lambda m: (m[0], m[2], m[3])),
        "artifacts": {path: base64.b64encode(open(file, "rb").read()).decode() for path, file in files.items()},
        "tables": {path: json.loads(client.load_table(run.info.experiment_id, path, run_ids=[run_id]).to_json(orient="records")) for path in tables},
        "images": {path: read_image(file) for path, file in files.items() if path.endswith((".png", ".webp"))},
        "datasets": [{
            "name": d.dataset.name, "digest": d.dataset.digest, "schema": d.dataset.schema,
            "profile": d.dataset.profile, "source": d.dataset.source, "sourceType": d.dataset.source_type,
            "tags": {tag.key: tag.value for tag in d.tags},
        } for d in run.inputs.dataset_inputs],
    }

experiment = client.get_experiment_by_name(json.load(sys.stdin))
runs = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
print(json.dumps([read_run(run) for run in runs]))
`;

/** The runs of an experiment, oldest first. */
export async function readWholeRuns(
  server: MlflowServer,
  experiment: string
): Promise<readonly WholeRun[]> {
  const printed = await server.python(SCRIPT, JSON.stringify(experiment));
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as WholeRun[];
}
