"""Every example that --help shows runs, on the sample articles."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
import pytest
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
