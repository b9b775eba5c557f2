from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import WriteFiles, dump

import kg
from kg.errors import GraphError, KGError
from kg.pipeline import build
from kg.pipeline.maintenance import rebuild, remove


def test_a_removed_document_leaves_what_a_fresh_build_without_it_makes(
    folder: Path, articles: Path, tmp_path: Path
) -> None:
    removal = remove(folder, ["bank.txt"])
    assert removal.documents == ("articles/bank.txt",)
    assert removal.files == (str(articles / "bank.txt"),)
    assert removal.report.documents == 2
    shutil.copytree(articles, tmp_path / "articles")
    (tmp_path / "articles" / "bank.txt").unlink()
    build(tmp_path / "fresh.kg", [tmp_path / "articles"], workers=1)
    assert dump(folder) == dump(tmp_path / "fresh.kg")


def test_several_are_removed_at_once_by_any_of_their_names(folder: Path) -> None:
    document = kg.open(folder).document("visit.md")
    remove(folder, ["articles/bank.txt", document.id[:8], "visit.md"])
    assert {assertion.source for assertion in kg.open(folder).assertions()} == {"articles/summit.txt"}


def test_nothing_is_removed_if_one_name_is_wrong(folder: Path) -> None:
    before = dump(folder)
    with pytest.raises(KGError, match="may be one of 2"):
        remove(folder, ["visit.md", ".txt"])
    with pytest.raises(KGError, match=r"no document is named 'bnak.txt'; is it articles/bank.txt"):
        remove(folder, ["visit.md", "bnak.txt"])
    assert dump(folder) == before


def test_a_removed_document_whose_file_is_there_comes_back(folder: Path, articles: Path, graph_folder: Path) -> None:
    remove(folder, ["bank.txt"])
    assert build(folder, [articles], workers=1).added == 1
    assert dump(folder) == dump(graph_folder)


def test_a_file_that_is_gone_is_not_told_to_exist(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({"a.txt": "Anna Berg met Paul Holm in Oslo on Monday."})
    build(tmp_path / "g.kg", [sources], workers=1)
    (sources / "a.txt").unlink()
    assert remove(tmp_path / "g.kg", ["a.txt"]).files == ()
    assert kg.open(tmp_path / "g.kg").statistics().documents == 0


@pytest.mark.parametrize("extract", [False, True])
def test_a_rebuilt_graph_is_the_same(folder: Path, extract: bool) -> None:
    before = dump(folder)
    report = rebuild(folder, extract=extract, workers=1)
    assert report.replaced == (3 if extract else 0)
    assert dump(folder) == before


@pytest.mark.parametrize("damage", ["live", "published", "everything"])
def test_a_damaged_store_is_rebuilt(folder: Path, graph_folder: Path, damage: str) -> None:
    rdf = folder / "rdf"
    if damage == "everything":
        shutil.rmtree(rdf)
    elif damage == "published":
        shutil.rmtree(rdf / "published")
    else:
        for file in (rdf / "live").iterdir():
            file.write_bytes(b"broken")
    rebuild(folder)
    assert dump(folder) == dump(graph_folder)


def test_a_reader_keeps_what_it_opened(folder: Path) -> None:
    with kg.open(folder) as graph:
        before = len(graph.query("SELECT * { ?s ?p ?o }"))
        rebuild(folder)
        remove(folder, ["bank.txt"])
        assert len(graph.query("SELECT * { ?s ?p ?o }")) == before


def test_what_is_no_graph_stays_as_it_is(tmp_path: Path) -> None:
    for change in (lambda: rebuild(tmp_path / "none.kg"), lambda: remove(tmp_path / "none.kg", ["x"])):
        with pytest.raises(GraphError):
            change()
    assert not (tmp_path / "none.kg").exists()
