from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.journal import OTHER_HOST, write_journal, write_owner

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.journals import Journal, journals
from jupyterlab_autolog.processes import boot_id


def only(home: Home) -> Journal:
    (journal,) = journals(home)
    return journal


def test_without_a_folder_there_are_none(home: Home) -> None:
    assert list(journals(home)) == []


def test_it_says_whose_it_is_and_where_it_goes(home: Home) -> None:
    write_journal(home, "j", kernel_id="k", target={"kind": "embedded", "root": "/r"})
    assert (only(home).kernel_id, only(home).embedded_root) == ("k", "/r")


def test_one_that_goes_to_a_uri_has_no_root(home: Home) -> None:
    write_journal(home, "j", target={"kind": "uri", "uri": "http://a"})
    assert only(home).embedded_root is None


@pytest.mark.parametrize("first", [b"", b"{", b"[]\n", b'{"target": 1}\n', b"\xff\n"])
def test_a_damaged_first_line_hides_no_journal(home: Home, first: bytes) -> None:
    folder = write_journal(home, "j")
    (folder / "journal.jsonl").write_bytes(first)
    assert (only(home).kernel_id, only(home).embedded_root) == (None, None)


def test_what_is_delivered_does_not_wait(home: Home) -> None:
    folder = write_journal(home, "j")
    size = (folder / "journal.jsonl").stat().st_size
    assert only(home).waiting_bytes == size
    (folder / "progress.json").write_text(json.dumps({"version": 1, "offset": size - 3}))
    assert only(home).waiting_bytes == 3


def test_without_an_owner_nobody_works_on_it(home: Home) -> None:
    write_journal(home, "j")
    assert not only(home).has_live_owner


def test_the_owner_is_the_one_of_the_highest_number(home: Home) -> None:
    folder = write_journal(home, "j")
    write_owner(folder, 9, pid=os.getpid())
    assert only(home).has_live_owner
    write_owner(folder, 10, pid=os.getpid(), released=True)
    assert not only(home).has_live_owner


def test_an_owner_of_another_host_may_live(home: Home) -> None:
    write_owner(write_journal(home, "j"), 1, pid=1, host=OTHER_HOST)
    assert only(home).has_live_owner


def test_an_owner_that_has_ended_does_not_live(home: Home) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    write_owner(write_journal(home, "j"), 1, pid=process.pid, host=socket.gethostname())
    assert not only(home).has_live_owner


def test_another_process_that_got_the_number_is_not_the_owner(home: Home) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells when a process started")
    write_owner(write_journal(home, "j"), 1, pid=os.getpid(), started="1")
    assert not only(home).has_live_owner


def test_a_zombie_is_not_the_owner(home: Home) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells a zombie")
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read()  # until it has ended, and nobody has asked how
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    write_owner(write_journal(home, "j"), 1, pid=process.pid)
    assert not only(home).has_live_owner
    process.wait()
    process.stdout.close()


def test_a_kernel_that_lives_starts_its_shipper_itself(home: Home) -> None:
    write_journal(home, "j", pid=os.getpid(), time=time.time() * 1000)
    assert only(home).has_live_kernel


def test_another_process_that_got_the_number_is_not_the_kernel(home: Home) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells when a process started")
    write_journal(home, "j", pid=os.getpid(), time=1)
    assert not only(home).has_live_kernel


def test_what_is_on_its_way_out_is_no_journal(home: Home) -> None:
    write_journal(home, ".delivered-j")
    assert list(journals(home)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says when a process started")
def test_a_kernel_lives_however_the_clock_is_set(home: Home) -> None:
    stat = Path(f"/proc/{os.getpid()}/stat").read_text()
    started = stat.rpartition(")")[2].split()[19]
    ours = {"started": started, "boot": boot_id()}
    folder = write_journal(home, "j", pid=os.getpid(), time=1, process=ours)
    assert only(home).has_live_kernel
    for other in ({"started": "1", "boot": boot_id()}, {"started": started, "boot": "before"}):
        shutil.rmtree(folder)
        write_journal(home, "j", pid=os.getpid(), time=time.time() * 1000, process=other)
        assert not only(home).has_live_kernel
