"""Sources at URLs: in fsspec's store in memory, on an HTTP server of this process, in S3 where a server for it is."""

from __future__ import annotations

import gzip
import random
import sys
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, WriteFiles

from kg.documents import SourceFile, find_files, has_vanished, path_in_archive, read_documents, read_file
from kg.documents.remote import is_url
from kg.errors import MetadataError, MissingExtra
from kg.model import Document, LeftOut
from kg.pipeline import build

fsspec = pytest.importorskip("fsspec", reason="the extra `distributed` is not installed")

LINES = [
    b'{"title": "One", "text": "Norvik Bank sued Anna Berg."}',
    b'{"title": "Two", "text": "Anna Berg met Paul Holm."}',
]


@pytest.fixture
def bucket() -> str:
    """A bucket with a folder of articles, and more that is no document; it is in memory."""
    store, name = fsspec.filesystem("memory"), uuid.uuid4().hex
    for file, text in ARTICLES.items():
        store.pipe_file(f"/{name}/news/{file}", text.encode())
    store.pipe_file(
        f"/{name}/news/metadata.tsv", b"path\tdate\nsummit.txt\t2012-09-08\nold/feed.jsonl.gz\t2011-01-01\n"
    )
    store.pipe_file(f"/{name}/news/old/feed.jsonl.gz", gzip.compress(b"\n".join(LINES)))
    for other in ("README.md", "picture.png", ".cache/a.txt"):
        store.pipe_file(f"/{name}/news/{other}", b"Nothing to read.")
    return f"memory://{name}"


def read(*sources: str, **options: Any) -> dict[str, Document | LeftOut]:
    return {item.source: item for item in read_documents(sources, **options)}


def test_a_remote_folder_is_read_as_a_local_one_of_that_name(bucket: str, tmp_path: Path) -> None:
    (tmp_path / "news" / "old").mkdir(parents=True)
    store = fsspec.filesystem("memory")
    for path in store.find(bucket):
        local = tmp_path / path.split("/", 2)[2]
        local.parent.mkdir(parents=True, exist_ok=True)
        local.write_bytes(store.cat_file(path))
    found = read(f"{bucket}/news")
    assert sorted(found) == [
        "news/bank.txt", "news/old/feed.jsonl.gz#one", "news/old/feed.jsonl.gz#two", "news/summit.txt", "news/visit.md"
    ]  # fmt: skip
    assert found == read(str(tmp_path / "news")) == read(f"file://{tmp_path}/news")
    summit, one = found["news/summit.txt"], found["news/old/feed.jsonl.gz#one"]
    assert isinstance(summit, Document) and isinstance(one, Document)
    assert (summit.published, one.published) == ("2012-09-08", "2011-01-01")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("/news/old", ["old/feed.jsonl.gz#one", "old/feed.jsonl.gz#two"]),
        ("/news/old/", ["old/feed.jsonl.gz#one", "old/feed.jsonl.gz#two"]),
        ("/news/bank.txt", ["news/bank.txt"]),
        ("/news/README.md", ["news/README.md"]),
        ("/news/*.txt", ["news/bank.txt", "news/summit.txt"]),
        ("/news/*/*.jsonl.gz", ["news/old/feed.jsonl.gz#one", "news/old/feed.jsonl.gz#two"]),
    ],
)
def test_files_folders_and_patterns_have_names_people_know(bucket: str, source: str, names: list[str]) -> None:
    assert sorted(read(bucket + source)) == names


def test_the_archive_has_the_whole_url(bucket: str) -> None:
    [file] = find_files([f"{bucket}/news/bank.txt"])
    assert isinstance(file, SourceFile)
    [document] = read_file(file)
    assert isinstance(document, Document)
    assert path_in_archive(file, document) == f"memory:///{bucket.removeprefix('memory://')}/news/bank.txt"


def test_a_file_named_twice_is_read_once(bucket: str) -> None:
    files = list(find_files([f"{bucket}/news/bank.txt", bucket, f"{bucket}/news"]))
    assert [file.source for file in files].count(f"{bucket.removeprefix('memory://')}/news/bank.txt") == 1
    assert len(files) == 4


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("/news/gone.txt", "there is no such file or folder"),
        ("/gone", "there is no such file or folder"),
        ("/news/*.html", "nothing to read is found there"),
        ("/news/picture.png", "nothing to read is found there"),
    ],
)
def test_what_cannot_be_found_is_named(bucket: str, source: str, reason: str) -> None:
    [(name, item)] = read(bucket + source).items()
    assert name == bucket + source
    assert isinstance(item, LeftOut)
    assert item.reason.startswith(reason)


def test_a_url_that_nothing_reads_is_named() -> None:
    [item] = read_documents(["nowhere://a/b"])
    assert isinstance(item, LeftOut)
    assert "Protocol not known: nowhere" in item.reason


def test_what_reads_such_urls_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(MissingExtra, match=r"gs://bucket/news: .*gcsfs"):
        list(read_documents(["gs://bucket/news"]))


def test_a_broken_table_in_a_remote_folder_is_told(bucket: str) -> None:
    fsspec.filesystem("memory").pipe_file(f"{bucket}/news/metadata.tsv", b"name\tdate\n")
    with pytest.raises(MetadataError, match=r"news/metadata\.tsv, line 1: no column named 'path'"):
        read(f"{bucket}/news")


def test_a_packed_feed_that_is_cut_short_is_read_as_far_as_it_goes(write_files: WriteFiles) -> None:
    lines = [
        b'{"id": "%d", "text": "Anna Berg met Paul Holm, %x."}' % (n, random.Random(n).getrandbits(500))
        for n in range(900)
    ]
    packed = gzip.compress(b"\n".join(lines))
    found = read(str(write_files({"feed.jsonl.gz": packed[: len(packed) // 2]})))
    assert isinstance(found["articles/feed.jsonl.gz#0"], Document)
    assert found["articles/feed.jsonl.gz"] == LeftOut(
        "articles/feed.jsonl.gz",
        "it cannot be unpacked to its end: Compressed file ended before the end-of-stream marker was reached",
    )


def test_builds_follow_what_becomes_of_remote_files(bucket: str, tmp_path: Path) -> None:
    folder, store = tmp_path / "g.kg", fsspec.filesystem("memory")

    def run(source: str = "/news", **options: Any) -> tuple[int, int, int, int]:
        report = build(folder, [bucket + source], workers=1, **options)
        return report.added, report.replaced, report.unchanged, report.removed

    assert run() == (5, 0, 0, 0)
    store.pipe_file(f"{bucket}/news/old/feed.jsonl.gz", gzip.compress(LINES[1]))  # one line less
    store.pipe_file(f"{bucket}/news/bank.txt", b"Norvik Bank sued Anna Berg.")
    assert run() == (0, 1, 3, 1)
    store.rm_file(f"{bucket}/news/bank.txt")
    assert run() == (0, 0, 3, 0)
    assert run("/news/*.md", prune=True) == (0, 0, 1, 1)  # the others, which it does not match, are still there
    assert run("/gone", prune=True) == (0, 0, 0, 0)  # what cannot be listed tells nothing
    assert run(prune=True) == (0, 0, 3, 0)


# Over HTTP


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder; `broken` names one whose reading fails half-way, as over a bad line."""

    broken = ""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if self.broken and self.path.endswith(self.broken):
            outputfile.write(source.read(10))
            self.close_connection = True
        else:
            super().copyfile(source, outputfile)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a server of the folder `tmp_path`."""
    pytest.importorskip("aiohttp", reason="fsspec's HTTP file system is not installed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_folder_is_read_over_http_and_no_further_than_it(site: str, write_files: WriteFiles) -> None:
    folder = write_files(
        {**ARTICLES, "a b.txt": "Norvik Bank sued Anna Berg.", "below/c.txt": "Anna Berg met Paul Holm."}
    )
    (folder / "feed.jsonl.gz").write_bytes(gzip.compress(b"\n".join(LINES)))
    found = read(f"{site}/articles/")
    assert sorted(found) == [
        "articles/a b.txt", "articles/bank.txt", "articles/feed.jsonl.gz#one", "articles/feed.jsonl.gz#two",
        "articles/summit.txt", "articles/visit.md",
    ]  # fmt: skip
    assert found == {name: item for name, item in read(str(folder)).items() if "below" not in name}
    assert sorted(read(f"{site}/articles/*.md", f"{site}/articles/below/c.txt")) == ["articles/visit.md", "below/c.txt"]


def test_a_web_server_that_is_down_has_lost_nothing(site: str, write_files: WriteFiles) -> None:
    write_files({"a.txt": "Norvik Bank sued Anna Berg."})
    port = site.rpartition(":")[2]
    assert not has_vanished(f"{site}/articles/a.txt")
    assert has_vanished(f"{site}/articles/gone.txt")
    assert not has_vanished(f"{site.replace(port, '9')}/articles/a.txt")


def test_what_a_network_loses_is_not_forgotten(
    site: str, write_files: WriteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files({"a.txt": "Norvik Bank sued Anna Berg.", "feed.jsonl": b"\n".join(LINES)})
    assert build(tmp_path / "g.kg", [f"{site}/articles/"], workers=1).added == 3
    for broken in ("feed.jsonl", "a.txt"):
        monkeypatch.setattr(Handler, "broken", broken)
        report = build(tmp_path / "g.kg", [f"{site}/articles/"], workers=1)
        assert [item.source for item in report.left_out] == [f"articles/{broken}"]
        assert (report.removed, report.documents) == (0, 3)


# In S3


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of an S3 server on this machine, which has one bucket, `news`."""
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    server_of = pytest.importorskip("moto.server", reason="moto and flask, for an S3 server, are not installed")
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir("news")
    yield system
    server.stop()
    type(system).clear_instance_cache()


def test_sources_and_shards_may_be_in_s3(s3: Any, articles: Path, graph_folder: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `distributed` is not installed")
    for path in articles.iterdir():
        s3.pipe_file(f"news/2012/articles/{path.name}", path.read_bytes())
    s3.pipe_file("news/feeds/09.jsonl.gz", gzip.compress(b"\n".join(LINES)))
    assert sorted(read("s3://news/feeds/*.jsonl.gz")) == ["feeds/09.jsonl.gz#one", "feeds/09.jsonl.gz#two"]
    assert sorted(read("s3://news")) == [
        "news/2012/articles/bank.txt", "news/2012/articles/summit.txt", "news/2012/articles/visit.md",
        "news/feeds/09.jsonl.gz#one", "news/feeds/09.jsonl.gz#two",
    ]  # fmt: skip
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address="127.0.0.1:0") as cluster:
        report = build(
            tmp_path / "g.kg", ["s3://news/2012/articles"], engine="dask", scheduler=cluster.scheduler_address,
            shards="s3://news/shards",
        )  # fmt: skip
    build(tmp_path / "local.kg", [articles], workers=1)
    assert (report.added, report.left_out) == (3, ())
    assert s3.find("news/shards") == []
    import kg

    for name in ("g", "local"):
        with kg.open(tmp_path / f"{name}.kg") as graph:
            graph.export(tmp_path / f"{name}.nq")
    assert (tmp_path / "g.nq").read_bytes() == (tmp_path / "local.nq").read_bytes()


def test_urls_are_told_from_paths() -> None:
    assert [is_url(text) for text in ("s3://a", "-", "a.txt", "/a//b", "c:\\a", "http:/a")] == [True] + [False] * 5
