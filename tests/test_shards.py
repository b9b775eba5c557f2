from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KGError
from kg.model import Document, Extraction, LeftOut, Span
from kg.pipeline.shards import Reading, Shards

pytest.importorskip("fsspec", reason="the extra `distributed` is not installed")

NAME = "0" * 31 + "a"
# A separator of lines that is none in JSON, a tab, and half of a pair, which a file name can hold.
TEXT = "Putin\u2028met\tClinton.\x85"
DOCUMENT = Document("1f", TEXT, "news/\udce9.txt", "A\nB", "2012-09-08", headline_end=3, dateline=Span(0, 5))
READINGS = [
    Reading(0, DOCUMENT, Extraction("1f", "rules", "1", (Span(0, 3),), (), ())),
    Reading(0, DOCUMENT, LeftOut("a", "it took longer than 3 s")),
    Reading(1, DOCUMENT),
    Reading(2, None, LeftOut("b", "it cannot be read: gone", is_unread=True)),
]


def test_a_shard_holds_what_was_written(tmp_path: Path) -> None:
    shards = Shards(str(tmp_path / "shards"))
    shards.write(NAME, READINGS)
    found = shards.read(NAME)
    assert found == READINGS
    assert [isinstance(item.result, LeftOut) and item.result.is_unread for item in found] == [False, False, False, True]


def test_equal_readings_give_equal_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    Shards(str(tmp_path)).write(NAME, READINGS)
    [path] = tmp_path.iterdir()
    before = path.read_bytes()
    Shards(f"file://{tmp_path}").write(NAME, READINGS)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_a_shard_that_is_cut_short_or_not_there_is_told(tmp_path: Path) -> None:
    shards = Shards(str(tmp_path))
    with pytest.raises(KGError, match="have to share that folder"):
        shards.read(NAME)
    shards.write(NAME, READINGS)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(KGError, match="cannot be read"):
        shards.read(NAME)
    assert shards.find(NAME) == []


def test_clearing_leaves_what_is_not_a_shard(tmp_path: Path) -> None:
    shards = Shards(str(tmp_path / "shards"))
    shards.clear()  # where there is no folder yet
    shards.write(NAME, READINGS)
    (tmp_path / "shards" / f"{NAME}.tsv.gz.{'b' * 32}").write_bytes(b"killed while it was written")
    (tmp_path / "shards" / "mine.txt").write_text("kept")
    shards.clear()
    assert [path.name for path in (tmp_path / "shards").iterdir()] == ["mine.txt"]
    (tmp_path / "shards" / "mine.txt").unlink()
    shards.write(NAME, READINGS)
    shards.clear()
    assert not (tmp_path / "shards").exists()


def test_shards_may_stand_in_a_remote_store() -> None:
    shards = Shards("memory://shards/news")
    shards.write(NAME, READINGS)
    assert shards.read(NAME) == READINGS
    shards.delete(NAME)
    shards.clear()
    assert shards.find(NAME) == []


def test_a_place_that_is_none_is_told() -> None:
    with pytest.raises(KGError, match=r"nowhere://x cannot hold shards: .*Protocol not known"):
        Shards("nowhere://x")
