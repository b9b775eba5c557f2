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
