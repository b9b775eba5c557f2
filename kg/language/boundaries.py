"""Finds where sentences end."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kg.language.tokenizer import read_abbreviations

STARTERS = Path(__file__).with_name("starters.txt")

_END = re.compile(
    r"(?P<mark>[.!?\u2026]+)(?P<closers>[\"'\u201d\u2019)\]\u00bb]*(?:\s*\[\d{1,3}\])*)(?:\s+|$)"
    r"|(?<=[a-z]{3})(?P<glued>\.)(?=[A-Z][a-z]+\s)"
)
_LAST_WORD = re.compile(r"(?:[^\W_]|[.'\u2019-](?=[^\W_]))+$")
_NEXT_WORD = re.compile(r"[\"'\u201c\u2018(\[\u00ab]*([^\W_]+(?:['\u2019]\w+)?)")
_ITEM = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})$")
# KABUL, Afghanistan (AP) -- stands before its sentence as one of its own, as in the treebanks.
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'\u2019-]{2,}(?: [A-Z][A-Z.'\u2019-]+){0,3}"
    r"(?:, [A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){0,3}){0,2}"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([A-Z][^()]{1,30}\))?\s*(?:--|[-\u2013\u2014])\s+(?=[\"\u201c]?[A-Z])"
)
# "Why?" Clinton asked: a quoted question goes on with its speaker.
_SPEAKER = re.compile(
    r"(?:(?:[A-Z][\w.'-]*|the|one|an?) ){1,4}(?:said|says|asked|asks|added|wrote|told|replied|cried|demanded|shouted)\b"
)


@cache
def read_starters() -> frozenset[str]:
    """Return the words that begin a sentence after an abbreviation, in lower case."""
    lines = STARTERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def find_boundaries(text: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of the sentences of one paragraph, in order, white space stripped.

    >>> text = 'Gen. Petraeus left the U.S. on Monday. "We won," he said.'
    >>> [text[start:end] for start, end in find_boundaries(text)]
    ['Gen. Petraeus left the U.S. on Monday.', '"We won," he said.']
    """
    found = []
    start = 0
    if dateline := _DATELINE.match(text):
        start = dateline.end()
        found.append((0, start))
    for match in _END.finditer(text, start):
        if match["glued"] or _ends_sentence(text, start, match):
            end = match.end("glued") if match["glued"] else max(match.end("mark"), match.end("closers"))
            found.append((start, end))
            start = match.end()
    found.append((start, len(text)))
    return [span for span in (_strip(text, *span) for span in found) if span[0] < span[1]]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    rest = text[match.end() :]
    if not rest:
        return False
    if not any(character.isalnum() for character in text[start : match.start()]):
        return False
    if not any(character.isalnum() for character in rest):
        return False
    following = _NEXT_WORD.match(rest)
    word = following[1] if following else ""
    if word and word[0].islower() and not re.match(r"[a-z]+[A-Z]", word) and not _is_in_lower_case(text, start, match):
        return False
    if match["mark"] in ("..", "...", "\u2026") and not word:
        return False
    if match["closers"] and match["mark"] != "." and _SPEAKER.match(rest):
        return False
    if match["mark"] == "." and not match["closers"]:
        return _period_ends(text[start : match.start()], word)
    return True


def _is_in_lower_case(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a sentence began without a capital, as whole notes do: "i won. they lost." """
    first = _NEXT_WORD.match(text, start)
    is_plain = match["mark"] in (".", "?", "!") and not match["closers"]
    return is_plain and first is not None and first[1].islower() and len(text[start : match.start()].split()) > 2


def _period_ends(before: str, following: str) -> bool:
    """Whether a period after the text, followed by the word, ends a sentence; it may only end an abbreviation."""
    if _ITEM.match(before):  # "1. Open the door": the number of an item
        return False
    found = _LAST_WORD.search(before)
    last = found[0] if found else ""
    kind = read_abbreviations().get(last.lower())
    starts = following.lower() in read_starters()
    if kind == "title":
        return False
    if kind == "number":
        return not following[:1].isdigit()
    if len(last) == 1 and last.isalpha() and last != "I":
        return starts
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", last) or kind == "word":
        return starts
    return not (kind == "ambiguous" and last[0].isupper() and following[:1].isdigit())
