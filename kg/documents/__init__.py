"""Files, feeds, pages, folders and standard input → `Document`: normalised text with title, date and publisher."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from kg.documents.dates import parse_date
from kg.documents.feeds import is_feed, read_feed
from kg.documents.files import (
    MARKDOWN_SUFFIXES,
    PAGE_SUFFIXES,
    STDIN,
    SUFFIXES,
    SourceFile,
    find_files,
    find_root,
    path_in_archive,
    path_of,
)
from kg.documents.fingerprints import Content
from kg.documents.heads import Dateline, begins_with_title, find_dateline, is_headline
from kg.documents.html import declared_encoding, is_page, read_page
from kg.documents.language import find_foreign_language
from kg.documents.markdown import read_markdown
from kg.documents.plain import Plain
from kg.documents.tables import checked_date, combine
from kg.documents.text import decode, describe_fault, find_paragraphs, strip_furniture
from kg.model import Document, LeftOut, Metadata

__all__ = [
    "STDIN",
    "SUFFIXES",
    "Content",
    "SourceFile",
    "checked_date",
    "find_files",
    "find_fingerprint",
    "find_root",
    "make_document",
    "path_in_archive",
    "path_of",
    "read_documents",
    "read_file",
]

# A novel has 1 MB, a large page with its scripts two; beyond five it is a dump or a log.
LARGEST_FILE = 5_000_000
# Fifty thousand words, far beyond any article. A worker reads 100,000 characters in 11 s, 200,000 in 28 s and this
# in 92 s; twice as much would take it four times as long, in which nothing is heard of it.
LONGEST_TEXT = 300_000
# A table, a log or encoded data: where nothing ends a sentence all of it is one sentence; this much takes a worker
# 3 to 18 s, and five times as much six minutes.
LONGEST_SENTENCE = 20_000
_CHUNK = 1 << 20
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)|\n")
_PARAGRAPH_BREAK = "\n\n"


def read_documents(
    sources: Iterable[str | Path],
    *,
    metadata: Path | None = None,
    overrides: Metadata | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | LeftOut]:
    """Yield every `Document` in the files under `sources`, sorted by file, or a `LeftOut` with the reason.

    A source is a file, a folder, a pattern such as "news/**/*.html" or "-". `metadata` is a table
    (`kg.documents.tables`), `overrides` hold for every document. Raises `MetadataError` for a table
    or a date that cannot be used.
    """
    for found in find_files(sources, metadata):
        if isinstance(found, LeftOut):
            yield found
        else:
            yield from read_file(found, overrides=overrides, stdin=stdin)


def read_file(
    file: SourceFile,
    *,
    overrides: Metadata | None = None,
    stdin: BinaryIO | None = None,
    content: Content | None = None,
) -> Iterator[Document | LeftOut]:
    """Yield the documents in a file, one by one if it is a feed, or the reason why there is none.

    `content` is told every byte that was read, so that it fits the documents even if the file changes meanwhile.
    """
    try:
        with _open(file, stdin) as opened:
            stream = opened if content is None else content.watch(opened)
            if file.is_feed:
                yield from _read_feed(stream, file, overrides)
                return
            first = stream.readline(LARGEST_FILE + 1)
            if file.path == STDIN and is_feed(first):
                yield from _read_feed(stream, file, overrides, first)
                return
            data = first + stream.read(max(0, LARGEST_FILE + 1 - len(first)))
    except OSError as error:
        yield LeftOut(file.source, f"it cannot be read: {error.strerror}")
        return
    plain = _read_plain(data, Path(file.path).suffix.lower())
    if isinstance(plain, str):
        yield LeftOut(file.source, plain)
    else:
        yield _checked(plain, file.source, combine(overrides, file.metadata, _front_matter(plain)))


def find_fingerprint(file: SourceFile, overrides: Metadata | None) -> str | None:
    """Return what tells whether reading a file gives the same documents again; None if it cannot be read."""
    content = Content()
    try:
        with _open(file, None) as opened:
            stream = content.watch(opened)
            while stream.read(_CHUNK):
                pass
    except OSError:
        return None
    return content.fingerprint(file, overrides)


def _open(file: SourceFile, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if file.path == STDIN:
        return nullcontext(stdin or sys.stdin.buffer)
    if stat.S_ISFIFO(os.stat(file.path).st_mode):
        raise OSError(errno.ENXIO, "it is a pipe; read it as standard input (-)")
    return open(file.path, "rb")


def _read_feed(
    stream: BinaryIO, file: SourceFile, overrides: Metadata | None, first: bytes = b""
) -> Iterator[Document | LeftOut]:
    is_empty = True
    for item in read_feed(stream, file.source, first):
        is_empty = False
        if isinstance(item, LeftOut):
            yield item
        else:
            # What a line says of itself goes before what a table says of the whole feed.
            known = combine(overrides, _front_matter(item.plain), file.metadata)
            yield _checked(item.plain, f"{file.source}#{item.name}", known)
    if is_empty:
        yield LeftOut(file.source, "it is empty")


def _read_plain(data: bytes, suffix: str) -> Plain | str:
    """Return the text in a file that is no feed, or the reason why there is none."""
    if len(data) > LARGEST_FILE:
        return f"it is larger than {LARGEST_FILE // 1_000_000} MB; split it"
    text = decode(data, declared_encoding(data))
    if text is None:
        return describe_fault(data)
    if suffix in MARKDOWN_SUFFIXES:
        return read_markdown(text)
    if suffix not in PAGE_SUFFIXES and not is_page(text):
        return Plain(text)
    plain = read_page(text)
    return plain if plain.text or not text.strip() else "the page holds no article text"


def _checked(plain: Plain, source: str, metadata: Metadata) -> Document | LeftOut:
    """Return the document that a text makes, or the reason why it is left out."""
    document = make_document(plain.text, source=source, metadata=metadata, heading=plain.heading)
    reason = _find_fault(document.text)
    return LeftOut(source, reason) if reason else document


def _find_fault(text: str) -> str | None:
    """Return the reason why a text is no document, None if it is one."""
    if not text:
        return "it is empty"
    if not any(map(str.isalpha, text)):
        return "it holds no letters"
    if len(text) > LONGEST_TEXT:
        return f"its text has {len(text):,} characters, more than {LONGEST_TEXT:,}; split it"
    if max(map(len, _SENTENCE_END.split(text))) > LONGEST_SENTENCE:
        return f"it is no prose: no sentence ends in more than {LONGEST_SENTENCE:,} characters"
    language = find_foreign_language(text)
    return f"it is not in English but, it seems, in {language}" if language else None


def _front_matter(plain: Plain) -> Metadata:
    front = plain.front
    date = front.get("date") or front.get("published") or ""
    return Metadata(
        title=" ".join(front.get("title", "").split()) or None,
        published=parse_date(date),
        publisher=" ".join(front.get("publisher", "").split()) or None,
        url=front.get("url") or front.get("link") or None,
    )


def make_document(text: str, *, source: str, metadata: Metadata | None = None, heading: str | None = None) -> Document:
    """Return the document that raw text makes: normalised, with what metadata or its own head tells.

    `heading` is a headline that markup shows.

    >>> document = make_document("Russia rebuffs Clinton\\n\\nMOSCOW (AP) — Russia\\nsaid no.", source="a.txt")
    >>> document.title, document.dateline.quote(document.text), document.publisher
    ('Russia rebuffs Clinton', 'MOSCOW', 'Associated Press')
    """
    known = metadata or Metadata()
    paragraphs = strip_furniture(find_paragraphs(text))
    headline_end = _find_headline(paragraphs, known.title or heading, is_marked=heading is not None)
    body = _PARAGRAPH_BREAK.join(paragraphs)
    dateline = _find_dateline(paragraphs, headline_end)
    title = known.title or heading or body[:headline_end] or None
    published = known.published or (dateline.published if dateline else None)
    publisher = known.publisher or (dateline.publisher if dateline else None)
    content = json.dumps([source, title, published, publisher, known.url, body], ensure_ascii=False)
    return Document(
        id=hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:16],
        text=body,
        source=source,
        title=title,
        published=published,
        publisher=publisher,
        url=known.url,
        headline_end=headline_end,
        dateline=dateline.span if dateline else None,
    )


def _find_headline(paragraphs: list[str], title: str | None, *, is_marked: bool) -> int:
    """Return where the headline at the head of the text ends, 0 if the text has none."""
    if not paragraphs:
        return 0
    first = paragraphs[0]
    if title and begins_with_title(first, title):
        return len(title)
    following = paragraphs[1] if len(paragraphs) > 1 else ""
    return len(first) if is_headline(first, following) else 0


def _find_dateline(paragraphs: list[str], headline_end: int) -> Dateline | None:
    """Return the dateline of the first paragraph that has one, among the first three after the headline."""
    offset = 0
    candidates = 0
    for paragraph in paragraphs[:4]:
        if offset >= headline_end:
            found = find_dateline(paragraph, offset)
            # A byline may stand before the dateline; a dateline deep in the text belongs to another report.
            if found or candidates == 2:
                return found
            candidates += 1
        offset += len(paragraph) + len(_PARAGRAPH_BREAK)
    return None
