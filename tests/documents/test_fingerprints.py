from __future__ import annotations

import hashlib
import io
import json
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import Content, SourceFile, find_fingerprint, read_file
from kg.documents.fingerprints import READER_VERSION
from kg.model import LeftOut, Metadata

# A file of each kind that is read, with what its reader has to do.
FILES = {
    "a.txt": "Talks fail\n\nOSLO, Norway, March 4, 2013 (AP) — They  failed on a long-\nterm plan.\n\nMs Berg left.\n",
    "b.md": "---\ntitle: A visit\ndate: 2013-03-05\n---\n# A visit\n\n**Anna Berg** visited [Oslo](https://x.example).\n",
    "c.html": (
        "<html><head><title>Bank pays - Gazette</title><meta property='og:site_name' content='Gazette'>"
        "<meta property='article:published_time' content='2013-03-06T10:00:00Z'></head><body><nav>Home | News</nav>"
        "<article><h1>Bank pays</h1><p>Norvik Bank paid the fine on Monday, said its chairman, Paul Holm.</p>"
        "<p>He did not say how large it was, and the ministry would not tell either.</p></article></body></html>"
    ),
    "d.jsonl": '{"title": "One", "text": "Norvik Bank sued Anna Berg.", "date": "2013-03-07T01:02:03Z"}\n',
    "e.txt": b"\xff\xfeN\x00o\x00r\x00v\x00i\x00k\x00 \x00s\x00u\x00e\x00d\x00.\x00",
    "f.txt": "The “Niño” came.".encode("cp1252"),
}
READ = "32576ce68fee"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path


def file(folder: Path, name: str, **metadata: str) -> SourceFile:
    return SourceFile(str(folder / name), f"news/{name}", Metadata(**metadata))


def test_whoever_changes_what_files_give_raises_the_version(folder: Path) -> None:
    told = [astuple(document) for name in FILES for document in read_file(file(folder, name))]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]
    changed = "files give other documents than before: raise READER_VERSION, then write both here"
    assert (READER_VERSION, digest) == (1, READ), changed


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_fingerprint_of_what_was_read(folder: Path, name: str) -> None:
    content = Content()
    found = list(read_file(file(folder, name), content=content))
    assert found and not any(isinstance(document, LeftOut) for document in found)
    assert content.fingerprint(file(folder, name), None) == find_fingerprint(file(folder, name), None)


def test_watching_does_not_change_what_is_read(folder: Path) -> None:
    for name in FILES:
        plainly = list(read_file(file(folder, name)))
        assert list(read_file(file(folder, name), content=Content())) == plainly


def test_a_fingerprint_depends_on_all_that_makes_the_document(folder: Path) -> None:
    one = file(folder, "a.txt")
    others = [
        find_fingerprint(one, None),
        find_fingerprint(one, Metadata(published="2013")),
        find_fingerprint(file(folder, "a.txt", published="2013"), None),
        find_fingerprint(file(folder, "a.txt", title="2013"), None),
        find_fingerprint(replace(one, source="a.txt"), None),
        find_fingerprint(file(folder, "b.md"), None),
    ]
    assert len(set(others)) == len(others)
    assert find_fingerprint(file(folder, "none.txt"), None) is None


@given(st.binary(max_size=300), st.lists(st.integers(0, 40), max_size=8))
def test_every_byte_counts_however_it_is_read(data: bytes, sizes: list[int]) -> None:
    one = SourceFile("/a.txt", "a.txt")
    whole, pieces = Content(), Content()
    whole.watch(io.BytesIO(data)).read()
    stream = pieces.watch(io.BytesIO(data))
    for size in sizes:
        stream.readline(size)
    stream.seek(0)
    assert stream.read() == data
    assert whole.fingerprint(one, None) == pieces.fingerprint(one, None)
