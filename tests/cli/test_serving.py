"""`kg serve` in a process of its own: it tells where it is, answers, and ends when it is told to."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from commands import run
from servers import Server, open_empty, read_address

import kg
from kg.bundle import BUILD_COMMAND, FOLDER

_SECONDS = 60


@contextmanager
def started(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `kg serve` at a free port; give the process and the line that says where it is."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, read_address(process)
        finally:
            process.kill()


def ask(line: str, target: str) -> dict[str, object]:
    address = line.partition(" at ")[2].partition(" ")[0]
    with urlopen(address.rstrip("/") + target, timeout=_SECONDS) as response:
        found: dict[str, object] = json.load(response)
        return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_cleanly_on_a_signal(graph_folder: Path, number: signal.Signals) -> None:
    with started("-g", graph_folder) as (process, line):
        assert line.startswith(f"Serving {graph_folder} at http://127.0.0.1:")
        assert line.endswith("/ (Ctrl-C stops)\n")
        assert ask(line, "/api/about")["documents"] == 3
        process.send_signal(number)
        assert process.wait(_SECONDS) == 0
        assert process.stderr is not None
        rest = process.stderr.read()
        assert rest.endswith("Stopped.\n")
        assert "Traceback" not in rest
        assert (BUILD_COMMAND in rest) == (not (FOLDER / "index.html").is_file())


def test_a_port_that_is_taken_is_told(graph_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "-g", graph_folder, "--port", str(port), code=1)
    assert f"cannot listen at 127.0.0.1:{port}: Address already in use" in result.stderr
    assert "--port" in result.stderr


def test_an_address_that_is_not_of_this_machine_is_told(graph_folder: Path) -> None:
    assert "cannot listen at 192.0.2.1:0" in run("serve", "-g", graph_folder, "--port", "0", "--host", "192.0.2.1",
                                                 code=1).stderr  # fmt: skip
    assert "cannot listen at no host:0" in run("serve", "-g", graph_folder, "--port", "0", "--host", "no host",
                                               code=1).stderr  # fmt: skip


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    result = run("serve", "-g", tmp_path / "none.kg", "--port", "0", code=1)
    assert "there is no graph folder" in result.stderr


def test_a_missing_extra_is_named(graph_folder: Path) -> None:
    program = "import sys; sys.modules['uvicorn'] = None; from kg.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "-g", str(graph_folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "pip install 'kg-builder[serve]'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_graph_on_a_server_is_served_without_texts(oxigraph: Server, graph_folder: Path) -> None:
    open_empty(oxigraph).close()
    with kg.open(graph_folder) as graph:
        graph.push(oxigraph.url)
        counts = graph.statistics()
    with started("--store", oxigraph.url) as (_, line):
        told = ask(line, "/api/about")
        assert (told["documents"], told["has_texts"], told["sentences"]) == (3, False, None)
        assert told["assertions"] == dict(counts.assertions)
        page = ask(line, "/api/entity/russia")
        evidence = ask(line, f"/api/evidence/{page['facts'][0]['id']}")
        assert evidence["paragraph"]["text"] == evidence["assertion"]["sentence"]
        assert ask(line, "/api/search?q=oppose")["sentences"] == []
