"""A gazetteer of one's own in builds: kept, used again, replaced and dropped, with no text read anew."""

from pathlib import Path

import pytest
from conftest import WriteFiles

import kg
from kg import rdf
from kg.archive import RDF_NAME, open_archive, rows_of, settings_of
from kg.errors import GazetteerError
from kg.model import Entity, Settings
from kg.pipeline import build
from kg.pipeline.maintenance import rebuild, remove
from kg.store import open_store

FIRST = "id,name,aliases,type\nhttps://people.example/1,Maria Okafor-Lind,Maria Okafor,Person\n"
SECOND = "id,name,aliases,type\nhttps://people.example/2,Maria Okafor,,Person\n"


@pytest.fixture
def sources(write_files: WriteFiles) -> Path:
    return write_files({"a.txt": "Maria Okafor visited Oslo.", "b.txt": "Maria Okafor praised Denmark."})


def kept(folder: Path) -> tuple[list[str], str]:
    with open_archive(folder) as archive:
        return [row.label for row in rows_of(archive)], settings_of(archive).gazetteer


def test_a_table_stays_until_another_takes_its_place_or_it_is_dropped(sources: Path, tmp_path: Path) -> None:
    folder, table = tmp_path / "g.kg", tmp_path / "names.csv"
    build(folder, [sources], workers=1)
    assert kept(folder) == ([], "")
    table.write_text(FIRST)
    assert build(folder, [sources], gazetteer=table, workers=1).unchanged == 2
    labels, digest = kept(folder)
    assert labels == ["Maria Okafor-Lind"]
    assert len(digest) == 16
    table.unlink()
    build(folder, [sources], workers=1)
    rebuild(folder, workers=1)
    remove(folder, ["b.txt"], workers=1)
    assert kept(folder) == (labels, digest)
    table.write_text(SECOND)
    build(folder, [sources], gazetteer=table, workers=1)
    assert kept(folder)[0] == ["Maria Okafor"]
    assert kept(folder)[1] not in ("", digest)
    build(folder, [sources], forget_gazetteer=True, workers=1)
    assert kept(folder) == ([], "")


def entities(folder: Path) -> dict[str, Entity]:
    with open_store(folder / RDF_NAME) as store:
        return {entity.label: entity for entity in rdf.entities(store, Settings())}


def quads(folder: Path) -> list[str]:
    with open_store(folder / RDF_NAME) as store:
        return sorted(map(str, store.quads()))


def test_rows_name_and_link_the_entities(sources: Path, tmp_path: Path) -> None:
    folder, table = tmp_path / "g.kg", tmp_path / "names.csv"
    build(folder, [sources], workers=1)
    before = quads(folder)
    assert entities(folder)["Maria Okafor"].wikidata is None
    assert entities(folder)["Oslo"].wikidata == "Q585"
    table.write_text(FIRST)
    build(folder, [sources], gazetteer=table, workers=1)
    entity = entities(folder)["Maria Okafor-Lind"]
    assert (entity.slug, entity.wikidata) == ("maria-okafor-lind", "https://people.example/1")
    assert entity.names == ("Maria Okafor",)
    assert any("owl#sameAs> <https://people.example/1>" in quad for quad in quads(folder))
    remove(folder, ["b.txt"], workers=1)
    assert entities(folder)["Maria Okafor-Lind"].wikidata == entity.wikidata
    build(folder, [sources], forget_gazetteer=True, workers=1)
    assert quads(folder) == before


def test_a_table_that_cannot_be_used_changes_nothing(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("name\nMaria\n")
    with pytest.raises(GazetteerError, match="no column named 'id'"):
        build(tmp_path / "g.kg", [sources], gazetteer=tmp_path / "bad.csv", workers=1)
    assert not (tmp_path / "g.kg").exists()


def test_an_empty_name_drops_it_in_python(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(FIRST)
    with kg.open(tmp_path / "g.kg") as graph:
        graph.build(sources, gazetteer=tmp_path / "names.csv", base="https://news.example/", workers=1)
        assert graph.settings.gazetteer
        graph.build(sources, workers=1)
        assert graph.settings.gazetteer
        graph.build(sources, gazetteer="", workers=1)
        assert graph.settings == Settings(base="https://news.example/")
