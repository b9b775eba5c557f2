"""Every example that --help shows runs, on the sample articles."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from servers import read_address
from test_readme import build_sample, run

from kg.cli import main


def examples_of(command: click.Command) -> list[str]:
    """Return the lines under "Example:" in the help of a command."""
    text = (command.help or "").partition("Example:")[2]
    return [line.strip() for line in text.splitlines() if line.strip()]


EXAMPLES = [
    (name, line) for name, command in [("kg", main), *sorted(main.commands.items())] for line in examples_of(command)
]


# What the examples of `kg evaluate` read.
GOLD_FILES = {
    "gold.txt": "sent_id:1\tAnn left Oslo .\n1--> Cluster 1:\nAnn --> left --> Oslo\n",
    "gold.tsv": "Ann left Oslo .\tleft\tAnn\tOslo\n",
    "theirs.tsv": "Ann left Oslo .\t0.7\tleft\tAnn\tOslo\n",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build_sample(folder)
    for name, content in GOLD_FILES.items():
        (folder / name).write_text(content)
    return folder


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_has_an_example_of_itself(name: str) -> None:
    assert any(re.search(rf"\bkg {name}\b", line) for line in examples_of(main.commands[name]))


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_of_the_help_runs(
    name: str, example: str, sample: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if name == "serve":
        check_served(example, sample)
        return
    if name == "push":  # to the one server that runs
        server = request.getfixturevalue("oxigraph").url.removesuffix("/query")
        example = re.sub(r"https?://[\w.]+(:\d+/sparql|:\d+|/news)", server, example)
    folder = tmp_path / "copy"
    shutil.copytree(sample, folder)
    if example.endswith("sample.tsv"):
        run("kg evaluate --sample 5", folder)
    status, printed = run(example, folder)
    written = [path for path in folder.iterdir() if path.name not in ("data", "graph.kg", *GOLD_FILES)]
    assert status == 0, printed
    assert printed.strip() or name == "completion" or any(path.stat().st_size for path in written), "it shows nothing"


def check_served(example: str, folder: Path) -> None:
    """Check that an example serves until Ctrl-C; at a free port, and without a browser."""
    words = [word for word in shlex.split(example) if word != "--open"]
    command = [sys.executable, "-m", *words, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            assert read_address(process).startswith("Serving graph.kg at http://127.0.0.1:")
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            process.kill()
