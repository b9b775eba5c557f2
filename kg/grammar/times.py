"""Dates as they stand in news, normalised against the date of the document (ISO 8601, TIMEX3).

A day, month or year is an ISO date; what lasts longer is an interval of two (`2001/2005`, ISO 8601-1) or one open to a
side (`2008/..`, ISO 8601-2, EDTF); a length of time is a duration (`P3Y`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

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


@lru_cache(maxsize=20_000)
def is_temporal(lemma: str) -> bool:
    """Whether a noun or number names a time: a month, weekday, year, unit or part of a day.

    >>> is_temporal("Saturday"), is_temporal("1974"), is_temporal("summit")
    (True, True, False)
    """
    word = re.sub(r"^(?:mid|early|late)-", "", lemma.lower()).rstrip(".")
    if word in WEEKDAYS or word in MONTHS or word in UNITS or word in DAY_PARTS or word in DEICTIC:
        return True
    if re.fullmatch(r"\d{1,2}/\d{1,2}/(\d\d)?\d\d|\d{1,2}:\d\d(am|pm)?", word):
        return True
    return bool(re.fullmatch(r"(1[5-9]|20)\d\d|(1[5-9]|20)\d0s|(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)", word))


def normalize_time(words: str, published: str | None, *, ahead: bool | None = None, preposition: str = "") -> str:
    """Return an ISO date (`2012-09-08`, `2012-09`, `1974`) or interval for a time, else the words themselves.

    A relative expression needs `published`, the ISO date of the document. A bare weekday is the last such day
    before or on it, as is usual in news, unless "next" or "coming" says else or the clause looks `ahead`
    ("will meet on Thursday"); a day or month without a year is the next one ahead, the last one if `ahead` is False
    ("met in December"), and the nearest one if nothing is known.
    `preposition` is what stands before the words: "since 2008" is open to the right, "by 2015" to the left.

    >>> normalize_time("Wednesday", "2012-09-08"), normalize_time("last year", "2012-09-08")
    ('2012-09-05', '2011')
    >>> normalize_time("Sept. 5, 2012", None), normalize_time("Wednesday", None)
    ('2012-09-05', 'Wednesday')
    >>> normalize_time("2001 to 2005", None, preposition="from"), normalize_time("2008", None, preposition="since")
    ('2001/2005', '2008/..')
    """
    anchor = _parse_date(published)
    if preposition in ("by", "until", "till") and ahead is None:
        ahead = True  # "is likely by December"
    elif preposition in ("until", "till", "to", "through") and ahead is False:
        ahead = None  # "had extended the order until May 1"
    ends = _ends(words.lower(), preposition)
    found = [_single(end, anchor, ahead=ahead) for end in ends]
    if len(found) == 2:
        first, last = found
        if first and last and first < last and "/" not in first + last:
            return f"{first}/{last}"
        return words
    return _opened(found[0], preposition) if found[0] else words


def is_iso(time: str) -> bool:
    """Whether a normalised time is an ISO date or interval and not words."""
    return bool(re.fullmatch(r"(\d{4}[\d-]*|\.\.)(/(\d{4}[\d-]*|\.\.))?", time))


def is_bare_unit(words: str) -> bool:
    """Whether words name a unit or part of a day alone, which tells no time: "the day", "evening", "month"."""
    word = re.sub(r"^(?:the |entire |whole )+", "", words.lower()).rstrip(".")
    return word in UNITS or word in DAY_PARTS - DEICTIC - {"weekend"} or word.rstrip("s") in UNITS


def _ends(text: str, preposition: str) -> list[str]:
    """Part "2001 to 2005" (after "from"), "2004 and 2006" (after "between"), "2001-2005" and "2011-12" in two."""
    parts = [text]
    if preposition == "between":
        parts = re.split(r"\s+and\s+", text, maxsplit=1)
    elif preposition in ("from", "", "during", "in", "for"):
        parts = re.split(r"\s+(?:to|until|till|through)\s+|(?<=\d{4})\s*[–-]\s*(?=\d{4}$)", text, maxsplit=1)
    return parts if all(parts) else [text]


def _opened(time: str, preposition: str) -> str:
    """Return an interval open to the side that a preposition leaves open."""
    if "/" in time:
        return time
    if preposition in ("since", "from", "after"):
        return f"{time}/.."
    return f"../{time}" if preposition in ("by", "until", "till", "before") else time


def _single(text: str, anchor: date | None, *, ahead: bool | None) -> str | None:
    """Return the ISO date or interval of one expression, None where none follows."""
    span = _decade(text) or _quarter(text, anchor)
    if span is not None:
        return span
    if "ago" in text.split():
        return _ago(text, anchor) if anchor else None
    slashed = re.search(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", text)
    if slashed:
        return _slashed(*(int(part) for part in slashed.groups()))
    for pattern in _ABSOLUTE:
        found = pattern.search(text)
        if found:
            value = _absolute(found.groupdict(), anchor, text, ahead=ahead)
            if value:
                return value
    return _relative(text, anchor, ahead=ahead) if anchor else None


def _slashed(first: int, second: int, year: int) -> str | None:
    """Return the day of "25/12/2011"; None for 8/9/2012, which is another day in London than in New York."""
    if first > 12 or first == second:
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _decade(text: str) -> str | None:
    """ "the 1990s", "the late 1990s": the ten years; "the 1800s": the hundred."""
    found = re.search(r"\b((?:1[5-9]|20)\d0)s\b", text)
    if not found:
        return None
    year = int(found.group(1))
    is_century = year % 100 == 0 and year < 2000
    return f"{year}/{year + (99 if is_century else 9)}"


ORDINALS = ("first", "second", "third", "fourth")


def _quarter(text: str, anchor: date | None) -> str | None:
    """ "the first quarter of 2012": January to March; without a year the latest that has begun."""
    found = re.search(r"\b(first|second|third|fourth)[\s-]quarter\b", text)
    if not found:
        return None
    number = ORDINALS.index(found.group(1))
    year = re.search(_YEAR, text)
    if not year and anchor is None:
        return None
    if year:
        which = int(year["year"])
    else:
        assert anchor is not None
        which = anchor.year - 1 if "last year" in text or 3 * number + 1 > anchor.month else anchor.year
    return f"{which}-{3 * number + 1:02d}/{which}-{3 * number + 3:02d}"


def _ago(text: str, anchor: date) -> str | None:
    """ "three days ago" is a day, "two weeks ago" a week, "six months ago" a month, "three years ago" a year."""
    found = re.search(r"(\S+)\s+(day|week|month|year)s?\s+ago", text)
    number = count_of(found.group(1)) if found else None
    if found is None or number is None:
        return None
    if found.group(2) == "day":
        return (anchor - timedelta(days=number)).isoformat()
    if found.group(2) == "week":
        return _week(anchor - timedelta(weeks=number))
    return _shifted(anchor, -number, found.group(2))


def _week(day: date) -> str:
    """Return the week of a day from Monday to Sunday, as an interval."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _shifted(anchor: date, shift: int, unit: str) -> str | None:
    """Return the year or month that lies so many before or after the document's."""
    if unit == "year":
        return f"{anchor.year + shift:04d}" if 1 <= anchor.year + shift <= 9999 else None
    months = anchor.year * 12 + anchor.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}" if 12 <= months < 120000 else None


COUNTS = "a one two three four five six seven eight nine ten eleven twelve".split()


def count_of(word: str) -> int | None:
    """Return the whole number a word or figure stands for, None if it is neither exact nor small.

    >>> count_of("three"), count_of("18"), count_of("several")
    (3, 18, None)
    """
    word = {"an": "a"}.get(word, word)
    if word in COUNTS:
        return max(COUNTS.index(word), 1)
    return int(word) if re.fullmatch(r"\d{1,3}", word, re.ASCII) else None


def find_duration(words: str) -> str | None:
    """Return the ISO 8601 duration of "ten years" in the canonical form of XML Schema, None if it is none.

    >>> find_duration("ten years"), find_duration("18 months"), find_duration("two weeks"), find_duration("years")
    ('P10Y', 'P1Y6M', 'P14D', None)
    """
    found = re.fullmatch(r"(\S+)[\s-]+(minute|hour|day|week|month|year|decade)s?", words.lower())
    number = count_of(found.group(1)) if found else None
    if found is None or not number:
        return None
    unit = found.group(2)
    if unit in ("minute", "hour"):
        hours, minutes = divmod(number * (60 if unit == "hour" else 1), 60)
        days, hours = divmod(hours, 24)
        time = "".join(f"{count}{letter}" for count, letter in ((hours, "H"), (minutes, "M")) if count)
        return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")
    if unit in ("day", "week"):
        return f"P{number * (7 if unit == 'week' else 1)}D"
    years, months = divmod(number * {"month": 1, "year": 12, "decade": 120}[unit], 12)
    return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")


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


def _absolute(groups: dict[str, str | None], anchor: date | None, text: str, *, ahead: bool | None) -> str | None:
    """Return the ISO date for matched year, month and day; the year is taken from `anchor` if missing."""
    month, day = _month_number(groups), int(groups.get("day") or 0)
    if groups.get("year"):
        year = int(groups["year"] or 0)
    elif anchor is None or month is None or (not day and _is_doubtful_month(text)):
        return None
    else:
        year = _year_of(anchor, month, day, text, ahead=ahead)
    if month is None:
        return str(year)
    return _iso(year, month, day) if day else f"{year}-{month:02d}"


def _is_doubtful_month(text: str) -> bool:
    """Whether a month may be another word: "the march on Rome", "may of course"; not "May", "May last year"."""
    return bool(re.search(r"\bmay\b|\bmarch\b", text)) and len(text) > 8 and not re.search(r"\byear\b", text)


# A day or month this near after the document is this year's even in the past tense: papers are dated late.
NEAR_DAYS = 7


def _year_of(anchor: date, month: int, day: int, text: str, *, ahead: bool | None) -> int:
    """Return the year of a day or month without one: the last such, or the next where clause or words look ahead."""
    if "last year" in text or "next year" in text:
        return anchor.year + (1 if "next year" in text else -1)
    is_later = (month, day or anchor.day) > (anchor.month, anchor.day)
    if _looks_ahead(text):
        is_later = (month, day or 31) >= (anchor.month, anchor.day)
    if _looks_ahead(text) or ahead:
        return anchor.year if is_later or (month, day) == (anchor.month, 0) else anchor.year + 1
    if ahead is None:
        years = (anchor.year - 1, anchor.year, anchor.year + 1)
        return min(years, key=lambda year: abs((date(year, month, min(day or 15, 28)) - anchor).days))
    gap = (date(anchor.year, month, min(day or 1, 28)) - anchor).days
    return anchor.year - 1 if is_later and gap > NEAR_DAYS else anchor.year


def _looks_ahead(text: str) -> bool:
    return bool(re.search(r"\b(next|coming|upcoming|later)\b", text))


def _relative(text: str, anchor: date, *, ahead: bool | None) -> str | None:
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
    if re.search(r"\b(?:the|this|last|past)?\s*weekend\b", text):
        return _weekend(text, anchor, ahead=ahead)
    found = re.search(r"\b(last|previous|this|next|coming)\s+(year|month|week)\b", text)
    if not found:
        return None
    shift = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[found.group(1)]
    if found.group(2) == "week":
        return _week(anchor + timedelta(weeks=shift))
    return _shifted(anchor, shift, found.group(2))


def _weekend(text: str, anchor: date, *, ahead: bool | None) -> str:
    """Return Saturday and Sunday of the weekend that is on or was last, or comes next where the words look ahead."""
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    if (ahead or _looks_ahead(text) or "this" in text.split()) and anchor.weekday() < 5:
        saturday += timedelta(weeks=1)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
