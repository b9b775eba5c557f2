"""The store is derived document by document, says what all documents say in memory, and changes only where they do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WriteFiles

import kg
from kg import rdf
from kg.archive import open_archive, rows_of, settings_of
from kg.decisions import FILE_NAME, Different, Missed, Reference, Same, Wrong, add_decision, read_decisions
from kg.linking import gazetteer_with
from kg.pipeline import BuildReport, build, deriving
from kg.pipeline.derived import Derived
from kg.pipeline.materialise import materialise
from kg.store import EmbeddedStore

TEXTS = {
    "bank.txt": "Norvik Bank sued Anna Berg. Berg denied that she had met Paul Holm. The bank did not pay a fine.",
    "visit.txt": "OSLO, Norway (AP) - President Anna Berg of Norway met Foreign Minister Paul Holm in Oslo on Monday.",
    "talks.txt": "Russia opposes sanctions on Syria. Lavrov said Russia would not support a fine. Holm praised Lavrov.",
    "names.txt": "The USA and Norway signed a treaty. Halden Group bought Norvik Bank. Berg left Oslo.",
}
SENTENCE, WRONG = "Holm praised Lavrov.", "Russia opposes sanctions on Syria."
DECISIONS = (
    Same(Reference("Norvik Bank"), Reference("Halden Group")),
    Different(Reference("Anna Berg", None, "articles/bank.txt"), Reference("Anna Berg", None, "articles/visit.txt")),
    Wrong("Russia", "oppose", "sanctions on Syria", WRONG),
    Missed("Holm", "know", "Lavrov", SENTENCE, phrase="praised"),
)


def quads_in_memory(folder: Path) -> set[str]:
    """Return what the documents of a graph say by way of `materialise`, which holds all of them."""
    with open_archive(folder) as archive:
        gazetteer, settings = gazetteer_with(rows_of(archive)), settings_of(archive)
        outcome = materialise(archive.pairs(), read_decisions(folder / FILE_NAME), gazetteer=gazetteer)
        [(_, version)] = set(archive.versions().values())
    return {str(quad) for quad in rdf.quads(outcome.dataset, settings, version=version)}


def quads_in_store(folder: Path) -> set[str]:
    with kg.open(folder) as graph:
        return {str(quad) for quad in graph.store.quads()}


@pytest.fixture
def sources(write_files: WriteFiles) -> Path:
    return write_files(dict(TEXTS))


@pytest.fixture
def folder(sources: Path, tmp_path: Path) -> Path:
    build(tmp_path / "g.kg", [sources], workers=1)
    return tmp_path / "g.kg"


def test_documents_one_by_one_say_what_they_say_in_memory(folder: Path, sources: Path) -> None:
    assert quads_in_store(folder) == quads_in_memory(folder)
    for decision in DECISIONS:
        add_decision(folder / FILE_NAME, decision)
    report = build(folder, [sources], workers=1)
    assert report.warnings == ()
    assert quads_in_store(folder) == quads_in_memory(folder)


def test_worker_processes_derive_the_same(
    folder: Path, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deriving, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(deriving, "_CHUNK", 1)
    monkeypatch.setattr(deriving, "_MANY", 1)
    report = build(tmp_path / "two.kg", [sources], workers=2)
    assert quads_in_store(tmp_path / "two.kg") == quads_in_store(folder)
    assert report.assertions == build(folder, [sources], workers=1).assertions


def test_where_nothing_changed_nothing_is_derived(
    folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(folder, [sources], workers=1)
    monkeypatch.setattr(deriving, "resolve_summaries", lambda *_: pytest.fail("resolved again"))
    again = build(folder, [sources], workers=1)
    assert holdings(again) == holdings(first)


def holdings(report: BuildReport) -> tuple[object, ...]:
    return report.documents, report.sentences, report.entities, report.assertions, report.commonest, report.warnings


def test_only_graphs_that_changed_are_written(
    folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    really = EmbeddedStore.replace_graph

    def note(store: EmbeddedStore, name: str, lines: Callable[[], list[str]]) -> tuple[int, int]:
        written.append(name)
        return really(store, name, lines)

    monkeypatch.setattr(EmbeddedStore, "replace_graph", note)
    (sources / "talks.txt").write_text("Russia supports a treaty.", encoding="utf-8")
    build(folder, [sources], workers=1)
    documents = [name for name in written if "/document/" in name]
    assert len(documents) == 1
    assert quads_in_store(folder) == quads_in_memory(folder)


def test_a_store_that_was_put_in_place_of_another_is_compared_in_full(
    folder: Path, sources: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder / "rdf" / "live", tmp_path / "old")
    (sources / "talks.txt").write_text("Russia supports a treaty.", encoding="utf-8")
    build(folder, [sources], workers=1)
    shutil.rmtree(folder / "rdf")
    shutil.copytree(tmp_path / "old", folder / "rdf" / "live")
    build(folder, [sources], workers=1)
    assert quads_in_store(folder) == quads_in_memory(folder)


def test_a_file_of_derived_things_that_is_damaged_is_made_anew(folder: Path, sources: Path) -> None:
    before = quads_in_store(folder)
    (folder / "rdf" / "derived.sqlite").write_bytes(b"no database" * 1000)
    build(folder, [sources], workers=1)
    assert quads_in_store(folder) == before


def test_what_is_doubted_is_written_again(folder: Path, sources: Path) -> None:
    before = quads_in_store(folder)
    with Derived(folder / "rdf") as derived:
        names = sorted(derived.digests())
        derived.doubt(names)
        derived.write_state({})
    with EmbeddedStore.open(folder / "rdf", write=True) as store:
        for name in names[:3]:
            store.remove_graph(name)
    build(folder, [sources], workers=1)
    assert quads_in_store(folder) == before


def test_a_graph_is_replaced_by_lines_however_they_are_written(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path / "rdf", write=True) as store:
        number = '"{}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        lines = [f"<urn:a> <urn:b> {number.format(text)} <urn:g> .\n" for text in ("0.90", "1.5")]
        assert store.replace_graph("urn:g", lambda: lines) == (2, 0)
        store.replace_graph("urn:g", lambda: lines)
        assert len(store) == 2
        assert store.replace_graph("urn:g", lambda: lines[1:])[1] == 1
        assert len(store) == 1
        assert store.replace_graph("urn:g", lambda: []) == (0, 1)
        assert store.is_empty()


def test_no_working_file_is_left(folder: Path) -> None:
    assert not list((folder / "rdf").glob("*.tmp"))


def test_damage_that_shows_while_the_store_is_written_is_repaired(
    folder: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The live store opens, and one of its files turns out to be damaged when its graph is compared."""
    failures = iter([RuntimeError("Corruption: block checksum mismatch")])
    really = EmbeddedStore.replace_graph

    def fail_once(store: EmbeddedStore, name: str, lines: Callable[[], list[str]]) -> tuple[int, int]:
        for failure in failures:
            raise failure
        return really(store, name, lines)

    monkeypatch.setattr(EmbeddedStore, "replace_graph", fail_once)
    (sources / "talks.txt").write_text("Russia supports a treaty.", encoding="utf-8")
    build(folder, [sources], workers=1)
    assert quads_in_store(folder) == quads_in_memory(folder)
