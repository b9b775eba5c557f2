"""Dates in news, seen from the date of the document (a Thursday unless told otherwise)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.grammar.times import MONTHS, find_duration, is_bare_unit, is_iso, is_temporal, normalize_time

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


def test_day_without_year_is_the_nearest_such_day() -> None:
    assert normalize_time("March 2", THURSDAY) == "2013-03-02"
    assert normalize_time("November 2", THURSDAY) == "2012-11-02"


def test_day_without_year_that_is_announced_lies_ahead() -> None:
    assert normalize_time("next January 20", THURSDAY) == "2014-01-20"


def test_month_without_year_is_the_last_in_the_past_and_the_next_ahead() -> None:
    assert normalize_time("October", THURSDAY) == "2012-10"
    assert normalize_time("July", THURSDAY, ahead=False) == "2012-07"
    assert normalize_time("July", THURSDAY, ahead=True) == "2013-07"
    assert normalize_time("March", THURSDAY, ahead=True) == normalize_time("March", THURSDAY, ahead=False) == "2013-03"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last week", "2013-03-04/2013-03-10"),
        ("this week", "2013-03-11/2013-03-17"),
        ("the weekend", "2013-03-09/2013-03-10"),
        ("next weekend", "2013-03-16/2013-03-17"),
        ("the 1990s", "1990/1999"),
        ("the 1800s", "1800/1899"),
        ("the 2000s", "2000/2009"),
        ("the late 1980s", "1980/1989"),
        ("the first quarter", "2013-01/2013-03"),
        ("the fourth quarter", "2012-10/2012-12"),
        ("the third quarter of 2011", "2011-07/2011-09"),
        ("three days ago", "2013-03-11"),
        ("two weeks ago", "2013-02-25/2013-03-03"),
        ("six months ago", "2012-09"),
        ("a year ago", "2012"),
        ("mid-February", "2013-02"),
        ("early 2011", "2011"),
        ("late on Friday", "2013-03-08"),
        ("25/12/2011", "2011-12-25"),
        ("12/25/2011", "2011-12-25"),
        ("May last year", "2012-05"),
    ],
)
def test_longer_times_are_intervals(words: str, expected: str) -> None:
    assert normalize_time(words, THURSDAY) == expected


@pytest.mark.parametrize(
    ("preposition", "words", "expected"),
    [
        ("since", "2008", "2008/.."),
        ("by", "2015", "../2015"),
        ("until", "Friday", "../2013-03-15"),
        ("by", "December", "../2013-12"),
        ("from", "2001 to 2005", "2001/2005"),
        ("between", "2004 and 2006", "2004/2006"),
        ("from", "1998 until 2002", "1998/2002"),
        ("in", "1998-2002", "1998/2002"),
        ("on", "March 5", "2013-03-05"),
        ("between", "2006 and 2004", "2006 and 2004"),
        ("from", "Monday to Friday", "Monday to Friday"),  # the last Friday lies before the last Monday
    ],
)
def test_a_preposition_opens_or_closes_an_interval(preposition: str, words: str, expected: str) -> None:
    assert normalize_time(words, THURSDAY, preposition=preposition) == expected


def test_an_end_may_lie_ahead_in_the_past_tense() -> None:
    assert normalize_time("May 1", THURSDAY, ahead=False, preposition="until") == "../2013-05-01"


@pytest.mark.parametrize("words", ["day", "the month", "evening", "entire day", "years"])
def test_a_bare_unit_tells_no_time(words: str) -> None:
    assert is_bare_unit(words)
    assert not is_bare_unit(f"this {words}")


def test_a_slashed_date_that_two_countries_read_differently_stays_words() -> None:
    assert normalize_time("8/9/2012", THURSDAY) == "8/9/2012"
    assert normalize_time("9/9/2012", THURSDAY) == "2012-09-09"


def test_iso_dates_and_intervals_are_told_from_words() -> None:
    assert all(is_iso(time) for time in ("2012", "2012-09", "2012-09-08", "2008/..", "../2015", "2001/2005"))
    assert not any(is_iso(time) for time in ("former", "Wednesday", "8/9/2012", "two years"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ten years", "P10Y"),
        ("18 months", "P1Y6M"),
        ("three weeks", "P21D"),
        ("36 hours", "P1DT12H"),
        ("90 minutes", "PT1H30M"),
        ("two decades", "P20Y"),
        ("several years", None),
        ("zero days", None),
    ],
)
def test_lengths_of_time_are_canonical_durations(words: str, expected: str | None) -> None:
    assert find_duration(words) == expected


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
