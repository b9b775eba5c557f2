"""Dates in news, seen from the date of the document (a Thursday unless told otherwise)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.times import MONTHS, is_temporal, normalize_time

THURSDAY = "2013-03-14"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2011-07-04", "2011-07-04"),
        ("July 4, 2011", "2011-07-04"),
        ("4 July 2011", "2011-07-04"),
        ("the 4th of July, 2011", "2011-07-04"),
        ("Dec. 31, 1999", "1999-12-31"),
        ("Sept. 3, 2010", "2010-09-03"),
        ("March 2009", "2009-03"),
        ("1988", "1988"),
    ],
)
def test_absolute_dates_need_no_document_date(words: str, expected: str) -> None:
    assert normalize_time(words, None) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2013-03-14"),
        ("yesterday", "2013-03-13"),
        ("tomorrow", "2013-03-15"),
        ("Thursday", "2013-03-14"),
        ("Tuesday", "2013-03-12"),
        ("Friday", "2013-03-08"),
        ("next Friday", "2013-03-15"),
        ("next Thursday", "2013-03-21"),
        ("last year", "2012"),
        ("this year", "2013"),
        ("next month", "2013-04"),
        ("last month", "2013-02"),
    ],
)
def test_relative_dates_are_seen_from_the_document(words: str, expected: str) -> None:
    assert normalize_time(words, THURSDAY) == expected


def test_month_before_january_is_in_the_year_before() -> None:
    assert normalize_time("last month", "2013-01-10") == "2012-12"


def test_month_after_december_is_in_the_year_after() -> None:
    assert normalize_time("next month", "2013-12-10") == "2014-01"


def test_day_without_year_is_the_last_such_day() -> None:
    assert normalize_time("March 2", THURSDAY) == "2013-03-02"
    assert normalize_time("November 2", THURSDAY) == "2012-11-02"


def test_day_without_year_that_is_announced_lies_ahead() -> None:
    assert normalize_time("next January 20", THURSDAY) == "2014-01-20"


def test_month_without_year_is_the_last_such_month() -> None:
    assert normalize_time("October", THURSDAY) == "2012-10"


@pytest.mark.parametrize("words", ["yesterday", "Tuesday", "last year", "November 2"])
def test_relative_date_without_document_date_stays_words(words: str) -> None:
    assert normalize_time(words, None) == words


@pytest.mark.parametrize("words", ["recently", "a decade ago", "the coming weeks"])
def test_vague_time_stays_words(words: str) -> None:
    assert normalize_time(words, THURSDAY) == words


def test_impossible_day_is_no_date() -> None:
    assert not normalize_time("February 30, 2012", None).startswith("2012-02-30")


def test_temporal_words() -> None:
    assert all(is_temporal(word) for word in ("Monday", "Oct.", "April", "2007", "1990s", "week", "yesterday"))
    assert not any(is_temporal(word) for word in ("harbour", "5000", "Marching", "April-based"))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_full_date_is_read_back_from_words(day: date) -> None:
    assert normalize_time(f"{MONTHS[day.month - 1].title()} {day.day}, {day.year}", None) == day.isoformat()
