"""Builds that are stopped: by Ctrl-C, by kill -9; the next build completes them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from test_readme import ROOT

import kg
from kg.archive import open_archive
from kg.errors import GraphError
from kg.pipeline import build

COPIES = 2


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, several times over: enough that a build can be stopped in the midst of it."""
    folder = tmp_path_factory.mktemp("sources") / "news"
    for copy in range(COPIES):
        shutil.copytree(ROOT / "data" / "articles", folder / str(copy))
    return folder


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a build that nobody stops gives."""
    folder = tmp_path_factory.mktemp("whole") / "g.kg"
    build(folder, [sources])
    return dump(folder)


def dump(folder: Path) -> bytes:
    target = folder.parent / "dump.nq"
    with closing(kg.open(folder)) as graph:
        graph.export(target)
    return target.read_bytes()


def count_documents(folder: Path) -> int:
    try:
        with open_archive(folder) as archive:
            return archive.counts()[0]
    except GraphError:  # not yet made
        return 0


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Return a function that starts a build of a folder, in a process group of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(sources: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kg", "build", "-g", str(tmp_path / "g.kg"), "--workers", "2", str(sources)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Wait until a build has got somewhere; it has to be still at work then."""
    deadline = time.monotonic() + 60
    while not reached():
        assert process.poll() is None, "the build ended too soon"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_ctrl_c_ends_a_build_with_130_and_the_next_one_goes_on(
    start: Callable[[Path], subprocess.Popen[str]], sources: Path, expected: bytes, tmp_path: Path
) -> None:
    process = start(sources)
    wait_until(process, lambda: count_documents(tmp_path / "g.kg") >= 3)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped. What was read so far is kept; the same command goes on from there." in errors
    assert "Traceback" not in errors
    kept = count_documents(tmp_path / "g.kg")
    with pytest.raises(GraphError, match="never finished; run the same kg build again, or: kg rebuild"):
        kg.open(tmp_path / "g.kg").query("ASK {}")
    report = build(tmp_path / "g.kg", [sources])
    assert report.unchanged >= kept >= 3
    assert dump(tmp_path / "g.kg") == expected


def test_ctrl_c_while_the_processes_start_ends_them_quietly(
    start: Callable[[Path], subprocess.Popen[str]], sources: Path
) -> None:
    process = start(sources)
    wait_until(process, lambda: len(find_workers(process)) == 2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "Stopped. What was read so far is kept; the same command goes on from there.\n"


def find_workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())]


def test_ctrl_c_in_a_later_build_leaves_the_graph_as_it_was(
    start: Callable[[Path], subprocess.Popen[str]], sources: Path, expected: bytes, tmp_path: Path
) -> None:
    build(tmp_path / "g.kg", [sources / "0"])
    before = dump(tmp_path / "g.kg")
    held = count_documents(tmp_path / "g.kg")
    process = start(sources)
    wait_until(process, lambda: count_documents(tmp_path / "g.kg") > held)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert dump(tmp_path / "g.kg") == before
    build(tmp_path / "g.kg", [sources])
    assert dump(tmp_path / "g.kg") == expected


@pytest.mark.parametrize("documents", [0, 12])
def test_a_build_after_kill_9_completes(
    start: Callable[[Path], subprocess.Popen[str]], sources: Path, expected: bytes, tmp_path: Path, documents: int
) -> None:
    process = start(sources)
    wait_until(process, lambda: (tmp_path / "g.kg").exists() and count_documents(tmp_path / "g.kg") >= documents)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    process = start(sources)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "It is in" in printed
    assert dump(tmp_path / "g.kg") == expected


def test_kill_9_while_the_graph_is_written_is_repaired(
    start: Callable[[Path], subprocess.Popen[str]], sources: Path, expected: bytes, tmp_path: Path
) -> None:
    process = start(sources)
    wait_until(process, (tmp_path / "g.kg" / "rdf" / "live").exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    kg.open(tmp_path / "g.kg").rebuild()
    assert dump(tmp_path / "g.kg") == expected
