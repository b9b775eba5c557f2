"""Acronyms explained in the text: where they stand and which words their letters are short for."""

import pytest
from hand import Reading, read

from kg.grammar.acronyms import find_expansion, is_acronym


@pytest.mark.parametrize("word", ["NSW", "MoF", "U.P.U.", "CNDD-FDD"])
def test_a_word_with_capitals_is_an_acronym(word: str) -> None:
    assert is_acronym(word)


@pytest.mark.parametrize("word", ["Acme", "A", "H5N1", "New York", "iPAD"])
def test_other_words_are_none(word: str) -> None:
    assert not is_acronym(word)


@pytest.mark.parametrize(
    ("acronym", "name", "words"),
    [
        ("NSU", "Northern Shipping Union", "Northern Shipping Union"),
        ("MoF", "Ministry of Fish", "Ministry of Fish"),
        ("OCD", "Office for Co-operative Dairies", "Office for Co-operative Dairies"),
        ("LLT", "Parliament of Lower Lake Territory", "Lower Lake Territory"),
    ],
)
def test_initials_stand_for_a_name_or_its_end(acronym: str, name: str, words: str) -> None:
    assert find_expansion(acronym, name, is_set_off=False) == words


@pytest.mark.parametrize(("acronym", "name"), [("PKK", "Kurdistan Workers' Party"), ("ULD", "Lake Democratic Union")])
def test_letters_of_another_language_count_if_set_off(acronym: str, name: str) -> None:
    assert find_expansion(acronym, name, is_set_off=True) == name
    assert find_expansion(acronym, name, is_set_off=False) is None


@pytest.mark.parametrize(("acronym", "name"), [("BAE", "British Airways"), ("NHS", "City Hospital"), ("LT", "Lake")])
def test_other_letters_stand_for_nothing(acronym: str, name: str) -> None:
    assert find_expansion(acronym, name, is_set_off=True) is None


def explained(before: str, acronym: str, after: str) -> Reading:
    """Return the reading of "Ministry Of Fish BEFORE ACRONYM AFTER left . ACRONYM came ."."""
    marks = [f"{4 + place} {mark} _ , 1 punct" for place, mark in enumerate(before.split())]
    number = 4 + len(marks)
    lines = ["1 Ministry _ NNP 90 nsubj B-ORG", "2 of _ IN 3 case I-ORG", "3 Fish _ NNP 1 nmod I-ORG", *marks]
    lines += [f"{number} {acronym} _ NNP 1 appos B-ORG", f"{number + 1} {after} _ , {number} punct"]
    lines += [f"{number + 2} left leave VBD 0 root", f"{number + 3} . _ . {number + 2} punct"]
    second = f"\n1 {acronym} _ NNP 2 nsubj B-ORG\n2 came come VBD 0 root\n3 . _ . 2 punct\n"
    return read("\n".join(lines).replace(" 90 ", f" {number + 2} ") + "\n" + second)


@pytest.mark.parametrize(("before", "after"), [("(", ")"), (", or", ","), ("or", ",")])
def test_brackets_and_or_explain_an_acronym(before: str, after: str) -> None:
    assert explained(before, "MoF", after).chain("MoF") == ["Ministry of Fish", "MoF", "MoF"]


@pytest.mark.parametrize(("before", "after"), [(", and", ","), ("(", "men")])
def test_other_places_explain_nothing(before: str, after: str) -> None:
    assert explained(before, "MoF", after).chain("MoF") == ["MoF", "MoF"]


def test_an_acronym_of_the_end_of_a_name_goes_by_those_words() -> None:
    reading = read("""
1 Parliament _    NNP 9 nsubj B-ORG
2 of         _    IN  5 case  I-ORG
3 Lower      _    NNP 5 amod  I-ORG
4 Lake       _    NNP 5 compound I-ORG
5 Land       _    NNP 1 nmod  I-ORG
6 (          _    (   7 punct
7 LLL        _    NNP 5 appos B-LOC
8 )          _    )   7 punct
9 left       leave VBD 0 root

1 LLL        _    NNP 2 nsubj B-LOC
2 came       come VBD 0 root
""")
    assert reading.mention("LLL").name == "Lower Lake Land"
    assert reading.chain("LLL") == ["LLL", "LLL"]
