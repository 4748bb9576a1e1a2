"""What a store holds, as MLflow's own Python client sees it."""

from __future__ import annotations

from typing import Any

from mlflow import MlflowClient


def everything_in(uri: str, experiment: str) -> dict[str, Any]:
    """Of each run of the experiment, by name, all that was logged to it."""
    client = MlflowClient(tracking_uri=uri)
    found = client.get_experiment_by_name(experiment)
    if found is None:
        return {}
    runs = client.search_runs([found.experiment_id], max_results=1000, run_view_type=3)
    assert len({run.info.run_name for run in runs}) == len(runs), "a run was made twice"
    models = client.search_logged_models(experiment_ids=[found.experiment_id])
    return {
        **{run.info.run_name: _everything_of(client, run) for run in runs},
        "models": [(model.name, model.status.value, model.source_run_id) for model in models],
        "files of models": sorted(
            file.path
            for model in models
            for file in client.list_logged_model_artifacts(model.model_id)
        ),
    }


def _everything_of(client: MlflowClient, run: Any) -> dict[str, Any]:
    run_id = run.info.run_id
    return {
        "id": run_id,
        "status": run.info.status,
        "end": run.info.end_time,
        "metrics": {
            key: sorted(
                (m.step, m.value, m.timestamp) for m in client.get_metric_history(run_id, key)
            )
            for key in run.data.metrics
        },
        "params": run.data.params,
        "tags": {k: v for k, v in run.data.tags.items() if k != "mlflow.loggedArtifacts"},
        "datasets": [one.dataset.digest for one in run.inputs.dataset_inputs],
        "outputs": [one.model_id for one in run.outputs.model_outputs],
        "artifacts": sorted(
            file.path
            for folder in ("", "notebook")
            for file in client.list_artifacts(run_id, folder)
        ),
    }
