"""The journal of a kernel on a machine that is no more: two runs with a bit of everything."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from support.journal import NOBODY, OTHER_HOST

START = 1_700_000_000_000
METRICS = 40


def record_training(
    home: Path, target: dict[str, Any] | None = None, **opened: Any
) -> tuple[Path, str, str]:
    """A finished run with a model, and one that the death of the kernel left open.

    The journal's folder, and the ids of both runs.
    """
    folder = home / "journals" / str(uuid.uuid4())
    model, done, left = (str(uuid.uuid4()) for _ in range(3))
    files = folder / "spool" / model / "data"
    files.mkdir(parents=True)
    (files / "model.json").write_text('{"format":"layers-model"}')
    for run in (done, left):
        (folder / "spool" / f"{run}.txt").write_text("by hand")
    kernel_id = str(opened.get("kernelId", f"kernel-{folder.name}"))
    first = {
        "type": "open",
        "version": 1,
        "journalId": folder.name,
        "kernelId": kernel_id,
        "pid": NOBODY,
        "host": OTHER_HOST,
        "time": START,
        "target": target or {"kind": "uri", "uri": "http://127.0.0.1:9"},
        "snapshotFile": None,
        **opened,
    }
    records: list[dict[str, Any]] = [
        first,
        {"type": "cell", "cellId": "c", "executionCount": 1, "source": "fit()", "time": START},
        *_run(done, 1, model),
        {"type": "end", "run": done, "status": "FINISHED", "time": START + 9000, "reason": None},
        *_run(left, 2, None),
    ]
    lines = "".join(f"{json.dumps(record, separators=(',', ':'))}\n" for record in records)
    (folder / "journal.jsonl").write_text(lines)
    _bind(home, kernel_id)
    return folder, done, left


def _run(run: str, number: int, model: str | None) -> list[dict[str, Any]]:
    tags = {"mlflow.source.name": "a.ipynb", "mlflow.user": "somebody"}
    return [
        {
            "type": "run",
            "run": run,
            "experiment": "away",
            # Of the server that the kernel logged to; another one knows it by its name alone.
            "experimentId": "4711",
            "name": f"otter-{number}",
            "time": START + number,
            "tags": tags,
            "executionCount": 1,
        },
        {"type": "params", "run": run, "params": {"lr": "0.01"}},
        {"type": "tags", "run": run, "tags": {"stage": "one"}},
        {
            "type": "dataset",
            "run": run,
            "context": "train",
            "name": "dataset",
            "digest": f"0123abc{number}",
            "schema": '{"mlflow_tensorspec":{"features":"[]","targets":null}}',
            "profile": "{}",
        },
        {"type": "text", "run": run, "path": "model_summary.txt", "text": "dense"},
        {
            "type": "artifact",
            "run": run,
            "path": "notes.txt",
            "file": f"spool/{run}.txt",
        },
        *(
            {
                "type": "metric",
                "run": run,
                "key": "loss",
                "value": 1 / (step + 1),
                "step": step,
                "time": START + step,
            }
            for step in range(METRICS)
        ),
        *([] if model is None else [_model(run, model)]),
    ]


def _model(run: str, model: str) -> dict[str, Any]:
    return {
        "type": "model",
        "run": run,
        "model": model,
        "name": "model",
        "step": 3,
        "time": START + 500,
        "folder": f"spool/{model}",
        "flavors": {"tfjs": {"format": "layers-model", "data": "data/model.json"}},
        "signature": None,
        "params": {"epochs": "20"},
        "metrics": [{"key": "loss", "value": 1, "step": 0, "time": START}],
    }


def _bind(home: Path, kernel_id: str) -> None:
    """The snapshot that a browser sent and no shipper has taken yet."""
    binding = {
        "version": 1,
        "kernelId": kernel_id,
        "cellId": "c",
        "executionCount": 1,
        "notebookId": "n",
        "notebookPath": "a.ipynb",
        "digest": "d" * 64,
        "time": START + 1,
        "notebook": {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
    }
    file = home / "inbox" / kernel_id / f"{uuid.uuid4()}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(binding))
