"""Dates as they stand in news, normalised against the date of the document (ISO 8601, TIMEX3)."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = frozenset({"day", "week", "month", "year", "decade", "century", "hour", "minute", "quarter", "season"})
DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midnight", "weekend", "today", "tonight"})
DEICTIC = frozenset({"today", "tonight", "yesterday", "tomorrow", "now"})

_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ABSOLUTE = tuple(
    re.compile(rf"\b{pattern}(?!\w)")
    for pattern in (
        r"(?P<year>\d{4})-(?P<month_number>\d\d)-(?P<day>\d\d)",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"{_MONTH}\s+{_DAY}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}",
        rf"{_YEAR}",
        rf"{_MONTH}",
    )
)


def is_temporal(lemma: str) -> bool:
    """Whether a noun or number names a time: a month, weekday, year, unit or part of a day.

    >>> is_temporal("Saturday"), is_temporal("1974"), is_temporal("summit")
    (True, True, False)
    """
    word = lemma.lower().rstrip(".")
    if word in WEEKDAYS or word in MONTHS or word in UNITS or word in DAY_PARTS or word in DEICTIC:
        return True
    return bool(re.fullmatch(r"(1[5-9]|20)\d\d|(1[5-9]|20)\d0s|(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)", word))


def normalize_time(words: str, published: str | None, *, ahead: bool = False) -> str:
    """Return an ISO date (`2012-09-08`, `2012-09`, `1974`) for a time expression, else the words themselves.

    A relative expression needs `published`, the ISO date of the document. A bare weekday is the last such day
    before or on it, as is usual in news, unless "next" or "coming" says else or the clause looks `ahead`
    ("will meet on Thursday"); a day or month without a year is the nearest one.

    >>> normalize_time("Wednesday", "2012-09-08"), normalize_time("last year", "2012-09-08")
    ('2012-09-05', '2011')
    >>> normalize_time("Sept. 5, 2012", None), normalize_time("Wednesday", None)
    ('2012-09-05', 'Wednesday')
    """
    text = words.lower()
    anchor = _parse_date(published)
    for pattern in _ABSOLUTE:
        found = pattern.search(text)
        if found:
            value = _absolute(found.groupdict(), anchor, text)
            if value:
                return value
    value = _relative(text, anchor, ahead=ahead) if anchor else None
    return value or words


def _parse_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _month_number(groups: dict[str, str | None]) -> int | None:
    if groups.get("month_number"):
        return int(groups["month_number"] or 0)
    name = groups.get("month")
    return next((i + 1 for i, month in enumerate(MONTHS) if name and month[:3] == name[:3]), None)


def _absolute(groups: dict[str, str | None], anchor: date | None, text: str) -> str | None:
    """Return the ISO date for matched year, month and day; the year is taken from `anchor` if missing."""
    month, day = _month_number(groups), int(groups.get("day") or 0)
    if groups.get("year"):
        year = int(groups["year"] or 0)
    elif anchor is None or month is None or (not day and re.search(r"\bmay\b|\bmarch\b", text) and len(text) > 8):
        return None
    else:
        year = _nearest_year(anchor, month, day, text)
    if month is None:
        return str(year)
    if not day:
        return f"{year}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest_year(anchor: date, month: int, day: int, text: str) -> int:
    """Return the year that brings a day or month nearest to the document; after it where the words look ahead."""
    years: tuple[int, ...] = (anchor.year - 1, anchor.year, anchor.year + 1)
    if _looks_ahead(text):
        years = (anchor.year,) if (month, day or 31) >= (anchor.month, anchor.day) else (anchor.year + 1,)
    return min(years, key=lambda year: abs((date(year, month, min(day or 15, 28)) - anchor).days))


def _looks_ahead(text: str) -> bool:
    return bool(re.search(r"\b(next|coming|upcoming|later)\b", text))


def _relative(text: str, anchor: date, *, ahead: bool) -> str | None:
    """Return the ISO date of "Saturday", "yesterday", "last year", "later this month" seen from `anchor`."""
    for offset, pattern in ((0, r"\b(today|tonight)\b"), (-1, r"\byesterday\b"), (1, r"\btomorrow\b")):
        if re.search(pattern, text):
            return (anchor + timedelta(days=offset)).isoformat()
    for number, name in enumerate(WEEKDAYS):
        if re.search(rf"\b{name}\b", text):
            back = (anchor.weekday() - number) % 7
            is_next = ahead or _looks_ahead(text)
            days = (number - anchor.weekday()) % 7 or 7 if is_next else -back
            return (anchor + timedelta(days=days)).isoformat()
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
    found = re.search(r"\b(last|previous|this|next|coming)\s+(year|month)\b", text)
    if not found:
        return None
    shift = step[found.group(1)]
    if found.group(2) == "year":
        return str(anchor.year + shift)
    months = anchor.year * 12 + anchor.month - 1 + shift
    return f"{months // 12}-{months % 12 + 1:02d}"
