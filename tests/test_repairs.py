"""Slips of the parser that are mended before the rules read a tree."""

from hand import read_block

from kg.repairs import mend


def mended(block: str) -> list[str]:
    """Return head and relation of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel}" for token in mend(sentence).tokens]


def test_a_noun_right_before_a_name_is_no_second_subject() -> None:
    block = """
1 Daily     _      JJ  2 amod
2 newspaper _      NN  4 nsubj
3 Posten    _      NNP 4 nsubj
4 revealed  reveal VBD 0 root
5 leaks     leak   NNS 4 obj
"""
    assert mended(block)[1:3] == ["3 nmod:desc", "4 nsubj"]


def test_a_noun_apart_from_the_name_stays() -> None:
    block = "1 men man NNS 4 nsubj\n2 once _ RB 4 advmod\n3 Posten _ NNP 4 nsubj\n4 hid hide VBD 0 root"
    assert mended(block)[0] == "4 nsubj"


def test_a_second_subject_after_its_verb_is_the_object() -> None:
    block = "1 Men man NNS 2 nsubj\n2 urged urge VBD 0 root\n3 Ann _ NNP 2 nsubj\n4 to _ TO 5 mark\n5 act _ VB 2 xcomp"
    assert mended(block)[2] == "2 obj"


def test_a_late_subject_beside_an_object_stays() -> None:
    block = "1 Men man NNS 2 nsubj\n2 told tell VBD 0 root\n3 Ann _ NNP 2 nsubj\n4 lies lie NNS 2 obj"
    assert mended(block)[2] == "2 nsubj"


def test_a_sound_tree_is_left_as_it_is() -> None:
    (sentence,) = read_block("1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 Oslo _ NNP 2 obj")[1]
    assert mend(sentence) is sentence
