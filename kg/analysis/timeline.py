"""When: how much is told in each day, month or year, or of each."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from kg.analysis.results import Results
from kg.errors import KGError
from kg.model import Status
from kg.rdf import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNITS = {"day": 10, "month": 7, "year": 4}
"""Each unit of time, with the characters of an ISO date that name one."""

CLOCKS = ("published", "happened")
"""By which date facts are put in order: that of the document, or the time that the text tells of the fact."""

# A picture or table of more than about sixty rows is no overview: two months of days, five years of months.
_MOST_PERIODS = 62

# Of ten facts that have a date, nine can be placed.
_FINE_ENOUGH = 0.9

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Period:
    """A day, month or year, and how many facts of each status it has; `facts` are their identifiers."""

    period: str
    asserted: int
    reported: int
    negated: int
    hypothetical: int
    facts: tuple[str, ...]

    @property
    def total(self) -> int:
        """The facts of any status."""
        return len(self.facts)


@dataclass(frozen=True)
class Timeline(Results[Period]):
    """The days, months or years that have facts, in their order.

    `undated` counts facts without such a date, and `vague` those of which only the month or the year is known.
    """

    unit: str = "month"
    clock: str = "published"
    undated: int = 0
    vague: int = 0

    row_type: ClassVar = Period

    def plot(self, ax: Axes | None = None, *, limit: int = 200) -> Axes:
        """Draw the periods, those without facts as gaps, of more than `limit` the last ones; return the axes."""
        from kg.analysis.plots import draw_periods, open_axes

        return self._entitle(draw_periods(open_axes(ax, None), self.fill()[-limit:], self.unit, self.clock))

    def rows_to_draw(self, limit: int | None) -> int | None:
        """Return None: the periods stand beside each other."""
        return None

    def _draw(self, ax: Axes) -> Axes:
        return self.plot(ax)

    def fill(self) -> list[Period]:
        """Return all periods from the first to the last, those without facts too."""
        known = {row.period: row for row in self}
        if not known:
            return []
        names = _periods_between(min(known), max(known), self.unit)
        return [known.get(name) or Period(name, 0, 0, 0, 0, ()) for name in names]


def timeline(
    facts: Iterable[Fact], *, unit: str | None = None, clock: str = "published", most: int = _MOST_PERIODS
) -> Timeline:
    """Return how many facts of each status each day, month or year has, the earliest first.

    Without a `unit` it is the finest one that leaves few facts out and has at most `most` periods from the first to the
    last, or else the year. By the `clock`
    "happened", a fact counts in the period in which what it tells began.
    """
    if clock not in CLOCKS or unit not in (None, *UNITS):
        raise KGError(f"a timeline is by {' or '.join(UNITS)}, of what was {' or '.join(CLOCKS)}; not {unit} {clock}")
    dated: list[tuple[str, Fact]] = []
    count = 0
    for fact in facts:
        count += 1
        if (found := date_of(fact, clock)) is not None:
            dated.append((found, fact))
    unit = unit or _choose_unit([found for found, _ in dated], most)
    width = UNITS[unit]
    periods: dict[str, list[Fact]] = {}
    for found, fact in dated:
        if len(found) >= width:
            periods.setdefault(found[:width], []).append(fact)
    rows = tuple(_make_period(name, periods[name]) for name in sorted(periods))
    shown, undated = sum(row.total for row in rows), count - len(dated)
    vague = len(dated) - shown
    whose = "of their documents" if clock == "published" else "they tell of"
    without = "".join(
        f"; {what}: {left:,}"
        for what, left in (("known less exactly", vague), ("without such a date", undated))
        if left
    )
    return Timeline(rows, f"facts by the {unit} {whose}: {shown:,}{without}", unit, clock, undated, vague)


def date_of(fact: Fact, clock: str) -> str | None:
    """Return the ISO date of a fact, or the beginning of one that is known; None if there is none."""
    found = fact.text.published or "" if clock == "published" else fact.time.partition("/")[0]
    return found if _is_date(found) else None


def bounds_of(time: str) -> tuple[str, str] | None:
    """Return the first and last day of a time as ISO dates; None for words that are no date.

    >>> bounds_of("2012-02"), bounds_of("2006/2009"), bounds_of("six hours")
    (('2012-02-01', '2012-02-29'), ('2006-01-01', '2009-12-31'), None)
    """
    start, _, end = time.partition("/")
    end = end or start
    return (_first_day(start), _last_day(end)) if _is_date(start) and _is_date(end) else None


def _is_date(text: str) -> bool:
    """Whether a text is an ISO date, or the month or year of one, that there is."""
    if not _ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(_first_day(text))
    except ValueError:
        return False
    return True


def _first_day(beginning: str) -> str:
    return beginning + "-01-01"[len(beginning) - UNITS["year"] :]


def _last_day(beginning: str) -> str:
    if len(beginning) == UNITS["year"]:
        return f"{beginning}-12-31"
    if len(beginning) == UNITS["month"]:
        return f"{beginning}-{monthrange(int(beginning[:4]), int(beginning[5:]))[1]:02}"
    return beginning


def _make_period(name: str, facts: Iterable[Fact]) -> Period:
    told = list(facts)
    counts = Counter(fact.status for fact in told)
    return Period(name, **{status.value: counts[status] for status in Status}, facts=tuple(fact.id for fact in told))


def _choose_unit(dates: Iterable[str], most: int) -> str:
    known = sorted(dates)
    for unit in ("day", "month"):
        width = UNITS[unit]
        fine = [found[:width] for found in known if len(found) >= width]
        is_fine = len(fine) >= _FINE_ENOUGH * max(1, len(known))
        if is_fine and len(_periods_between(fine[0], fine[-1], unit)) <= most:
            return unit
    return "year"


def _periods_between(first: str, last: str, unit: str) -> list[str]:
    """Return the names of all periods from the first to the last."""
    if unit == "year":
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    if unit == "month":
        numbers = range(*(int(name[:4]) * 12 + int(name[5:]) - 1 + step for name, step in ((first, 0), (last, 1))))
        return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days)).isoformat() for days in range((end - start).days + 1)]
