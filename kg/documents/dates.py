"""Publication dates as metadata and datelines write them, as ISO dates."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONTH = rf"(?P<month>{_MONTH_NAMES})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
# A time of day and a zone may follow; they are read over, since a document has a date only.
_CLOCK = r"(?:[T,\s]+(?:at\s+)?\d{1,2}:\d\d.*)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        r"(?P<year>\d{4})(?P<number>\d\d)(?P<day>\d\d)",
        rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}",
    )
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})" + _CLOCK)
# "Sept. 5", "12 March 2020", "Sat., Sept. 8": the date in a dateline, with or without its year.
DATELINE_DATE = re.compile(
    rf"{_WEEKDAY}(?:\d{{1,2}}\s+(?:{_MONTH_NAMES})\.?|(?:{_MONTH_NAMES})\.?\s+\d{{1,2}})(?:,?\s+\d{{4}})?",
    re.IGNORECASE,
)


def parse_date(words: str) -> str | None:
    """Return the ISO date that `words` spell out in full, None if they do not.

    Day and month as figures parted by slashes are read only where one of them is above 12, since
    08/09/2012 is a different day in London and in New York.

    >>> parse_date("2012-09-08"), parse_date("Sat, 08 Sep 2012 10:15:00 GMT"), parse_date("Sept. 8, 2012")
    ('2012-09-08', '2012-09-08', '2012-09-08')
    >>> parse_date("08/09/2012"), parse_date("25/09/2012"), parse_date("September 2012")
    (None, '2012-09-25', None)
    """
    words = " ".join(words.split())
    for form in _FORMS:
        found = form.fullmatch(words)
        if found:
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _month(parts["month"] or "")
            return _iso(int(parts["year"] or 0), month, int(parts["day"] or 0))
    slashed = _SLASHED.fullmatch(words)
    if slashed:
        first, second, year = (int(figure) for figure in slashed.groups())
        if first > 12:
            return _iso(year, second, first)
        if second > 12 or first == second:
            return _iso(year, first, second)
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
