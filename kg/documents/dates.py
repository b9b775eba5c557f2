"""Publication dates as metadata and datelines write them, as ISO dates. The one module that knows dateparser."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
# "Sept. 5", "12 March 2020", "Sat., Sept. 8": the date in a dateline, with or without its year.
DATELINE_DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:\d{{1,2}}\s+(?:{_MONTHS})\.?|(?:{_MONTHS})\.?\s+\d{{1,2}})(?:,?\s+\d{{4}})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# Longer words are no date, and a library had better not search them for one.
_LONGEST = 60


@lru_cache(maxsize=1024)
def parse_date(words: str) -> str | None:
    """Return the ISO date that `words` spell out in full, None if they do not.

    Day and month as figures count only if they cannot be taken for each other, since 08/09/2012 is a
    different day in London and in New York. A time of day is read over: the date is that of its own place.

    >>> parse_date("2012-09-08"), parse_date("Sat, 08 Sep 2012 10:15:00 GMT"), parse_date("Sept. 8, 2012")
    ('2012-09-08', '2012-09-08', '2012-09-08')
    >>> parse_date("08/09/2012"), parse_date("25/09/2012"), parse_date("September 2012"), parse_date("today")
    (None, '2012-09-25', None, None)
    """
    words = " ".join(words.split())
    try:
        return datetime.fromisoformat(words).date().isoformat()
    except ValueError:
        # A year of two digits, or none, would be filled in by the clock.
        if len(words) > _LONGEST or not _YEAR.search(words):
            return None
    import dateparser

    # Strict: day, month and year are all there. Absolute: "two days ago" would count from today.
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    readings = {
        found.date() if (found := dateparser.parse(words, languages=["en"], settings=settings | {"DATE_ORDER": order}))
        else None for order in ("DMY", "MDY")
    }  # fmt: skip
    [date, *others] = readings
    return date.isoformat() if date and not others else None
