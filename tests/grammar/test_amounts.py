"""Money and quantities as numbers."""

import pytest
from hand import tree
from hypothesis import given
from hypothesis import strategies as st

from kg.grammar.amounts import find_amount, find_currency
from kg.grammar.trees import Tree
from kg.model import Token


def amount(*words: str, unit: str = "nets") -> str | None:
    """Return the amount of a unit counted by number words, the last of them the head of the others."""
    last = len(words)
    lines = [f"{number} {word} _ CD {last} compound" for number, word in enumerate(words[:-1], 1)]
    lines += [f"{last} {words[-1]} _ CD {last + 1} nummod", f"{last + 1} {unit} _ NNS 0 root"]
    found = tree("\n".join(lines))
    return find_amount(found, numbers(found))


def numbers(found: Tree) -> list[Token]:
    return found.children(found.tokens[-1], "nummod")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("7",), "7"),
        (("1,250,000",), "1250000"),
        (("3", "million"), "3000000"),
        (("4.1", "million"), "4100000"),
        (("2.5", "billion"), "2500000000"),
        (("1.2", "trillion"), "1200000000000"),
        (("4", "hundred"), "400"),
        (("6", "hundred", "thousand"), "600000"),
        (("0.75",), "0.75"),
        (("12.0",), "12"),
        (("seven",), "7"),
        (("two", "million"), "2000000"),
        (("twenty-five",), "25"),
        (("two", "dozen"), "24"),
        (("half", "a", "million"), "500000"),
        (("one", "hundred", "and", "twenty"), "120"),
        (("two", "and", "a", "half", "million"), "2500000"),
        (("20", "to", "30"), "20..30"),
        (("2", "to", "3", "million"), "2000000..3000000"),
    ],
)
def test_digits_and_magnitudes_multiply(words: tuple[str, ...], expected: str) -> None:
    assert amount(*words) == expected


@pytest.mark.parametrize(
    "words",
    [
        ("several",),
        ("two", "seven"),
        ("million",),
        ("3bn",),
        ("30", "to", "20"),
        ("3", "7"),
        ("3-4",),
        ("1.2.3",),
        ("7th",),
        ("1/2",),
        ("3²",),
        ("²",),
        ("①",),
        ("٣",),
    ],
)
def test_what_is_not_one_number_has_no_amount(words: tuple[str, ...]) -> None:
    assert amount(*words) is None


def test_a_number_too_long_to_be_exact_has_no_amount() -> None:
    assert amount("9" * 16) is None
    assert amount("9" * 400) is None


def test_no_number_is_no_amount() -> None:
    found = tree("1 nets net NNS 0 root")
    assert find_amount(found, numbers(found)) is None


def test_words_beside_the_number_do_not_count() -> None:
    found = tree("1 about _ RB 2 advmod\n2 9 _ CD 3 nummod\n3 nets net NNS 0 root")
    assert find_amount(found, numbers(found)) == "9"


@given(st.integers(min_value=0, max_value=10**12))
def test_a_whole_number_is_read_back_with_or_without_commas(number: int) -> None:
    assert amount(str(number)) == amount(f"{number:,}") == str(number)


@pytest.mark.parametrize(
    ("form", "lemma", "tag", "code"),
    [
        ("$", "$", "$", "USD"),
        ("US$", "us$", "$", "USD"),
        ("€", "€", "$", "EUR"),
        ("£", "£", "$", "GBP"),
        ("Dollars", "dollar", "NNS", "USD"),
        ("roubles", "rouble", "NNS", "RUB"),
        ("yen", "yen", "NN", "JPY"),
        ("shells", "shell", "NNS", None),
    ],
)
def test_currencies_by_sign_and_by_name(form: str, lemma: str, tag: str, code: str | None) -> None:
    assert find_currency(tree(f"1 {form} {lemma} {tag} 0 root").token(1)) == code
