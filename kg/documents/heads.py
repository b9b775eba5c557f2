"""The head of a news text: its headline, and its dateline with place, date and agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.documents.dates import DATELINE_DATE, parse_date
from kg.model import Span

LONGEST_HEADLINE = 200
# Room for two towns with their countries, a date and an agency. Not measured.
_LONGEST_DATELINE = 100
_DASH = re.compile(r"\s*(?:—|–|--)\s*|\s+-\s+")
_AGENCY = re.compile(r"[\s,/]*(?:\((?P<bracketed>[^()]{2,40})\)|/\s*(?P<slashed>[^()]{2,40}?)\s*/)\s*$")
_STOPPED = re.compile(r"[.,;:…]$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St)\.$")
_PART = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W_][\w.'’-]*){0,3}")
_BYLINE = re.compile(r"by [^\W\d_]", re.IGNORECASE)


@dataclass(frozen=True)
class Dateline:
    """The head of a report: the span of its place words, its date (if it has a year), its agency."""

    span: Span
    published: str | None
    publisher: str | None


def is_headline(paragraph: str, following: str) -> bool:
    """Whether a first paragraph is a headline: short, no full stop, and more text follows.

    >>> is_headline("Russia rebuffs Clinton", "VLADIVOSTOK — Russia said"), is_headline("It rained.", "More")
    (True, False)
    """
    bare = paragraph.rstrip("\"'”’»)] ")
    if not following or not bare or len(paragraph) > LONGEST_HEADLINE or _BYLINE.match(paragraph):
        return False
    is_stopped = bool(_STOPPED.search(bare)) and not _ABBREVIATED.search(bare)
    return not is_stopped and any(letter.isalpha() for letter in bare) and find_dateline(paragraph) is None


def begins_with_title(paragraph: str, title: str) -> bool:
    """Whether a paragraph begins with a title known from elsewhere, and then with a new sentence.

    >>> begins_with_title("Clinton met Putin. He smiled.", "Clinton met Putin")
    True
    >>> begins_with_title("Clinton met Putin in Vladivostok.", "Clinton met Putin")
    False
    """
    if not title or _fold(paragraph[: len(title)]) != _fold(title):
        return False
    rest = paragraph[len(title) :].lstrip(".:!?")
    return not rest or bool(re.match(r"\s+[\W\d]?[^\Wa-z]", rest))


def _fold(text: str) -> str:
    return text.translate(str.maketrans("‘’“”–", "''\"\"-")).casefold()


def find_dateline(paragraph: str, offset: int = 0) -> Dateline | None:
    """Return the dateline at the head of a paragraph that stands at `offset`, None without one.

    >>> find_dateline("BEIJING, Sept. 5, 2012 (AP) — China said")
    Dateline(span=Span(start=0, end=7), published='2012-09-05', publisher='Associated Press')
    >>> find_dateline("NATO — the alliance — agreed"), find_dateline("Moscow - a city - agreed")
    (None, None)
    """
    dash = _DASH.search(paragraph, 1, _LONGEST_DATELINE)
    while dash and not re.match(r"[\"“‘'(\[]*[^\Wa-z_]", paragraph[dash.end() :]):
        dash = _DASH.search(paragraph, dash.end(), _LONGEST_DATELINE)
    if not dash:
        return None
    head, publisher, published, is_marked = _cut_tail(paragraph[: dash.start()])
    if not _is_place(head, is_marked=is_marked):
        return None
    return Dateline(Span(offset, offset + len(head)), published, publisher)


def _cut_tail(head: str) -> tuple[str, str | None, str | None, bool]:
    """Return place words, agency, date, and whether an agency or a date stood behind the place."""
    publisher = published = None
    agency = _AGENCY.search(head)
    if agency:
        publisher = find_publisher(agency["bracketed"] or agency["slashed"])
        head = head[: agency.start()]
    head = head.rstrip(" ,/")
    dates = [found for found in DATELINE_DATE.finditer(head) if found.end() == len(head)]
    if dates:
        published = parse_date(dates[0].group())
        head = head[: dates[0].start()].rstrip(" ,/")
    return head, publisher, published, bool(agency or dates)


def _is_place(head: str, *, is_marked: bool) -> bool:
    """Whether words look like a place: `VLADIVOSTOK`, `Taipei, Taiwan`; `Moscow` only before agency or date."""
    parts = [part.strip() for part in re.split(r"[,/]", head)]
    if not all(_PART.fullmatch(part) for part in parts) or len(parts) > 4:
        return False
    small = {"of", "the", "and", "de", "la", "del", "am", "an", "der", "upon", "on", "al", "el"}
    words = [word for part in parts for word in part.split()]
    if not all(word[0].isupper() or word.lower() in small for word in words):
        return False
    return is_marked or len(parts) > 1 or (parts[0].isupper() and len(parts[0]) > 2)


@cache
def _publishers() -> dict[str, str]:
    lines = (resources.files("kg.documents") / "publishers.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {short.casefold(): name for short, name in rows}


def find_publisher(abbreviation: str) -> str | None:
    """Return the name of a news agency by the form that datelines use, None if it is unknown.

    >>> find_publisher("AFP")
    'Agence France-Presse'
    """
    return _publishers().get(abbreviation.strip().casefold())
