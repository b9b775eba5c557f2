"""The notebook runs from top to bottom on the sample data, and is committed without outputs."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "exploration.ipynb"


@pytest.fixture(scope="module")
def executed() -> nbformat.NotebookNode:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}})
    return client.execute()


def find_outputs(notebook: nbformat.NotebookNode, name: str) -> list[nbformat.NotebookNode]:
    """Return the outputs of the code cell of that name (its `id`)."""
    (cell,) = [cell for cell in notebook.cells if cell.id == name]
    return list(cell.outputs)


def read_text(notebook: nbformat.NotebookNode, name: str) -> str:
    return "".join(output.get("text", "") for output in find_outputs(notebook, name))


def read_table(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return the table that a cell ends with, as HTML."""
    outputs = find_outputs(notebook, name)
    return "".join(output.data.get("text/html", "") for output in outputs if "data" in output)


def test_it_is_committed_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_every_cell_is_explained(executed: nbformat.NotebookNode) -> None:
    kinds = [cell.cell_type for cell in executed.cells]
    assert kinds[0] == "markdown"
    assert all("code" not in pair or "markdown" in pair for pair in pairwise(kinds))


def test_the_introduction_tells_how_many_articles_there_are(executed: nbformat.NotebookNode) -> None:
    (told,) = re.findall(r"^(\d+) short articles", executed.cells[0].source, re.MULTILINE)
    assert read_text(executed, "build").startswith(f"{told} documents\n")


@pytest.mark.parametrize(
    "name", ["facts", "met", "opposed", "negated", "about", "sparql", "outlets", "outlets-count", "network"]
)
def test_the_tables_have_rows_and_stay_short(name: str, executed: nbformat.NotebookNode) -> None:
    table = read_table(executed, name)
    assert 2 < table.count("<tr") <= 20
    assert max(map(len, re.findall(r"<td>(.*?)</td>", table))) <= 80


@pytest.mark.parametrize("name", ["met", "opposed", "negated", "about"])
def test_the_answers_come_with_their_sentences(name: str, executed: nbformat.NotebookNode) -> None:
    table = read_table(executed, name)
    assert "<th>sentence</th>" in table
    assert "http" not in table


def test_both_outlets_are_compared_on_what_is_reported_and_denied(executed: nbformat.NotebookNode) -> None:
    table = read_table(executed, "outlets")
    for outlet in ("The Morning Example", "Example Wire"):
        for status in ("reported", "negated"):
            assert re.search(rf"<td>{outlet}</td>\s*<td>{status}</td>", table), (outlet, status)


@pytest.mark.parametrize("name", ["plot", "statuses"])
def test_the_plots_are_drawn(name: str, executed: nbformat.NotebookNode) -> None:
    assert any("image/png" in output.get("data", {}) for output in find_outputs(executed, name))


@pytest.mark.parametrize("name", ["path", "sentence"])
def test_facts_are_followed_to_their_sentences(name: str, executed: nbformat.NotebookNode) -> None:
    text = read_text(executed, name)
    assert " | " in text
    assert re.search(r"^.*[A-Z].*\.”?$", text, re.MULTILINE)
