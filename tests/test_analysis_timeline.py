"""When: by the dates of documents, or by the times that facts tell of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from news import read_world, tell

from kg.analysis import timeline
from kg.analysis.timeline import _periods_between, bounds_of
from kg.errors import KGError

WORLD = [
    tell("Ann | meet | Bob", "d1", time="2011-05-03"),
    tell("Ann | not meet | Cy", "d1", time="2011-05"),
    tell("Ann | visit | Oslo?", "d2", time="2010/2012"),
    tell("Ann | praise | Bob", "d3", by="Cy", time="six hours"),
    tell("Bob | praise | Ann", "d4"),
    tell("Bob | visit | Oslo", "d5", time="2011-07-01/2011-07-04"),
]
FACTS, _ = read_world(WORLD)


def test_facts_are_counted_by_status_and_month() -> None:
    found = timeline(FACTS, unit="month")
    assert [(row.period, row.asserted, row.reported, row.negated, row.hypothetical, row.total) for row in found] == [
        ("2012-09", 1, 0, 1, 1, 3),
        ("2012-10", 0, 1, 0, 0, 1),
        ("2013-01", 1, 0, 0, 0, 1),
    ]
    assert set(found[0].facts) == {fact.id for fact in WORLD[:3]}
    assert found.undated == 1
    assert found.note == "facts by the month of their documents: 5; without such a date: 1"
    assert [row.period for row in found.fill()] == ["2012-09", "2012-10", "2012-11", "2012-12", "2013-01"]


def test_facts_are_put_where_what_they_tell_began() -> None:
    found = timeline(FACTS, unit="month", clock="happened")
    assert [(row.period, row.total) for row in found] == [("2011-05", 2), ("2011-07", 1)]
    assert (found.undated, found.vague) == (2, 1)  # words, and a time known by the year alone
    assert found.note == "facts by the month they tell of: 3; known less exactly: 1; without such a date: 2"
    assert [row.period for row in timeline(FACTS, unit="year", clock="happened")] == ["2010", "2011"]


def test_the_unit_is_the_finest_that_is_short_and_leaves_little_out() -> None:
    assert timeline(FACTS).unit == "month"  # from September to January: more than two months of days
    assert timeline(FACTS[:3]).unit == "day"
    assert timeline(FACTS, clock="happened").unit == "year"  # a quarter of the times are no months
    assert timeline([]).unit == "year"


def test_what_is_no_unit_or_clock_is_refused() -> None:
    for wrong in ({"unit": "week"}, {"clock": "read"}):
        with pytest.raises(KGError, match="by day or month or year, of what was published or happened"):
            timeline(FACTS, **wrong)


@pytest.mark.parametrize(
    ("time", "bounds"),
    [
        ("2012", ("2012-01-01", "2012-12-31")), ("2011-02", ("2011-02-01", "2011-02-28")),
        ("2012-09-08", ("2012-09-08", "2012-09-08")), ("2012-09-08/2012-10", ("2012-09-08", "2012-10-31")),
        ("last week", None), ("", None), ("2012-13", None), ("2012/soon", None), ("2012-02-30", None), ("0000", None),
    ],
)  # fmt: skip
def test_the_bounds_of_a_time(time: str, bounds: tuple[str, str] | None) -> None:
    assert bounds_of(time) == bounds


@given(st.dates(date(1800, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_periods_have_no_gaps(first: date, days: int) -> None:
    last = first + timedelta(days)
    for unit, width in (("day", 10), ("month", 7), ("year", 4)):
        every_day = ((first + timedelta(day)).isoformat()[:width] for day in range(days + 1))
        assert _periods_between(first.isoformat()[:width], last.isoformat()[:width], unit) == list(
            dict.fromkeys(every_day)
        )
