from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_autolog.notebook_path import path_from_session


def path_of(name: str, root: Path, own: str = "") -> str | None:
    own_environment = {"JPY_SESSION_NAME": own} if own else {}
    return path_from_session({"JPY_SESSION_NAME": name}, own_environment, root)


def test_an_absolute_path_is_told_from_the_root(tmp_path: Path) -> None:
    assert path_of(f"{tmp_path}/a b/x.ipynb", tmp_path) == "a b/x.ipynb"


def test_a_path_of_a_session_without_name_is_below_the_root_already(tmp_path: Path) -> None:
    assert path_of("a/x.ipynb", tmp_path) == "a/x.ipynb"


def test_a_linked_root_is_the_same_root(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    name = f"{tmp_path}/link/x.ipynb"
    assert path_of(name, (tmp_path / "link").resolve()) == "x.ipynb"


def test_a_console_has_no_notebook(tmp_path: Path) -> None:
    assert path_of(f"{tmp_path}/Console 1", tmp_path) is None


def test_a_text_notebook_is_known_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("")
    assert path_of(f"{tmp_path}/x.md", tmp_path) == "x.md"


@pytest.mark.parametrize("name", ["", "/elsewhere/x.ipynb", "../x.ipynb", "a/../../x.ipynb"])
def test_what_is_not_below_the_root_is_not_known(tmp_path: Path, name: str) -> None:
    assert path_of(name, tmp_path) is None


def test_a_session_that_the_server_itself_was_started_in_is_not_the_kernels(tmp_path: Path) -> None:
    name = f"{tmp_path}/x.ipynb"
    assert path_of(name, tmp_path, own=name) is None


def test_without_a_session_nothing_is_known(tmp_path: Path) -> None:
    assert path_from_session({}, {}, tmp_path) is None
