"""Counts with MLflow's own client how often a store has what was acknowledged.

An acknowledgement is a line of JSON, ``[kind, run, key, step, value, delay]``, which the program
that logs appends when its logging call has returned; ``run`` is the client's id of the run and
``delay`` how long the call took, in milliseconds. Kinds are ``run``, ``metric``, ``param``,
``tag``, ``text``, ``file`` (its value being the SHA-256 of its bytes) and ``end``. A record that
the server refused for good and that stands in a file of rejects is neither found nor lost but
refused.
"""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Run, ViewType

MOST_EXAMPLES = 10
MOST_REASONS = 3
LARGEST = 1.7976931348623157e308
PAGE = 5000


def database(store: str | Path) -> str:
    return f"sqlite:///{store}/mlflow.db"


@dataclass
class Points:
    """The acknowledged values of one metric; of a million, so not as objects."""

    steps: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))


@dataclass
class Acknowledged:
    """What was acknowledged of one run; without the run itself where that is not known."""

    is_acknowledged: bool = False
    metrics: dict[str, Points] = field(default_factory=lambda: defaultdict(Points))
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    end: str | None = None

    def __len__(self) -> int:
        points = sum(len(one.steps) for one in self.metrics.values())
        rest = sum(map(len, (self.params, self.tags, self.texts, self.files)))
        return self.is_acknowledged + points + rest + (self.end is not None)


@dataclass
class Tally:
    acknowledged: int = 0
    foundOnce: int = 0  # noqa: N815
    twice: int = 0
    lost: int = 0
    refused: int = 0
    running: int = 0
    runs: int = 0
    worstDelay: float = 0.0  # noqa: N815
    examples: list[str] = field(default_factory=list)

    def note(self, times: int, is_refused: bool, what: object) -> None:
        if times == 1:
            self.foundOnce += 1
        elif times > 1:
            self.twice += 1
            self.example(f"twice: {what}")
        elif is_refused:
            self.refused += 1
        else:
            self.lost += 1
            self.example(f"lost: {what}")

    def example(self, text: str) -> None:
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(text)


def count(request: dict[str, Any]) -> dict[str, Any]:
    """``acknowledgements`` are files, ``rejects`` a folder, ``url`` that of the store's server."""
    tally = Tally()
    acknowledged = read_acknowledgements(request["acknowledgements"], tally)
    refused, reasons = read_rejects(Path(request["rejects"]))
    client = MlflowClient(database(request["store"]))
    found = runs_by_client_id(client)
    for client_id, expected in acknowledged.items():
        tally.acknowledged += len(expected)
        count_run(client, client_id, expected, found.get(client_id, []), refused, tally)
        if expected.texts and found.get(client_id):
            count_texts(request["url"], found[client_id][0], expected, refused, tally)
        if expected.files:
            count_files(request["url"], client_id, expected, found.get(client_id, []), tally)
    for runs in found.values():
        for run in runs:
            tally.runs += 1
            if run.info.lifecycle_stage == "active" and run.info.status == "RUNNING":
                tally.running += 1
                tally.example(f"left RUNNING: {run.info.run_id}")
    for reason, times in reasons.most_common(MOST_REASONS):
        tally.examples.append(f"refused {times} times: {reason}")
    return asdict(tally)


def read_acknowledgements(files: list[str], tally: Tally) -> dict[str, Acknowledged]:
    runs: dict[str, Acknowledged] = {}
    for kind, run, key, step, value, delay in json_lines(files):
        tally.worstDelay = max(tally.worstDelay, delay)
        expected = runs.setdefault(run, Acknowledged())
        if kind == "run":
            expected.is_acknowledged = True
        elif kind == "metric":
            points = expected.metrics[key]
            points.steps.append(step)
            points.values.append(stored(float(value)))
        elif kind == "end":
            expected.end = value
        else:
            getattr(expected, f"{kind}s")[key] = value
    return runs


def json_lines(files: list[str]) -> Iterator[Any]:
    """The whole lines; one that its writer's death tore acknowledges nothing."""
    for file in files:
        with Path(file).open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield json.loads(line)


Refused = set[tuple[Any, ...]]


def read_rejects(folder: Path) -> tuple[Refused, Counter[str]]:
    """What was refused, and how often for which reason."""
    refused: Refused = set()
    reasons: Counter[str] = Counter()
    if folder.is_dir():
        for line in json_lines([str(file) for file in sorted(folder.glob("*.jsonl"))]):
            refused.update(identities(line["record"]))
            reasons[line["reason"]] += 1
    return refused, reasons


def identities(record: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    run = record["run"]
    match record["type"]:
        case "metric":
            step = record.get("step")
            yield ("metric", run, record["key"], step, same(stored(float(record["value"]))))
        case "params" | "tags" as kind:
            yield from ((kind, run, key) for key in record[kind])
        case "text":
            yield ("text", run, record["path"])
        case other:
            yield (other, run)


def runs_by_client_id(client: MlflowClient) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = defaultdict(list)
    experiments = client.search_experiments(view_type=ViewType.ALL)
    token = None
    while True:
        page = client.search_runs(
            [experiment.experiment_id for experiment in experiments],
            run_view_type=ViewType.ALL,
            max_results=PAGE,
            page_token=token,
        )
        for run in page:
            # Made once too often by the server, and moved to its bin by us.
            if run.info.lifecycle_stage == "deleted" and "autolog.twinOf" in run.data.tags:
                continue
            found[run.data.tags.get("autolog.clientRunId", run.info.run_id)].append(run)
        token = page.token
        if not token:
            return found


def count_run(
    client: MlflowClient,
    client_id: str,
    expected: Acknowledged,
    found: list[Run],
    refused: Refused,
    tally: Tally,
) -> None:
    if expected.is_acknowledged:
        tally.note(len(found), ("run", client_id) in refused, f"run {client_id}")
    for key, points in expected.metrics.items():
        count_points(client, client_id, key, points, found, refused, tally)
    for kind in ("params", "tags"):
        for key, value in getattr(expected, kind).items():
            there = [getattr(run.data, kind).get(key) for run in found]
            times = there.count(value)
            what = f"{kind} {key!r}={value!r} of {client_id}, there is {there}"
            tally.note(times, (kind, client_id, key) in refused, what)
    if expected.end is not None:
        times = [run.info.status for run in found].count(expected.end)
        what = f"end {expected.end} of {client_id}"
        tally.note(times, ("end", client_id) in refused, what)


def count_points(
    client: MlflowClient,
    client_id: str,
    key: str,
    points: Points,
    found: list[Run],
    refused: Refused,
    tally: Tally,
) -> None:
    history: Counter[tuple[int, Any]] = Counter()
    for run in found:
        if key in run.data.metrics:
            history.update(
                (one.step, same(one.value))
                for one in client.get_metric_history(run.info.run_id, key)
            )
    for step, value in zip(points.steps, points.values, strict=True):
        times = history[step, same(value)]
        if times == 1:  # as nearly all of millions are
            tally.foundOnce += 1
        else:
            is_refused = ("metric", client_id, key, step, same(value)) in refused
            tally.note(times, is_refused, ("metric", client_id, key, step, value))


def count_texts(url: str, run: Run, expected: Acknowledged, refused: Refused, tally: Tally) -> None:
    mlflow.set_tracking_uri(url)
    client_id = run.data.tags["autolog.clientRunId"]
    for path, text in expected.texts.items():
        is_refused = ("text", client_id, path) in refused
        try:
            got: str | None = mlflow.artifacts.load_text(f"{run.info.artifact_uri}/{path}")
        except Exception as error:
            got = None
            if not is_refused:
                tally.example(f"{path}: {error}")
        tally.note(int(got == text), is_refused, f"text {path}")


def count_files(
    url: str, client_id: str, expected: Acknowledged, found: list[Run], tally: Tally
) -> None:
    mlflow.set_tracking_uri(url)
    got: dict[str, str] = {}
    for run in found:
        with tempfile.TemporaryDirectory(prefix="autolog-count-") as folder:
            root = Path(mlflow.artifacts.download_artifacts(run.info.artifact_uri, dst_path=folder))
            for file in filter(Path.is_file, root.rglob("*")):
                got[file.relative_to(root).as_posix()] = sha256(file)
    for path, digest in expected.files.items():
        tally.note(int(got.get(path) == digest), False, f"file {path} of {client_id}")


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        digest = hashlib.sha256()
        while chunk := content.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def stored(value: float) -> float:
    """As MLflow keeps it: it has no infinities."""
    return math.copysign(LARGEST, value) if math.isinf(value) else value


def same(value: float) -> float | str:
    """NaN is not equal to itself, and has to be here."""
    return "NaN" if math.isnan(value) else value
