"""The page on the endpoint keeps its word: its commands and its example run on `kg serve`, and its tables are so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import read_address
from test_readme import BUILD, CONSOLE, ROOT, build_sample, read_block, run

from kg.web.sparql.formats import FORMATS
from kg.web.sparql.jobs import Kind, Limits
from kg.web.sparql.protocol import METHODS

TEXT = (ROOT / "docs" / "sparql-endpoint.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000/"
COMMANDS = [command for block in CONSOLE.findall(TEXT) for command, _ in read_block(block)]
ASKING = [command for command in COMMANDS if command not in (BUILD, "kg serve")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("endpoint")
    build_sample(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of the server that `kg serve`, run in the folder, starts at a free port."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        said = read_address(process)
        found = re.search(r"http://[^ ]+/", said)
        assert found, said
        yield found[0]
        process.terminate()
        process.communicate()


@pytest.mark.parametrize("command", ASKING)
def test_a_command_of_the_page_is_answered(command: str, folder: Path, address: str) -> None:
    if "curl" in command and not shutil.which("curl"):
        pytest.skip("curl is not installed")
    status, printed = run(command.replace(ADDRESS, address), folder)
    assert status == 0, printed
    if "export" in command:
        assert run("kg export own.nq", folder)[0] == 0
        assert (folder / "copy.nq").read_bytes() == (folder / "own.nq").read_bytes()
    else:
        assert "russia" in printed or "sanctions" in printed or "true" in printed


def test_the_python_example_finds_who_opposes_what(address: str) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    found: dict[str, list[object]] = {}
    exec(compile(example.replace(ADDRESS, address), "sparql-endpoint.md", "exec"), found)
    assert len(found["rows"]) > 3


def test_every_format_and_limit_is_told() -> None:
    for form in FORMATS:
        assert f"`{form.media_types[0]}`" in TEXT and f"`{form.name}`" in TEXT
    limits = Limits()
    at_once = f"| {limits.workers}; {limits.waiting}, for {limits.seconds:g} s |"
    for told in (
        f"| {limits.seconds:g} s |", f"| {limits.megabytes:,} MB |", f"| {limits.rows:,} |", at_once,
        f"| {limits.result_megabytes} MB |", f"| {limits.request_bytes // 1_000_000} MB |",
    ):  # fmt: skip
        assert told in TEXT
    assert ", ".join(f"`{method}`" for method in METHODS) in TEXT
    assert {kind for form in FORMATS for kind in form.kinds} == {*Kind}
