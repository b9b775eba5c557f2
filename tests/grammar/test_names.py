"""How names compare: normal forms and short forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.grammar.names import is_distinctive, is_short_organization, is_short_person, normal_name

WORDS = st.lists(st.sampled_from(["Ann", "Maria", "Berg", "Ruiz"]), min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("the Halden Union", "Halden Union"),
        ("The Halden Union", "Halden Union"),
        ("IMF", "International Monetary Fund"),
        ("the EU", "European Union"),
        ("U.N. Security Council", "United Nations Security Council"),
        ("UN peace envoys", "United Nations peace envoys"),
        ("U.S. Navy", "United States Navy"),
        ("UK Treasury", "United Kingdom Treasury"),
        ("Theresa Berg", "Theresa Berg"),
        ("Ann Berg", "Ann Berg"),
        ("Halden", "Halden"),
    ],
)
def test_normal_names(name: str, normal: str) -> None:
    assert normal_name(name) == normal


@pytest.mark.parametrize("name", ["Norway Today", "America Berg", "Burma Post"])
def test_a_country_written_out_before_other_words_stays(name: str) -> None:
    assert normal_name(name) == name


@given(st.text(max_size=20).filter(lambda name: name == name.strip() and not name.lower().startswith("the")))
def test_an_article_makes_no_difference(name: str) -> None:
    assert normal_name(f"the {name}") == normal_name(f"The  {name}") == normal_name(name)


# persons


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Berg", "Ann Maria Berg"),
        ("Ann", "Ann Maria Berg"),
        ("Ann Berg", "Ann Maria Berg"),
        ("Berg", "Carl Berg Jr."),
        ("Carl Berg", "Carl Otto Berg III"),
        ("Carl Berg", "Carl Otto Berg, Jr."),
        ("Carl Berg", "Carl Berg Jr."),
        ("@CarlBerg", "Carl Berg"),
        ("Al-Amin", "Omar al-Amin"),
        ("al-Amin", "Omar Al-Amin"),
    ],
)
def test_a_surname_a_given_name_or_both_are_short_for_a_person(short: str, full: str) -> None:
    assert is_short_person(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Maria", "Ann Maria Berg"),
        ("Eva Berg", "Ann Maria Berg"),
        ("Ann Maria", "Ann Maria Berg"),
        ("Ruiz", "Ann Berg"),
        ("Carl Berg Jr.", "Carl Berg"),
        ("Al-Amin", "Omar al-Amir"),
        ("Alamin", "Omar alamin"),
    ],
)
def test_middle_names_other_names_and_suffixes_are_not(short: str, full: str) -> None:
    assert not is_short_person(short, full)


@given(WORDS, WORDS)
def test_of_two_names_at_most_one_is_short_for_the_other(left: str, right: str) -> None:
    assert not (is_short_person(left, right) and is_short_person(right, left))
    assert not (is_short_organization(left, right) and is_short_organization(right, left))
    assert not is_short_person(left, left)
    assert not is_short_organization(left, left)


# organisations


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("NSU", "Northern Shipping Union"),
        ("N.S.U.", "Northern Shipping Union"),
        ("BOT", "Board of Overseas Trade"),
        ("Halden Pumps", "Halden Pumps Inc."),
        ("Halden Pumps", "Halden Pumps Holdings Ltd"),
        ("National", "National Ltd."),
        ("Halden", "Halden Fishing Fleet"),
        ("Fisheries Council", "Halden Fisheries Council"),
    ],
)
def test_initials_first_words_and_last_words_are_short_for_an_organization(short: str, full: str) -> None:
    assert is_short_organization(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("NSA", "Northern Shipping Union"),
        ("National", "National Fishing Fleet"),
        ("Oslo", "Oslo Fishing Fleet"),
        ("Norwegian", "Norwegian Fishing Fleet"),
        ("Council", "Halden Fisheries Council"),
        ("Halden Fishing", "Halden Fishing Fleet"),
        ("Halden Fishing Fleet", "Halden"),
        ("H", "Halden"),
    ],
)
def test_common_words_places_and_half_names_are_not(short: str, full: str) -> None:
    assert not is_short_organization(short, full)


@pytest.mark.parametrize("word", ["Tromex", "Halden", "Airbus"])
def test_an_invented_word_tells_an_organization(word: str) -> None:
    assert is_distinctive(word)


@pytest.mark.parametrize("word", ["Supreme", "Paris", "Peru", "Peruvian", "Al", "the", "fleet"])
def test_places_small_words_and_common_first_words_do_not(word: str) -> None:
    assert not is_distinctive(word)


def test_a_suffix_alone_is_short_for_nobody() -> None:
    assert not is_short_person("Jr.", "Carl Berg Jr.")
