from __future__ import annotations

import pytest

from jupyterlab_autolog.tslab import is_tslab


@pytest.mark.parametrize(
    "command",
    [
        ["tslab", "kernel", "--config-path", "c.json"],
        ["/usr/local/bin/tslab", "kernel", "--config-path", "c.json", "--js"],
        ["/usr/local/bin/jslab", "kernel", "--config-path", "c.json"],
        ["node", "/x/node_modules/.bin/tslab", "kernel", "--config-path", "c.json"],
        ["node", "--inspect", "/x/node_modules/tslab/dist/main.js", "kernel"],
        ["C:\\npm\\tslab.cmd", "kernel", "--config-path", "c.json"],
        ["C:\\npm\\TSLAB.CMD", "kernel"],
        ["nice", "-n", "5", "tslab", "kernel"],
    ],
)
def test_tslab_is_recognised(command: list[str]) -> None:
    assert is_tslab(command)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["python", "-m", "ipykernel_launcher", "-f", "c.json"],
        ["/home/tslab/bin/python", "-m", "ipykernel_launcher", "-f", "c.json"],
        ["/home/tslab/bin/other", "kernel", "--config-path", "c.json"],
        ["deno", "jupyter", "--kernel", "--conn", "tslab"],
        ["python", "kernel", "tslab"],
        ["tslab", "install"],
        ["mytslab", "kernel"],
    ],
)
def test_every_other_kernel_is_not(command: list[str]) -> None:
    assert not is_tslab(command)
