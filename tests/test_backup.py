"""Backups: a copy is a graph folder of its own, whatever goes on in the first one meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from conftest import WriteFiles, dump

import kg
from kg.archive import open_archive
from kg.errors import GraphError
from kg.pipeline import build
from kg.pipeline.backup import back_up


def test_a_backup_can_be_asked_and_built_on_like_the_graph(folder: Path, articles: Path, tmp_path: Path) -> None:
    (folder / "decisions.yaml").write_text("- different: [Russia, Syria]\n")
    copy = tmp_path / "backups" / "monday.kg"
    backup = kg.open(folder).backup(copy)
    assert backup.documents == 3
    assert backup.quads == len(kg.open(copy).store)
    assert backup.size > (folder / "archive.sqlite").stat().st_size
    assert dump(copy) == dump(folder)
    assert (copy / "decisions.yaml").read_bytes() == (folder / "decisions.yaml").read_bytes()
    assert kg.open(copy).find("Clinton").sentences
    (folder / "decisions.yaml").unlink()
    (copy / "decisions.yaml").unlink()
    assert build(copy, [articles], workers=1).unchanged == 3
    assert dump(copy) == dump(folder)
    assert sorted(path.name for path in copy.parent.iterdir()) == ["dump.nq", "monday.kg"]


def test_a_backup_shares_nothing_with_the_graph(folder: Path, tmp_path: Path) -> None:
    before = dump(folder)
    back_up(folder, tmp_path / "copy.kg")
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert dump(tmp_path / "copy.kg") == before


def test_a_backup_is_made_while_a_build_writes(folder: Path, write_files: WriteFiles, tmp_path: Path) -> None:
    """Each copy has all documents committed before it began, and a published state that was whole."""
    before = dump(folder)
    texts = {f"{number}.txt": f"Anna Berg visited the bank in Oslo {number} times." for number in range(40)}
    sources = write_files(texts)
    reached = threading.Event()
    building = threading.Thread(
        target=build, args=(folder, [sources]), kwargs={"workers": 1, "progress": lambda *_: reached.set()}
    )
    building.start()
    assert reached.wait(60)
    counts = []
    while building.is_alive():
        with open_archive(folder) as archive:
            least = archive.counts()[0]
        copy = tmp_path / f"{len(counts)}.kg"
        counts.append(back_up(folder, copy).documents)
        assert counts[-1] >= least
        if building.is_alive():
            assert dump(copy) == before
    building.join()
    assert counts[0] > 3
    build(tmp_path / "0.kg", [sources], workers=1)
    assert dump(tmp_path / "0.kg") == dump(folder)


def test_a_backup_of_a_graph_without_a_store_derives_it(folder: Path, graph_folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "rdf")
    assert back_up(folder, tmp_path / "copy.kg").quads == 0
    assert dump(tmp_path / "copy.kg") == dump(graph_folder)


def test_nothing_is_overwritten_unless_it_is_an_earlier_backup(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("Once upon a time")
    for force in (False, True):
        with pytest.raises(GraphError, match="thesis exists and is no graph folder; name another place"):
            back_up(folder, other, force=force)
    back_up(folder, tmp_path / "copy.kg")
    with pytest.raises(GraphError, match=r"copy\.kg exists; name another place, or replace it with --force"):
        back_up(folder, tmp_path / "copy.kg")
    kg.open(folder).remove("bank.txt")
    assert back_up(folder, tmp_path / "copy.kg", force=True).documents == 2
    assert dump(tmp_path / "copy.kg") == dump(folder)


def test_a_backup_into_the_graph_itself_or_of_no_graph_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="lies in the graph folder itself"):
        back_up(folder, folder / "backup")
    with pytest.raises(GraphError, match="there is no graph folder"):
        back_up(tmp_path / "none.kg", tmp_path / "copy.kg")
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="cannot be written: "):
        back_up(folder, tmp_path / "file" / "copy.kg")
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name]


def test_a_damaged_archive_is_not_taken_for_a_backup(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(size,)] = connection.execute("PRAGMA page_size")
    data = bytearray((folder / "archive.sqlite").read_bytes())
    for page in range(3, len(data) // size):
        data[page * size : page * size + 100] = b"\xff" * 100
    (folder / "archive.sqlite").write_bytes(data)
    with pytest.raises(GraphError, match="damaged"):
        back_up(folder, tmp_path / "copy.kg")
    assert not (tmp_path / "copy.kg").exists()


def test_what_a_killed_backup_left_is_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / ".copy.kg.part").mkdir()
    (tmp_path / ".copy.kg.part" / "archive.sqlite").write_bytes(b"half of it")
    back_up(folder, tmp_path / "copy.kg")
    assert dump(tmp_path / "copy.kg") == dump(folder)
    assert not (tmp_path / ".copy.kg.part").exists()
