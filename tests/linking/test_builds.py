"""A gazetteer of one's own in builds: kept, used again, replaced and dropped, with no text read anew."""

from pathlib import Path

import pytest
from conftest import WriteFiles

import kg
from kg.archive import open_archive, rows_of, settings_of
from kg.errors import GazetteerError
from kg.pipeline import build
from kg.pipeline.maintenance import rebuild, remove

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
        assert graph.settings == kg.model.Settings(base="https://news.example/")
