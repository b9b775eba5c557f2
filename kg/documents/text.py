"""Bytes → characters → paragraphs of normalised text: the text that every offset counts in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from kg.documents.lines import find_blocks

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKED = ("utf-8-sig", "utf-32", "utf-32", "utf-16", "utf-16")
# What English text that is not UTF-8 comes in. Left to itself, charset-normalizer takes a short
# Windows-1252 text for a Central European or a Cyrillic one.
_CODE_PAGES = ["cp1252", "mac_roman", "latin_1"]
# More control characters than this share of the bytes, and the file is no text: of random bytes a tenth are such.
_MOST_CONTROLS = 0.01
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")
_BREAKS = re.compile("\r\n|[\r\x0b\x85\u2028]")
_PAGE_BREAKS = re.compile("[\x0c\u2029]")
_HYPHEN_BREAK = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])(?!(?:and|or|to|nor)\b)")
# Soft hyphen, zero-width characters, marks of direction, other controls, and what XML cannot hold.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)


def decode(data: bytes, declared: str | None = None) -> str | None:
    """Return the characters of a text file, None if it is binary or its UTF-8 is broken.

    UTF-8 with or without its mark, UTF-16 and UTF-32 with theirs; anything else is in the encoding
    `declared`, and guessed where that does not fit.

    >>> decode("“Niño”".encode("cp1252")), decode(b"\\x89PNG\\x00\\x01")
    ('“Niño”', None)
    """
    for mark, encoding in zip(_MARKS, _MARKED, strict=True):
        if data.startswith(mark):
            return _decode_as(data, encoding)
    if 0 in data or sum(byte in _CONTROLS for byte in data) > len(data) * _MOST_CONTROLS:
        return None
    if find_broken_character(data) is not None:
        return None
    # What reads as UTF-8 is UTF-8, whatever a page says of itself: other encodings hardly ever look like it.
    decoded = (_decode_as(data, encoding) for encoding in ("utf-8", declared) if encoding)
    text = next((text for text in decoded if text is not None), None)
    return text if text is not None else _guess(data)


def find_broken_character(data: bytes) -> int | None:
    """Return where UTF-8 is broken, as a count of bytes; None for whole UTF-8 and for another encoding.

    It is UTF-8 if a third of its characters beyond ASCII are whole, which hardly happens by chance: read as
    Windows-1252, all of its quotes would be garbled.

    >>> find_broken_character("“Niño”, 5 €".encode()[:-1]), find_broken_character("“Niño”".encode("cp1252"))
    (15, None)
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        whole = sum(character > "\x7f" for character in text) - broken
        return error.start if 2 * whole >= broken else None
    return None


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=_CODE_PAGES).best()
    # It gives up on a few words; Windows-1252 is what English text is in if it is not UTF-8.
    return str(found) if found else _decode_as(data, "cp1252")


def describe_fault(data: bytes) -> str:
    """Return the reason why `decode` gives nothing for a file.

    >>> describe_fault("“Niño” 5 €".encode()[:-1])
    'its UTF-8 is broken at byte 15; it may have been cut or damaged'
    """
    place = find_broken_character(data) if 0 not in data else None
    if place is None:
        return "it is no text: binary, or of an unknown encoding"
    return f"its UTF-8 is broken at byte {place + 1}; it may have been cut or damaged"


def find_paragraphs(text: str) -> list[str]:
    """Return the normalised paragraphs of raw text: blank lines part them, and lines where each is a paragraph.

    Unicode is composed (NFC), invisible characters go, runs of white space become one blank;
    quotes, dashes and hyphens stay as they are.

    >>> find_paragraphs("Russian\\r\\nForeign  Minister\\n \\n\\nLavrov\\u00a0said")
    ['Russian Foreign Minister', 'Lavrov said']
    """
    text = _PAGE_BREAKS.sub("\n\n", _BREAKS.sub("\n", text))
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return [_join(" ".join(line.split()) for line in lines) for lines in find_blocks(text.split("\n"))]


def _join(lines: Iterable[str]) -> str:
    r"""Return the lines of a paragraph as one; a word that was broken at its hyphen is whole again.

    >>> _join(["a long-", "term plan for pre-", "and postwar aid"])
    'a long-term plan for pre- and postwar aid'
    """
    return _HYPHEN_BREAK.sub("", "\n".join(lines)).replace("\n", " ")


@cache
def _prefixes() -> tuple[str, ...]:
    lines = (resources.files("kg.documents") / "prefixes.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.casefold() for line in lines if line and not line.startswith("#"))


def strip_furniture(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs without the words that a web page puts before its headline.

    >>> strip_furniture(["You’re reading: Russia rebuffs Clinton", "VLADIVOSTOK"])
    ['Russia rebuffs Clinton', 'VLADIVOSTOK']
    """
    if not paragraphs:
        return paragraphs
    first = paragraphs[0]
    plain = first.replace("’", "'").casefold()
    for prefix in _prefixes():
        if plain.startswith(prefix):
            first = first[len(prefix) :].lstrip()
            return [first, *paragraphs[1:]] if first else paragraphs[1:]
    return paragraphs
