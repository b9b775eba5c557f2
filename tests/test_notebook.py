"""The notebook runs from top to bottom on the sample data, and is committed without outputs."""

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


def find_outputs(notebook: nbformat.NotebookNode, word: str) -> list[nbformat.NotebookNode]:
    """Return the outputs of the only code cell in which a word stands."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and word in cell.source]
    return list(cell.outputs)


def test_it_is_committed_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_every_cell_is_explained(executed: nbformat.NotebookNode) -> None:
    kinds = [cell.cell_type for cell in executed.cells]
    assert kinds[0] == "markdown"
    assert all("code" not in pair or "markdown" in pair for pair in pairwise(kinds))


def test_the_tables_have_rows(executed: nbformat.NotebookNode) -> None:
    for word in (".sample(", "g.query(", "to_networkx("):
        outputs = find_outputs(executed, word)
        assert outputs, word
        html = "".join(output.data.get("text/html", "") for output in outputs if "data" in output)
        assert html.count("<tr") > 2, word


def test_the_plot_is_drawn(executed: nbformat.NotebookNode) -> None:
    outputs = find_outputs(executed, ".plot(")
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_a_fact_is_followed_to_its_sentence(executed: nbformat.NotebookNode) -> None:
    outputs = find_outputs(executed, "document_text")
    text = "".join(output.get("text", "") for output in outputs)
    assert text.strip()
