from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from jupyterlab_autolog.node_options import quoted, with_required_script


def test_a_plain_path_is_not_quoted() -> None:
    assert with_required_script(None, "/opt/a.cjs") == "--require /opt/a.cjs"


@pytest.mark.parametrize("options", ["", "  "])
def test_empty_options_of_the_user_are_as_none(options: str) -> None:
    assert with_required_script(options, "/opt/a.cjs") == "--require /opt/a.cjs"


def test_options_of_the_user_stay_in_front() -> None:
    options = with_required_script("--max-old-space-size=100", "/opt/a.cjs")
    assert options == "--max-old-space-size=100 --require /opt/a.cjs"


def test_backslashes_are_escaped_only_inside_quotes() -> None:
    assert quoted(r"C:\a\b.cjs") == r"C:\a\b.cjs"
    assert quoted(r"C:\a b\c.cjs") == r'"C:\\a b\\c.cjs"'


@pytest.mark.parametrize(
    "folder", ["plain", "with space", 'with "quote" and space', "back\\slash x"]
)
def test_node_loads_the_script_from_any_folder(tmp_path: Path, folder: str) -> None:
    script = tmp_path / folder / "prelude.cjs"
    script.parent.mkdir()
    script.write_text("globalThis.loaded = 42;")
    node = shutil.which("node")
    assert node is not None
    options = with_required_script("--max-old-space-size=100", str(script))
    ran = subprocess.run(
        [node, "-p", "globalThis.loaded"],
        env={"NODE_OPTIONS": options},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "42"
