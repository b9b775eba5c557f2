"""The page on graph programs keeps its word: its commands run, and what it tells of nodes and edges is so."""

import re
from pathlib import Path

import networkx
import pytest
from test_readme import BUILD, CONSOLE, ROOT, build_sample, read_block, run

from kg.projection import EDGE_ATTRIBUTES, NODE_ATTRIBUTES

PAGE = ROOT / "docs" / "graph-tools.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = [command for block in CONSOLE.findall(TEXT) for command, _ in read_block(block) if command != BUILD]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph-tools")
    build_sample(folder)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_writes_its_file(command: str, folder: Path, request: pytest.FixtureRequest) -> None:
    if ".html" in command:
        request.getfixturevalue("bundle")
    status, printed = run(command, folder)
    assert status == 0, printed
    assert (folder / command.split()[2]).stat().st_size > 200  # more than a frame with nothing in it


def test_the_python_example_finds_what_was_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert run("kg export facts.graphml", folder)[0] == 0
    monkeypatch.chdir(folder)
    found: dict[str, object] = {}
    exec(compile(example, PAGE.name, "exec"), found)
    assert isinstance(found["graph"], networkx.MultiDiGraph)
    assert found["spoken"]


def test_every_attribute_of_nodes_and_edges_is_explained() -> None:
    (nodes,) = re.findall(r"^\| node \|.*?\n\n", TEXT, re.MULTILINE | re.DOTALL)
    (edges,) = re.findall(r"^\| edge \|.*?\n\n", TEXT, re.MULTILINE | re.DOTALL)
    for table, attributes in ((nodes, NODE_ATTRIBUTES), (edges, EDGE_ATTRIBUTES)):
        first_cells = " ".join(line.split("|")[1] for line in table.splitlines()[2:] if line)
        assert sorted(re.findall(r"`(\w+)`", first_cells)) == sorted(attributes)


def test_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", TEXT)
    assert pictures
    for picture in pictures:
        assert 1_000 < (PAGE.parent / picture).stat().st_size < 300_000
