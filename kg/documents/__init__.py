"""Files, folders and standard input → `Document`: normalised text with title, dateline, date and publisher."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.documents.dates import parse_date
from kg.documents.files import STDIN, SUFFIXES, SourceFile, find_files
from kg.documents.heads import Dateline, begins_with_title, find_dateline, is_headline
from kg.documents.markdown import Plain, read_markdown
from kg.documents.tables import checked_date, combine
from kg.documents.text import decode, find_paragraphs, strip_furniture
from kg.model import Document, LeftOut, Metadata

__all__ = [
    "STDIN",
    "SUFFIXES",
    "SourceFile",
    "checked_date",
    "find_files",
    "make_document",
    "read_documents",
    "read_file",
]

# A novel has 1 MB; beyond five it is a dump or a log, and one worker would sit on it for minutes.
LARGEST_FILE = 5_000_000
_PARAGRAPH_BREAK = "\n\n"


def read_documents(
    sources: Iterable[str | Path],
    *,
    metadata: Path | None = None,
    overrides: Metadata | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | LeftOut]:
    """Yield a `Document` for every file under `sources`, sorted by name, or a `LeftOut` with the reason.

    A source is a file, a folder or "-". `metadata` is a table (`kg.documents.tables`), `overrides`
    hold for every document. Raises `MetadataError` for a table or a date that cannot be used.
    """
    for found in find_files(sources, metadata):
        yield found if isinstance(found, LeftOut) else read_file(found, overrides=overrides, stdin=stdin)


def read_file(
    file: SourceFile, *, overrides: Metadata | None = None, stdin: BinaryIO | None = None
) -> Document | LeftOut:
    """Return the document in a file, or the reason why there is none."""
    try:
        data = _read_bytes(file, stdin)
    except OSError as error:
        return LeftOut(file.source, f"it cannot be read: {error.strerror}")
    if len(data) > LARGEST_FILE:
        return LeftOut(file.source, f"it is larger than {LARGEST_FILE // 1_000_000} MB; split it")
    text = decode(data)
    if text is None:
        return LeftOut(file.source, "it is no text: binary, or of an unknown encoding")
    is_markdown = Path(file.path).suffix.lower() in (".md", ".markdown")
    plain = read_markdown(text) if is_markdown else Plain(text)
    known = combine(overrides, file.metadata, _front_matter(plain))
    document = make_document(plain.text, source=file.source, metadata=known, heading=plain.heading)
    if not document.text:
        return LeftOut(file.source, "it is empty")
    if not any(letter.isalpha() for letter in document.text):
        return LeftOut(file.source, "it holds no letters")
    return document


def _read_bytes(file: SourceFile, stdin: BinaryIO | None) -> bytes:
    if file.path == STDIN:
        return (stdin or sys.stdin.buffer).read(LARGEST_FILE + 1)
    with open(file.path, "rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _front_matter(plain: Plain) -> Metadata:
    front = plain.front
    date = front.get("date") or front.get("published") or ""
    return Metadata(
        title=" ".join(front.get("title", "").split()) or None,
        published=parse_date(date),
        publisher=front.get("publisher") or None,
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
