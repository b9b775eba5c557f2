"""The engine dask: the same graph as here, whatever becomes of workers and builds."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, WriteFiles

import kg
from kg.documents import SourceFile, find_files, reader_version
from kg.documents.feeds import Item, read_feed
from kg.errors import KGError, MissingExtra
from kg.extractors import RuleExtractor
from kg.model import LeftOut, Settings
from kg.pipeline import BuildReport, Limits, batches, build, distributed
from kg.pipeline.batches import Batch, Job, find_shared, read_batch
from kg.pipeline.shards import Shards

pytest.importorskip("distributed", reason="the extra `distributed` is not installed")

Cluster = Any


@pytest.fixture(scope="module")
def threads() -> Iterator[str]:
    """The scheduler of a cluster in this process: its one worker sees what a test changes in our modules."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as cluster:
        yield cluster.scheduler_address


def dump(folder: Path) -> bytes:
    target = folder.parent / f"{folder.name}.nq"
    with kg.open(folder) as graph:
        graph.export(target)
    return target.read_bytes()


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.unchanged, report.removed


def write_many(write_files: WriteFiles, count: int) -> Path:
    names = ("Norvik Bank", "Halden Group", "Anna Berg", "Paul Holm", "Severgaz")
    return write_files({
        f"{number:03}.txt": f"{names[number % 5]} sued {names[(number + 1 + number // 5) % 5]} in Oslo. "
        f"It said that {names[(number + 2) % 5]} had paid {number} dollars to Vladimir Putin."
        for number in range(count)
    })  # fmt: skip


# Workers that die


def test_a_worker_that_is_killed_loses_nothing(write_files: WriteFiles, tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    sources = write_many(write_files, 120)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pids = sorted(client.run(os.getpid).values())
        killed: list[int] = []

        def kill(stage: str, done: int, _: int) -> None:
            if stage == "documents" and done == 20 and not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        folder = tmp_path / "g.kg"
        report = build(folder, [sources], engine="dask", scheduler=cluster.scheduler_address, progress=kill)
        assert killed
        assert pids[0] not in client.run(os.getpid).values()
    assert (counts(report), report.left_out) == ((120, 0, 0, 0), ())
    assert not (folder / "shards").exists()
    build(tmp_path / "local.kg", [sources], workers=1)
    assert dump(folder) == dump(tmp_path / "local.kg")


# In every new process of Python: documents that kill the process that reads them, and that keep it for ever, holding
# the interpreter's lock, so that no thread of it can do anything.
MISBEHAVING = """
import os, re, signal
from kg.extractors import RuleExtractor
really = RuleExtractor.extract
def extract(self, document):
    if "Perish" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "Tarry" in document.text:
        re.match(r"(a+)+$", "a" * 60 + "b")
    return really(self, document)
RuleExtractor.extract = extract
"""


def test_documents_that_workers_do_not_survive_are_left_out_by_name(
    write_files: WriteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "sitecustomize.py").write_text(MISBEHAVING)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'python'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    sources = write_files({**ARTICLES, "b-perish.txt": "Perish met Anna Berg.", "c-tarry.txt": "Tarry met Anna Berg."})
    report = build(tmp_path / "g.kg", [sources], engine="dask", workers=2, limits=Limits(seconds=4))
    assert sorted(report.left_out, key=str) == [
        LeftOut("articles/b-perish.txt", "the process that read it died, perhaps for want of memory"),
        LeftOut("articles/c-tarry.txt", "it took longer than 4 s"),
    ]
    assert counts(report) == (3, 0, 0, 0)
    (sources / "b-perish.txt").unlink()
    (sources / "c-tarry.txt").unlink()
    build(tmp_path / "local.kg", [sources], workers=1)
    assert dump(tmp_path / "g.kg") == dump(tmp_path / "local.kg")


def test_a_batch_that_kills_even_careful_workers_is_cut_until_the_file_is_found() -> None:
    files = tuple(SourceFile(f"/n/{name}.txt", f"n/{name}.txt") for name in "ab")
    [careful] = Batch(files).made_smaller()
    assert careful == Batch(files, is_careful=True)
    assert careful.made_smaller() == [Batch((file,), is_careful=True) for file in files]
    assert careful.made_smaller()[0].made_smaller() == []


# Builds that die


def make_job(folder: Path, version: str | None = None) -> Job:
    extractor = RuleExtractor()
    version = version or extractor.version
    shards = str(folder.resolve() / "shards")
    return Job(Settings(), (extractor.name, version), reader_version(), None, shards, Limits())


def test_a_build_that_is_stopped_goes_on_where_it_was(write_files: WriteFiles, tmp_path: Path) -> None:
    sources, folder = write_many(write_files, 100), tmp_path / "g.kg"
    command = [sys.executable, "-m", "kg", "build", "-g", str(folder), str(sources), "--engine", "dask"]
    stopped = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, encoding="utf-8")
    while stopped.poll() is None and not list(folder.glob("shards/*.tsv.gz")):
        time.sleep(0.05)
    os.killpg(stopped.pid, signal.SIGINT)  # as a terminal does: the workers get it too
    _, told = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert told == "Stopped. What was read so far is kept; the same command goes on from there.\n"
    assert subprocess.run(command, check=False).returncode == 0
    build(tmp_path / "local.kg", [sources], workers=1)
    assert dump(folder) == dump(tmp_path / "local.kg")


def make_batch(sources: Path) -> Batch:
    """Return the batch that a build makes of a small folder which it does not know."""
    return Batch(tuple(find_shared(find_files([sources]))))


def test_a_build_goes_on_from_the_shards_of_one_that_was_killed(
    articles: Path, graph_folder: Path, tmp_path: Path, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g.kg"
    build(folder, [])
    batch = make_batch(articles)
    name = read_batch(make_job(folder), batch)
    assert len(Shards(str(folder / "shards")).read(name)) == 6  # three documents, three fingerprints
    monkeypatch.setattr(RuleExtractor, "extract", lambda *_: pytest.fail("read again"))
    report = build(folder, [articles], engine="dask", scheduler=threads)
    assert (counts(report), report.left_out) == ((3, 0, 0, 0), ())
    assert not (folder / "shards").exists()
    assert dump(folder) == dump(graph_folder)


def test_a_file_that_was_edited_since_its_shard_was_written_is_read_anew(
    write_files: WriteFiles, tmp_path: Path, threads: str
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files(ARTICLES)
    build(folder, [])
    read_batch(make_job(folder), make_batch(sources))
    write_files({"bank.txt": "Halden Group acquired Norvik Bank."})
    build(folder, [sources], engine="dask", scheduler=threads)
    build(tmp_path / "local.kg", [sources], workers=1)
    assert dump(folder) == dump(tmp_path / "local.kg")


# Builds upon builds


def test_a_second_build_reads_only_what_changed(
    write_files: WriteFiles, tmp_path: Path, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g.kg"
    sources = write_files({**ARTICLES, "old.txt": "Norvik Bank sued Anna Berg.", "x/a.txt": "Anna Berg met Paul Holm."})
    build(folder, [sources], engine="dask", scheduler=threads)
    read: list[str] = []
    really = RuleExtractor.extract
    monkeypatch.setattr(RuleExtractor, "extract", lambda self, d: (read.append(d.source), really(self, d))[1])
    write_files({"bank.txt": "Halden Group acquired Norvik Bank.", "x/a.txt": ""})
    (sources / "old.txt").unlink()
    report = build(folder, [sources], engine="dask", scheduler=threads, prune=True)
    assert counts(report) == (0, 1, 2, 2)
    assert report.left_out == (LeftOut("articles/x/a.txt", "it is empty"),)
    assert read == ["articles/bank.txt"]
    build(tmp_path / "local.kg", [sources], workers=1)
    assert dump(folder) == dump(tmp_path / "local.kg")


def test_what_another_version_has_read_is_read_anew_on_the_workers(
    articles: Path, tmp_path: Path, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "g.kg"
    with monkeypatch.context() as patch:
        patch.setattr("kg.extractors.RULES_VERSION", "0.0.1")
        build(folder, [articles], workers=1)
    # Its sources are not given: the texts come from the archive.
    assert counts(build(folder, [], engine="dask", scheduler=threads)) == (0, 3, 0, 0)
    build(tmp_path / "local.kg", [articles], workers=1)
    assert dump(folder) == dump(tmp_path / "local.kg")


# Feeds


def make_feed(count: int) -> list[str]:
    return [
        json.dumps({"id": f"n{number}", "title": f"Report {number}", "text": f"Anna Berg sued Bank {number} in Oslo."})
        for number in range(count)
    ]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz"])
def test_a_large_feed_is_read_in_parts(
    write_files: WriteFiles, tmp_path: Path, threads: str, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 200)

    def write(lines: list[str]) -> Path:
        data = "\n".join(lines).encode()
        return write_files({f"feed.{suffix}": gzip.compress(data) if suffix.endswith("gz") else data})

    def check(lines: list[str], expected: tuple[int, int, int, int]) -> None:
        sources = write(lines)
        [file] = find_files([sources])
        assert len(list(batches._cut(file))) > 2  # type: ignore[arg-type]
        report = build(tmp_path / "g.kg", [sources], engine="dask", scheduler=threads)
        local = build(tmp_path / f"{len(lines)}.kg", [sources], workers=1)
        assert counts(report) == expected
        assert report.left_out == local.left_out
        assert dump(tmp_path / "g.kg") == dump(tmp_path / f"{len(lines)}.kg")

    lines = make_feed(12)
    check(lines, (12, 0, 0, 0))
    # One line is broken, one is edited, two are gone.
    check([*lines[:3], "{broken", lines[4].replace("sued", "met"), *lines[5:10]], (1, 0, 8, 4))


def test_each_line_of_a_feed_is_in_one_part() -> None:
    data = "\n".join(make_feed(9)).encode()
    whole = [item.name for item in read_feed(BytesIO(data), "f") if isinstance(item, Item)]
    for step in (1, 7, 90, len(data), len(data) * 2):
        bounds = [*range(0, len(data), step), None]
        parts = [
            item.name
            for start, end in pairwise(bounds)
            for item in read_feed(BytesIO(data), "f", start=start or 0, end=end)
            if isinstance(item, Item)
        ]
        assert parts == whole


def test_a_file_in_json_that_is_no_feed_is_left_out_once(
    write_files: WriteFiles, tmp_path: Path, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 100)
    sources = write_files({"feed.jsonl": json.dumps([json.loads(line) for line in make_feed(5)], indent=1)})
    report = build(tmp_path / "g.kg", [sources], engine="dask", scheduler=threads)
    assert [item.source for item in report.left_out] == ["articles/feed.jsonl"]


# Places


def test_sources_and_shards_may_be_in_a_remote_store(
    graph_folder: Path, articles: Path, tmp_path: Path, threads: str
) -> None:
    import fsspec

    store = fsspec.filesystem("memory")
    for path in articles.iterdir():
        store.pipe_file(f"/bucket/articles/{path.name}", path.read_bytes())
    report = build(
        tmp_path / "g.kg", ["memory://bucket/articles"], engine="dask", scheduler=threads,
        shards="memory://bucket/shards",
    )  # fmt: skip
    assert counts(report) == (3, 0, 0, 0)
    assert dump(tmp_path / "g.kg") == dump(graph_folder)
    assert not (tmp_path / "g.kg" / "shards").exists()
    assert store.find("/bucket/shards") == []


def test_standard_input_is_read_by_the_build(tmp_path: Path, threads: str) -> None:
    text = b"Norvik Bank sued Anna Berg."
    report = build(tmp_path / "g.kg", ["-"], engine="dask", scheduler=threads, stdin=BytesIO(text))
    build(tmp_path / "local.kg", ["-"], workers=1, stdin=BytesIO(text))
    assert counts(report) == (1, 0, 0, 0)
    assert dump(tmp_path / "g.kg") == dump(tmp_path / "local.kg")


# What is not there


def test_a_worker_of_another_version_is_told(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"a worker has .*, the build 0\.0\.1; install the same version of kg"):
        read_batch(make_job(tmp_path, version="0.0.1"), Batch())


def test_a_scheduler_that_does_not_answer_is_told(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "_SECONDS_TO_CONNECT", 1)
    with pytest.raises(KGError, match=r"no cluster with workers answers at tcp://127\.0\.0\.1:9"):
        build(tmp_path / "g.kg", [articles], engine="dask", scheduler="tcp://127.0.0.1:9")


def test_a_missing_extra_is_named(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("distributed", "distributed.client"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg-builder\[distributed\]'"):
        build(tmp_path / "g.kg", [articles], engine="dask")
