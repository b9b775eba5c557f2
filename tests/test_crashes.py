"""Whatever happens to a build or to a graph folder: nothing acknowledged is lost, and nobody has to repair by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import WriteFiles

import kg
from kg.archive import open_archive
from kg.errors import GraphError, GraphLocked
from kg.model import LeftOut
from kg.pipeline import build


@pytest.fixture
def folder(graph_folder: Path, tmp_path: Path) -> Path:
    """A graph of the three articles that may be damaged."""
    return Path(shutil.copytree(graph_folder, tmp_path / "g.kg"))


def dump(folder: Path) -> bytes:
    target = folder.parent / "dump.nq"
    with kg.open(folder) as graph:
        graph.export(target)
    return target.read_bytes()


# Damage to the derived store: name, and what is done to the folder rdf/.


def _truncate(root: Path, pattern: str, part: float) -> None:
    for path in sorted(root.rglob(pattern)):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])


def _garble(root: Path, pattern: str) -> None:
    for path in sorted(root.rglob(pattern)):
        path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


PUBLISHED: dict[str, Callable[[Path], None]] = {
    "all of it is gone": shutil.rmtree,
    "nothing is published": lambda rdf: (rdf / "CURRENT").unlink(),
    "CURRENT is empty": lambda rdf: _truncate(rdf, "CURRENT", 0),
    "CURRENT names what is not there": lambda rdf: (rdf / "CURRENT").write_text("000099\n") and None,
    "the checkpoint is gone": lambda rdf: shutil.rmtree(rdf / "published"),
    "a file of the checkpoint is gone": lambda rdf: [path.unlink() for path in rdf.glob("published/*/all/*.sst")][:0],
    "files of the checkpoint are cut short": lambda rdf: _truncate(rdf / "published", "*.sst", 0.5),
    "files of the checkpoint are empty": lambda rdf: _truncate(rdf / "published", "*.sst", 0),
    "the index of the checkpoint is cut short": lambda rdf: _truncate(rdf / "published", "MANIFEST*", 0.5),
    "the files of the checkpoint are garbled": lambda rdf: _garble(rdf / "published", "*.sst"),
}
LIVE: dict[str, Callable[[Path], None]] = {
    "the live store is gone": lambda rdf: shutil.rmtree(rdf / "live"),
    "files of the live store are cut short": lambda rdf: _truncate(rdf / "live", "*.sst", 0.5),
    "the live store is garbled": lambda rdf: _garble(rdf / "live", "*.sst"),
    "the index of the live store is gone": lambda rdf: [path.unlink() for path in rdf.glob("live/MANIFEST*")][:0],
    "the index of the live store is cut short": lambda rdf: _truncate(rdf / "live", "MANIFEST*", 0.5),
}


@pytest.mark.parametrize("damage", PUBLISHED)
def test_a_reader_derives_a_store_that_cannot_be_read(folder: Path, graph_folder: Path, damage: str) -> None:
    PUBLISHED[damage](folder / "rdf")
    assert dump(folder) == dump(graph_folder)


@pytest.mark.parametrize("damage", PUBLISHED | LIVE)
def test_a_build_replaces_a_damaged_store(folder: Path, graph_folder: Path, articles: Path, damage: str) -> None:
    (PUBLISHED | LIVE)[damage](folder / "rdf")
    report = build(folder, [articles], workers=1)
    assert (report.unchanged, report.added) == (3, 0)
    assert dump(folder) == dump(graph_folder)


@pytest.mark.parametrize("damage", LIVE)
def test_a_reader_does_not_mind_a_damaged_live_store(folder: Path, graph_folder: Path, damage: str) -> None:
    LIVE[damage](folder / "rdf")
    assert dump(folder) == dump(graph_folder)


def test_what_a_killed_build_left_lying_is_swept_away(folder: Path, graph_folder: Path, articles: Path) -> None:
    published = folder / "rdf" / "published"
    [current] = [path for path in published.iterdir() if path.is_dir()]
    shutil.copytree(current, published / "000002.tmp")  # killed while it was made
    shutil.copytree(current, published / "000003")  # killed before it was current
    (published / "000003.lock").touch()
    (folder / "rdf" / "CURRENT.tmp").write_text("00")
    assert dump(folder) == dump(graph_folder)
    build(folder, [articles], workers=1)
    assert dump(folder) == dump(graph_folder)
    assert len([path for path in published.iterdir() if path.is_dir()]) == 1
    assert not list((folder / "rdf").rglob("*.tmp"))


def test_a_folder_that_is_only_read_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, as_somebody: None
) -> None:
    shutil.rmtree(folder / "rdf")
    folder.chmod(0o555)
    with pytest.raises(GraphError, match=r"cannot be written to; copy .*g\.kg to where you can write"):
        kg.open(folder).query("ASK {}")


def test_a_reader_waits_for_the_build_that_publishes_a_new_store(folder: Path) -> None:
    shutil.rmtree(folder / "rdf")
    with open_archive(folder, write=True), pytest.raises(GraphLocked, match="another build is writing"):
        kg.open(folder).query("ASK {}")


def test_a_first_build_that_never_finished_is_not_taken_for_a_graph(folder: Path) -> None:
    shutil.rmtree(folder / "rdf")
    with open_archive(folder, write=True) as archive:
        archive.write_settings({})  # as they are until a build has read everything
    with pytest.raises(GraphError, match="never finished; run the same kg build again"):
        kg.open(folder).query("ASK {}")


# Sources that cannot be read, or change meanwhile


@pytest.fixture
def as_somebody() -> Iterator[None]:
    """Run a test as an ordinary user: nothing is forbidden to root."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    pytest.importorskip("pwd")
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)
