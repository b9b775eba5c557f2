"""JSON Lines feeds: one document a line, read one line at a time."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from kg.documents.html import is_page, read_page, strip_tags
from kg.documents.plain import Plain, with_headline
from kg.documents.text import decode, describe_fault
from kg.model import LeftOut
from kg.vocabulary import slug

# No article comes near; a longer line is a dump, or a file without line breaks.
LONGEST_LINE = 5_000_000
# Room for a headline in the name of a document.
_LONGEST_NAME = 80
# What programs call the fields of an article, in the order in which they are believed: schema.org, WordPress, NewsAPI,
# JSON Feed, RSS readers, news-please, trafilatura. Written without case, "_" and "-".
_ALIASES = {
    "text": (
        "text maintext body articlebody content contenttext fulltext articletext article contenthtml html rawtext "
        "story description summary"
    ).split(),
    "title": "title headline name heading".split(),
    "date": (
        "date published publishedat datepublished publishedtime publicationdate publishdate datepublish pubdate "
        "publishedon created createdat timestamp"
    ).split(),
    "publisher": "publisher outlet sitename site publication newspaper sourcename source hostname".split(),
    "url": "url link canonicalurl permalink weburl sourceurl uri source".split(),
}
_INNER = ("rendered", "value", "text", "name", "title", "#text", "href")
_IDENTIFIER = re.compile(r"[\w.:-]{1,40}")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Half of a pair, which JSON can spell and no text can hold.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Seconds since 1970 have nine or ten digits, milliseconds three more.
_SECONDS, _MILLISECONDS = 100_000_000, 100_000_000_000


@dataclass(frozen=True)
class Item:
    """One line of a feed that holds an article; `name` tells it from the others, wherever in the feed it stands."""

    name: str
    plain: Plain


class _Broken(Exception):
    """A line that cannot be used; the message gives the reason."""


def is_feed(line: bytes) -> bool:
    """Whether the first line of a stream makes it a feed: a JSON object that has a text.

    >>> is_feed(b'{"body": "Clinton met Putin."}'), is_feed(b'{"a": 1}'), is_feed(b"{...}")
    (True, False, False)
    """
    try:
        return line.lstrip().startswith(b"{") and _read_line(line) is not None
    except _Broken:
        return False


def read_feed(
    stream: BinaryIO, source: str, first: bytes = b"", *, start: int = 0, end: int | None = None
) -> Iterator[Item | LeftOut]:
    """Yield the articles of a feed in its order, and a `LeftOut` with line and reason for each broken line.

    `first` is the first line if it has been read already. With `start` and `end` only the lines that begin at these
    bytes are yielded; so each line is in one part, whatever the parts. A file that is JSON, but not one object a line,
    is one `LeftOut`.
    """
    offset, following = 0, 0
    for number, (size, line) in enumerate(_read_lines(stream, first), start=1):
        offset, following = following, following + size
        if end is not None and offset >= end:
            return
        is_json = number == 1 and line is not None and line.strip() in (b"[", b"{", b"[{")
        if is_json and start == 0:
            yield LeftOut(source, "it is JSON, but not one object a line; convert it, for example with: jq -c '.[]'")
        if is_json:
            return
        if offset < start:
            continue
        try:
            item = _read_line(line)
        except _Broken as broken:
            yield LeftOut(f"{source}, line {number}", str(broken))
        else:
            if item is not None:
                yield item


def _read_lines(stream: BinaryIO, first: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a stream and their sizes in bytes, None for one that is too long."""
    most = LONGEST_LINE + 1
    line = first or stream.readline(most)
    if line.startswith(_WIDE_MARKS):
        stream.seek(0)
        yield from _read_wide_lines(stream)
        return
    while line:
        size = len(line)
        is_long = size >= most and not line.endswith(b"\n")
        is_ended = not is_long
        while not is_ended and (more := stream.readline(most)):
            size += len(more)
            is_ended = more.endswith(b"\n")
        yield size, None if is_long else line
        line = stream.readline(most)


def _read_wide_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a UTF-16 stream in UTF-8; Windows' PowerShell writes such files."""
    text = io.TextIOWrapper(stream, encoding="utf-16", errors="replace")
    for line in text:
        encoded = line.encode("utf-8")
        yield len(encoded), encoded if len(line) <= LONGEST_LINE else None
    text.detach()


def _read_line(line: bytes | None) -> Item | None:
    """Return the article in a line, None for a blank line; raises `_Broken` if it holds none."""
    if line is None:
        raise _Broken(f"it is longer than {LONGEST_LINE // 1_000_000} MB")
    text = decode(line)
    if text is None:
        raise _Broken(describe_fault(line))
    if not text.strip():
        return None
    try:
        article = json.loads(text)
    except json.JSONDecodeError as error:
        raise _Broken(f"broken JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise _Broken(f"JSON that cannot be read ({error})") from error
    if not isinstance(article, dict):
        raise _Broken("it is no JSON object with the fields of an article")
    return _make_item(article)


def _make_item(article: Mapping[str, Any]) -> Item:
    fields = {name.casefold().replace("_", "").replace("-", ""): value for name, value in article.items()}
    text = _find(fields, "text")
    page = read_page(text) if is_page(text) else Plain(strip_tags(text))
    if not page.text.strip():
        found = ", ".join(list(article)[:8]) or "none"
        raise _Broken(f"no text in it; fields that are read as the text: text, body, content ...; found: {found}")
    front = {name: words for name in ("title", "date", "publisher", "url") if (words := _find(fields, name))}
    front["title"] = " ".join(strip_tags(front.get("title", "")).split())
    front = page.front | {name: words for name, words in front.items() if words}
    return Item(_name_of(article, front, page.text), with_headline(front.get("title", ""), page.text, front))


def _find(fields: Mapping[str, Any], field: str) -> str:
    """Return the value of the first alias of a field that has one; `source` is an address or a publisher."""
    for alias in _ALIASES[field]:
        words = _words(fields.get(alias), is_date=field == "date")
        is_address = "://" in words
        if words and not (field == "url" and not is_address) and not (field == "publisher" and is_address):
            return words
    return ""


def _words(value: object, *, is_date: bool) -> str:
    """Return a value as words: of an object its own text or name, of a list all of its parts."""
    if isinstance(value, str):
        return _SURROGATE.sub("", value).strip()
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_words(part, is_date=is_date) for part in value)))
    if isinstance(value, dict):
        return next((words for key in _INNER if (words := _words(value.get(key), is_date=is_date))), "")
    if is_date and isinstance(value, int | float) and _SECONDS < value < _MILLISECONDS * 100:
        seconds = value / 1000 if value > _MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return ""


def _name_of(article: Mapping[str, Any], front: Mapping[str, str], text: str) -> str:
    """Return the article's own identifier if it has a short one, else its headline or first words as a slug."""
    identifier = article.get("id")
    if isinstance(identifier, str | int) and _IDENTIFIER.fullmatch(str(identifier)):
        return str(identifier)
    words = slug(front.get("title") or " ".join(text.split()[:8]))
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rpartition("-")[0]
