"""Names that look like other words, mended before the rules read a tree."""

import pytest
from hand import read_block

from kg.grammar.repairs import mend


def mended(block: str) -> list[str]:
    """Return head, relation, tag and name tag of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel} {token.xpos} {token.ner}" for token in mend(sentence).tokens]


def test_a_pronoun_in_capitals_is_the_body() -> None:
    assert mended("1 WHO who WP 2 nsubj\n2 left leave VBD 0 root")[0] == "2 nsubj NNP B-ORG"


@pytest.mark.parametrize(
    "block", ["1 WHO who WP 2 nsubj\n2 LEFT leave VBD 0 root", "1 Who _ WP 2 nsubj\n2 left _ VBD 0 root"]
)
def test_a_question_stays_one(block: str) -> None:
    assert mended(block)[0] == "2 nsubj WP O"


def test_a_handle_after_an_office_holds_it() -> None:
    found = mended("1 Governor governor NN 3 nsubj\n2 @AnnBerg _ NNP 1 flat\n3 left leave VBD 0 root")
    assert found[:2] == ["2 nmod:desc NN O", "3 nsubj NNP B-PER"]


def test_a_handle_with_its_office_is_a_person() -> None:
    assert mended("1 Governor _ NNP 2 nmod:desc\n2 @AnnBerg _ NNP 3 nsubj\n3 left leave VBD 0 root")[1].endswith(
        "B-PER"
    )


def test_a_handle_after_another_noun_stays() -> None:
    found = mended("1 Site site NN 3 nsubj\n2 @AnnBerg _ NNP 1 flat\n3 left leave VBD 0 root")
    assert found[:2] == ["3 nsubj NN O", "1 flat NNP O"]


GROUP = """
1 the    _    DT  2 det
2 group  _    NN  6 nsubj
3 Ending end  VBG 2 acl
4 Lake   _    NNP 5 compound
5 Abuse  _    NNP 3 obj
6 left   leave VBD 0 root
"""


def test_a_participle_in_capitals_after_a_body_begins_its_name() -> None:
    assert mended(GROUP)[2:5] == ["5 compound NNP B-ORG", "5 compound NNP I-ORG", "2 appos NNP I-ORG"]


@pytest.mark.parametrize(("word", "other"), [("Ending", "ending"), ("group", "Group"), ("group", "storm")])
def test_a_participle_in_small_letters_in_a_headline_or_of_a_thing_stays(word: str, other: str) -> None:
    assert mended(GROUP.replace(word, other))[2] == "2 acl VBG O"


def test_a_handle_beside_its_office_holds_it() -> None:
    found = mended("1 Governor governor NN 3 nsubj\n2 @AnnBerg _ NNP 3 nsubj\n3 left leave VBD 0 root")
    assert found[:2] == ["2 nmod:desc NN O", "3 nsubj NNP B-PER"]


def test_a_handle_beside_another_noun_stays() -> None:
    found = mended("1 Site site NN 3 nsubj\n2 @AnnBerg _ NNP 3 nsubj\n3 left leave VBD 0 root")
    assert found[1].endswith(" O")


def test_a_handle_after_the_end_of_an_office_holds_it() -> None:
    block = """
1 Secretary secretary NN  5 nsubj
2 of        _         IN  3 case
3 State     _         NNP 1 nmod
4 @AnnBerg  _         NNP 3 flat
5 left      leave     VBD 0 root
"""
    found = mended(block)
    assert (found[0], found[3]) == ("4 nmod:desc NN O", "5 nsubj NNP B-PER")
    assert mended(block.replace("Secretary secretary", "Picture   picture  "))[3] == "3 flat NNP O"


def test_two_names_side_by_side_that_are_subject_of_one_verb_are_one() -> None:
    block = "1 Omar _ NNP 3 nsubj B-PER\n2 Zaid _ NNP 3 nsubj B-PER\n3 fled flee VBD 0 root"
    assert mended(block)[:2] == ["3 nsubj NNP B-PER", "1 flat NNP I-PER"]
    assert mended(block.replace("Zaid _ NNP 3 nsubj B-PER", "Oslo _ NNP 3 nsubj B-LOC"))[1].endswith("B-LOC")
