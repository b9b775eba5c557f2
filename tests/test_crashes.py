"""Whatever happens to a build or to a graph folder: nothing acknowledged is lost, and nobody has to repair by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from benchmark.crashes import run_kills
from conftest import WriteFiles, dump

import kg
from kg.archive import open_archive
from kg.errors import GraphError, GraphLocked
from kg.model import LeftOut
from kg.pipeline import build

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
    folder: Path, graph_folder: Path, write_protect: Callable[[Path], None]
) -> None:
    shutil.rmtree(folder / "rdf")
    write_protect(folder)
    with pytest.raises(GraphError, match=r"cannot be written to; copy .*g\.kg to where you can write"):
        kg.open(folder).query("ASK {}")
    copy = Path(shutil.copytree(folder, folder.parent / "copy.kg"))
    copy.chmod(0o755)
    assert dump(copy) == dump(graph_folder)


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


def test_an_archive_put_back_from_a_backup_is_what_readers_see(
    folder: Path, graph_folder: Path, articles: Path, write_files: WriteFiles
) -> None:
    """Only the archive is put back: the store beside it is of a later state."""
    build(folder, [write_files({"new.txt": "The bank opened an office in Oslo."})], workers=1)
    for path in folder.glob("archive.sqlite*"):
        path.unlink()
    shutil.copy(graph_folder / "archive.sqlite", folder / "archive.sqlite")
    assert dump(folder) == dump(graph_folder)
    assert build(folder, [articles], workers=1).unchanged == 3
    assert dump(folder) == dump(graph_folder)


# Sources that cannot be read, or change meanwhile

SENTENCES = ("Anna Berg met Paul Holm in Oslo.", "Norvik Bank sued Anna Berg.", "Paul Holm thanked Halden Group.")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({f"{number}.txt": text for number, text in enumerate(SENTENCES)})
    if os.geteuid() == 0:  # nothing is forbidden to root, but reading this fails
        (sources / "1.txt").unlink()
        (sources / "1.txt").symlink_to("/proc/self/mem")
        reason = "it cannot be read: Input/output error"
    else:
        (sources / "1.txt").chmod(0)
        reason = "it cannot be read: Permission denied"
    report = build(tmp_path / "g.kg", [sources], workers=1)
    assert report.left_out == (LeftOut("articles/1.txt", reason),)
    assert report.documents == 2
    (sources / "1.txt").unlink()
    write_files({"1.txt": SENTENCES[1]})
    build(tmp_path / "g.kg", [sources], workers=1)
    build(tmp_path / "fresh.kg", [sources], workers=1)
    assert dump(tmp_path / "g.kg") == dump(tmp_path / "fresh.kg")


def test_a_file_that_vanishes_during_a_build_is_named_and_the_others_are_read(
    write_files: WriteFiles, tmp_path: Path
) -> None:
    sources = write_files({f"{number}.txt": text for number, text in enumerate(SENTENCES)})
    report = build(
        tmp_path / "g.kg", [sources], workers=1, progress=lambda *_: (sources / "2.txt").unlink(missing_ok=True)
    )
    assert report.left_out == (LeftOut("articles/2.txt", "it cannot be read: No such file or directory"),)
    assert report.documents == 2


def test_a_file_that_grows_during_a_build_is_read_whole_by_the_next(write_files: WriteFiles, tmp_path: Path) -> None:
    sources = write_files({f"{number}.txt": text for number, text in enumerate(SENTENCES)})
    lines = [f'{{"title": "{number}", "text": "{text}"}}' for number, text in enumerate(SENTENCES)]
    (sources / "feed.jsonl").write_text(lines[0] + "\n" + lines[1][:20])
    added: list[int] = []

    def add(*_: object) -> None:
        if not added:
            added.append(1)
            (sources / "0.txt").write_text(SENTENCES[0] + " " + SENTENCES[2])
            (sources / "feed.jsonl").write_text("\n".join(lines))

    build(tmp_path / "g.kg", [sources], workers=1, progress=add)
    build(tmp_path / "g.kg", [sources], workers=1)
    build(tmp_path / "fresh.kg", [sources], workers=1)
    assert dump(tmp_path / "g.kg") == dump(tmp_path / "fresh.kg")


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Return a function that makes a file system of so many kilobytes, or changes its size."""
    place = tmp_path / "disk"
    place.mkdir()

    def resize(kilobytes: int) -> Path:
        again = ["-o", f"remount,size={kilobytes}k"] if os.path.ismount(place) else ["-o", f"size={kilobytes}k"]
        command = ["mount", "-t", "tmpfs", *again, "tmpfs", str(place)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("a small file system can be mounted by root alone")
        return place

    yield resize
    if os.path.ismount(place):
        subprocess.run(["umount", "-l", str(place)], check=True)


def count_documents(folder: Path) -> int:
    with open_archive(folder) as archive:
        return archive.counts()[0]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of some longer documents."""
    folder = tmp_path_factory.mktemp("sources") / "articles"
    folder.mkdir()
    padding = "\n\n" + "Norvik Bank opened an office in Oslo, and it said so to Halden Group. " * 15
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Anna Berg met Paul Holm {number} times.{padding}")
    return folder


@pytest.fixture(scope="module")
def expected(many: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of it, built where there is room."""
    folder = tmp_path_factory.mktemp("whole") / "g.kg"
    build(folder, [many], workers=1)
    return folder


def count_kilobytes(folder: Path) -> int:
    return sum(path.stat().st_blocks for path in {path.stat().st_ino: path for path in folder.rglob("*")}.values()) // 2


@pytest.mark.parametrize("full", ["at once", "in the midst of the documents", "when the store is written"])
def test_a_build_on_a_full_disk_says_so_keeps_what_it_read_and_goes_on_with_more_room(
    small_disk: Callable[[int], Path], many: Path, expected: Path, tmp_path: Path, full: str
) -> None:
    archive, store = (expected / "archive.sqlite").stat().st_size // 1024, count_kilobytes(expected / "rdf")
    rooms = {"at once": 30, "in the midst of the documents": archive, "when the store is written": 2 * archive + store}
    folder = small_disk(rooms[full]) / "g.kg"
    done: list[int] = []

    def note(stage: str, count: int, _: int) -> None:
        if stage == "documents":
            done.append(count)

    with pytest.raises(GraphError, match="the disk is full; free some space and run the same command again"):
        build(folder, [many], workers=1, progress=note)
    assert len(done) in {"at once": [0], "when the store is written": [6]}.get(full, range(1, 6))
    small_disk(100_000)
    kept = count_documents(folder) if done else 0
    assert kept >= len(done)
    assert build(folder, [many], workers=1).unchanged == kept
    shutil.copytree(folder, tmp_path / "g.kg")
    assert dump(tmp_path / "g.kg") == dump(expected)


def test_a_later_build_on_a_full_disk_leaves_what_was_published(
    small_disk: Callable[[int], Path], articles: Path, graph_folder: Path, write_files: WriteFiles
) -> None:
    disk = small_disk(100_000)
    folder = disk / "g.kg"
    build(folder, [articles], workers=1)
    used = sum(path.stat().st_blocks for path in disk.rglob("*")) // 2
    sources = write_files({"more.txt": "The bank in Oslo said that it opened an office in Paris. " * 20})
    small_disk(used + 20)
    with pytest.raises(GraphError, match="the disk is full"):
        build(folder, [sources], workers=1)
    assert kg.open(folder).statistics().documents >= 3
    with kg.open(folder) as graph, kg.open(graph_folder) as before:
        assert len(graph.assertions()) == len(before.assertions())
    small_disk(100_000)
    assert build(folder, [sources], workers=1).documents == 4


# Two writers


def test_a_second_build_is_told_of_the_first_and_changes_nothing(folder: Path, write_files: WriteFiles) -> None:
    sources = write_files({"new.txt": "Anna Berg met Paul Holm."})
    with open_archive(folder, write=True):
        before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        command = [sys.executable, "-m", "kg", "build", "-g", str(folder), str(sources)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
    assert done.returncode == 1
    assert done.stderr == f"Error: another build is writing to {folder}; wait until it has ended\n"


@pytest.fixture
def write_protect() -> Iterator[Callable[[Path], None]]:
    """Return a function that makes a folder one that can only be read, by root too."""
    protected: list[Path] = []

    def protect(folder: Path) -> None:
        if os.geteuid() != 0:
            folder.chmod(0o555)
            return
        for options in (["--bind"], ["-o", "remount,ro,bind"]):
            if subprocess.run(["mount", *options, str(folder), str(folder)], capture_output=True).returncode:
                pytest.skip("root can write everywhere, and nothing can be mounted")
            protected.append(folder)

    yield protect
    for folder in dict.fromkeys(protected):
        subprocess.run(["umount", "-l", str(folder)], check=True)


# Kills


def test_whenever_a_build_is_killed_nothing_is_lost_and_the_next_one_completes(tmp_path: Path) -> None:
    """A sample; `python -m tests.benchmark crashes` kills 50 builds of 200 documents."""
    kills = list(run_kills(tmp_path, 4, documents=30, seed=3))
    assert [kill.faults for kill in kills] == [[]] * 4, kills
    assert len({kill.stage for kill in kills}) > 1


def test_a_build_that_fails_in_its_midst_leaves_no_processes(articles: Path, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the caller fails")

    with pytest.raises(RuntimeError, match="the caller fails") as caught:
        build(tmp_path / "g.kg", [articles], workers=2, progress=fail)
    children = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    assert children == [], caught
    assert build(tmp_path / "g.kg", [articles], workers=1).documents == 3
