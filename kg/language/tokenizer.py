"""Cuts a sentence into the syntactic words of the English treebanks of Universal Dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ABBREVIATIONS = Path(__file__).with_name("abbreviations.txt")

# Words with these prefixes stay whole at the hyphen; all others are cut ("pro-Beijing", but "U.S. - backed").
# Counted in the training parts of EWT and GUM: at least five words, whole in four of five.
PREFIXES = (
    "non|e|mid|anti|re|co|pre|pro|cross|post|semi|multi|ex|sub|counter|mini|neo|socio|inter|intra|micro|un|ultra|trans"
    "|over|psycho|bi|de|extra|meta|proto|pseudo|quasi|super|uh|mm"
)
UNITS = (
    "m|mn|bn|tn|k|km|cm|mm|kg|g|mg|lb|lbs|ft|mi|mph|kph|am|pm|a\\.m\\.|p\\.m\\.|hrs?|mins?|secs?|ml|gb|mb|tb|kw|mw|gw"
    "|hz|ghz|mhz|p|oz|yrs?|%"
)

_TOKEN = re.compile(
    rf"""
      (?P<address>(?:https?://|www\.)[^\s<>"\u201c\u201d]+[\w/]|(?:mailto:)?[a-z0-9][\w.+%-]*@[a-z][\w-]*(?:\.[\w-]+)*\w|(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|co\.uk)\b|[\w-]+\.(?:pdf|docx?|html?|xlsx?|pptx?|zip|jpe?g|png|txt|csv)\b)
    | (?P<newsgroup>(?-i:\b(?:alt|comp|misc|rec|sci|soc|talk)(?:\.[a-z][\w-]*)+))
    | (?P<handle>[@\#](?!\d)\w+)
    | (?P<face>(?<!\w)(?:>?[:;=8]-?[()DPpO/](?![\w/])|\^_*\^|\(:(?!\w)))
    | (?P<phone>\+?\d{{1,4}}(?:-\d{{2,4}})+-\d{{4}}|\d{{3}}-\d{{4}}(?!\d)|\d{{1,4}}-\d{{1,2}}-\d{{1,4}}(?!\d))
    | (?P<date>\d+/\d+(?:/\d+)?(?![\w/]))
    | (?P<decade>['\u2019]\d\ds?(?!\w)|\d+0['\u2019]s(?!\w))
    | (?P<ordinal>\d+(?:,\d{{3}})*(?:st|nd|rd|th|s)(?!\w))
    | (?P<money>(?:US|A|C|HK|NZ|S|R|U\.S\.)?[$\u20ac\u00a3\u00a5](?=\s?\d))
    | (?P<measure>\d+(?:[.:]\d+|,\d{{3}}(?!\d))*(?=(?:{UNITS})(?![\w])))
    | (?P<unit>(?<=\d)(?:{UNITS})(?![\w]))
    | (?P<number>\d+(?:[.:]\d+|,\d{{3}}(?!\d))*(?![^\W_])|\.\d+(?!\w))
    | (?P<dotted>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![\w.]))?|(?<![\w.])[^\W\d_]\.[^\W\d_](?![\w.])|(?:Ph\.D|[MB]\.Sc)\.)
    | (?P<prefixed>(?<![\w-])(?:{PREFIXES})-[^\W_]+(?:['\u2019][^\W_]+)*)
    | (?P<broken>(?<![\w-])[A-Za-z]{{1,2}}-(?=\s))
    | (?P<firm>[A-Za-z]\w*(?:&[A-Za-z]\w*)+)
    | (?P<letters>[A-Za-z]/[A-Za-z](?![\w/]))
    | (?P<word>\w+(?:['\u2019]\w+)*)
    | (?P<clitic>['\u2019](?:s|m|d|re|ve|ll|t)(?!\w))
    | (?P<quote>``|''|\u2019\u2019|\u2018\u2018)
    | (?P<run>\.{{2,}}|[!?]{{2,}}|(?P<repeated>[-=*_~<>\#+|])(?P=repeated)+)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLITIC = re.compile(r"(?:n['\u2019]t|['\u2019](?:s|m|d|re|ve|ll))$", re.IGNORECASE)
_FUSED = {
    "cannot": 3,
    "gonna": 3,
    "gotta": 3,
    "wanna": 3,
    "gimme": 3,
    "lemme": 3,
    "'tis": 2,
    "'twas": 2,
    "dont": 2,
    "didnt": 3,
    "doesnt": 4,
    "havent": 4,
    "hasnt": 3,
    "isnt": 2,
    "wasnt": 3,
    "arent": 3,
    "couldnt": 5,
    "wouldnt": 5,
    "shouldnt": 6,
    "youre": 3,
    "theyre": 4,
    "thats": 4,
    "ive": 1,
    "wont": 2,
    "cant": 2,
    "aint": 2,
    "hes": 2,
}
"""Words written as one that are two; the second begins at the place given."""


@cache
def read_abbreviations() -> dict[str, str]:
    """Return the class of each abbreviation, in lower case without its final period."""
    lines = ABBREVIATIONS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {abbreviation: kind for abbreviation, kind in pairs}


def find_tokens(text: str) -> list[tuple[int, int]]:
    """Return the half-open character offsets of the words of one sentence, in order; white space is between them.

    >>> text = "U.S.-backed rebels don't hold Mr. Khan's $5m."
    >>> [text[start:end] for start, end in find_tokens(text)]
    ['U.S.', '-', 'backed', 'rebels', 'do', "n't", 'hold', 'Mr.', 'Khan', "'s", '$', '5', 'm', '.']
    """
    found: list[tuple[int, int]] = []
    place = 0
    while match := _TOKEN.search(text, place):
        start, end = match.span()
        kind = match.lastgroup
        if kind in ("word", "prefixed", "firm"):
            end = _with_period(text, start, end)
            found.extend(_cut(text, start, end))
        else:
            found.append((start, end))
        place = end
    return found


def _with_period(text: str, start: int, end: int) -> int:
    """Where the word ends with the period of an abbreviation: "Gen." but not the last word of "He won." """
    if text[end : end + 1] != "." or text[end : end + 2] == "..":
        return end
    word = text[start:end]
    kind = read_abbreviations().get(word.lower())
    rest = text[end + 1 :].lstrip("\"'\u201d\u2019)] ")
    if len(word) == 1 and word.isupper() and rest:
        kind = "word"
    if kind == "number":
        return end + 1 if rest[:1].isdigit() else end
    if kind == "list":
        return end + 1 if rest else end
    if kind is None or (kind == "ambiguous" and (not rest or not word[0].isupper())):
        return end
    return end + 1


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut off a clitic: "do n't", "Khan 's", "can not"."""
    word = text[start:end]
    fused = _FUSED.get(word.lower())
    clitic = _CLITIC.search(word)
    cut = start + fused if fused else start + clitic.start() if clitic else start
    if cut > start:
        yield start, cut
    yield cut, end
