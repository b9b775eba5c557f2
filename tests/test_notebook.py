"""The notebooks run from top to bottom on the sample data, show what their prose says, and stay without outputs."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = ("exploration", "investigation")


def execute(name: str, *, has_pictures: bool) -> nbformat.NotebookNode:
    """Return a notebook after it ran in a kernel of its own; without the front end its picture is left out."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if has_pictures or cell.id != "show"]
    return NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()


@pytest.fixture(scope="module")
def has_pictures(request: pytest.FixtureRequest) -> bool:
    """Whether the front end can be built here, which draws in a notebook."""
    try:
        request.getfixturevalue("bundle")
    except pytest.skip.Exception:
        return False
    return True


@pytest.fixture(scope="module")
def exploration(has_pictures: bool) -> nbformat.NotebookNode:
    return execute("exploration", has_pictures=has_pictures)


@pytest.fixture(scope="module")
def investigation(has_pictures: bool) -> nbformat.NotebookNode:
    return execute("investigation", has_pictures=has_pictures)


@pytest.fixture(params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = request.getfixturevalue(request.param)
    return notebook


def find_outputs(notebook: nbformat.NotebookNode, name: str) -> list[nbformat.NotebookNode]:
    """Return the outputs of the code cell of that name (its `id`)."""
    (cell,) = [cell for cell in notebook.cells if cell.id == name]
    return list(cell.outputs)


def read_text(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return what a cell prints."""
    return "".join(output.get("text", "") for output in find_outputs(notebook, name))


def read_display(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return what a cell ends with, as HTML."""
    outputs = find_outputs(notebook, name)
    return "".join(output.data.get("text/html", "") for output in outputs if "data" in output)


def read_words(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return the words of what a cell ends with."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", read_display(notebook, name)))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_committed_without_outputs(name: str) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_is_explained(name: str) -> None:
    kinds = [cell.cell_type for cell in nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells]
    assert kinds[0] == "markdown"
    assert all("code" not in pair or "markdown" in pair for pair in pairwise(kinds))


def test_every_cell_shows_something(executed: nbformat.NotebookNode) -> None:
    silent = [cell.id for cell in executed.cells if cell.cell_type == "code" and not cell.outputs]
    assert silent == []


def test_no_cell_complains(executed: nbformat.NotebookNode) -> None:
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []


def test_the_prose_tells_how_many_articles_there_are(executed: nbformat.NotebookNode) -> None:
    prose = "\n".join(cell.source for cell in executed.cells if cell.cell_type == "markdown")
    (told,) = re.findall(r"^(\d+) short articles", prose, re.MULTILINE)
    assert f"Graph: {told} documents" in read_words(executed, "build")


def test_the_prose_has_no_other_figures(executed: nbformat.NotebookNode) -> None:
    prose = "\n".join(cell.source for cell in executed.cells if cell.cell_type == "markdown")
    assert re.findall(r"\d+", re.sub(r"\d+ short articles|September 2014", "", prose)) == []


def test_the_picture_is_drawn_in_the_notebook(bundle: Path, executed: nbformat.NotebookNode) -> None:
    picture = read_display(executed, "show")
    assert picture.startswith("<iframe") and "srcdoc=" in picture and 'src="' not in picture


# The exploration


@pytest.mark.parametrize("name", ["facts", "met", "opposed", "sparql", "corroborations", "network", "brokers"])
def test_the_tables_have_rows_and_stay_short(name: str, exploration: nbformat.NotebookNode) -> None:
    assert 2 < read_display(exploration, name).count("<tr") <= 21


@pytest.mark.parametrize("name", ["entity", "facts", "path", "changed", "sentence"])
def test_facts_stand_with_their_sentences(name: str, exploration: nbformat.NotebookNode) -> None:
    display = read_display(exploration, name)
    assert all(f'title="{role}"' in display for role in ("subject", "predicate", "object"))


@pytest.mark.parametrize("name", ["statuses", "stances", "communities", "timeline"])
def test_the_plots_are_drawn(name: str, exploration: nbformat.NotebookNode) -> None:
    assert any("image/png" in output.get("data", {}) for output in find_outputs(exploration, name))


def test_more_news_adds_a_denial_that_contradicts(exploration: nbformat.NotebookNode) -> None:
    changed = read_words(exploration, "changed")
    assert "2 gained" in changed and "1 added" in changed and "lost" not in changed
    assert "1 row: facts both said and denied: 1" in read_words(exploration, "contradictions")


def test_offsets_cut_out_the_words(exploration: nbformat.NotebookNode) -> None:
    printed = read_text(exploration, "offsets")
    assert re.fullmatch(r"(\w+: '.+' at \d+( … '.+' at \d+)*\n){3}", printed)


# The investigation


def test_the_place_is_found_in_two_articles_of_two_outlets(investigation: nbformat.NotebookNode) -> None:
    assert read_text(investigation, "documents") == "0 copies among the documents\n"
    found = re.findall(r"<td>(.*?)</td>", read_display(investigation, "documents"))
    assert {"Example Wire", "The Morning Example"} < set(found) and found.count("2014-09-23") == 2


@pytest.mark.parametrize("name", ["gate", "shots", "parties", "witness", "later-facts"])
def test_the_evidence_is_shown_with_its_words_marked(name: str, investigation: nbformat.NotebookNode) -> None:
    display = read_display(investigation, name)
    assert 2 < display.count("<tr") <= 21 and 'title="predicate"' in display


def test_what_the_prose_says_of_the_claims_is_so(investigation: nbformat.NotebookNode) -> None:
    """The evening is all that an outlet states, both sides grant the shots, and nothing disputed is corroborated."""
    assert re.match(r"1 of \d+ facts", read_text(investigation, "gate-count"))
    assert "on Tuesday evening" in read_words(investigation, "gate-count")
    assert read_text(investigation, "finding").splitlines() == [
        "That the gate was shut: said by a man without a name, the aid group; denied by the government.",
        "That shots were fired: said by the aid group, the government; denied by nobody.",
        "Outlets that state either of it themselves: 0.",
    ]
    assert "True" not in read_words(investigation, "agree") and "False" in read_words(investigation, "agree")
    assert read_text(investigation, "against").endswith(": 0\n")


def test_what_the_prose_says_of_the_rest_is_so(investigation: nbformat.NotebookNode) -> None:
    assert "the crossing had stayed open all day" in read_text(investigation, "missed").replace("\n    ", " ")
    assert " 1 Turkey Country" in read_words(investigation, "day")
    assert read_text(investigation, "later-facts").startswith("0 of ")
    assert "Bread Without Borders" in read_words(investigation, "together")


def test_the_claims_are_drawn(investigation: nbformat.NotebookNode) -> None:
    for name in ("picture", "later"):
        assert any("image/png" in output.get("data", {}) for output in find_outputs(investigation, name))


def test_each_citation_has_its_outlet_offsets_and_facts(investigation: nbformat.NotebookNode) -> None:
    printed = read_text(investigation, "citations")
    citations = re.findall(r"^\[\d+\] ", printed, re.MULTILINE)
    places = re.findall(r"^    (?:[A-Z]\w+ ?)+, 2014-09-23, characters \d+-\d+, https://", printed, re.MULTILINE)
    facts = re.findall(r"^    [0-9a-f]{12} (?:asserted|reported|negated|hypothetical): “.+”$", printed, re.MULTILINE)
    assert 5 < len(citations) == len(places) <= len(facts)
