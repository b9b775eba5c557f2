"""Headlines without a full verb are read as clauses; noun phrases and full sentences stay as they are."""

import pytest
from hand import mended, read, read_block

from kg.grammar.repairs import mend

PLANNED = """
1 Minister _     NN  0 root
2 to       _     TO  3 mark
3 visit    _     VB  1 acl
4 Oslo     _     NNP 3 obj B-LOC
"""
PASSIVE = """
1 Bridge  _      NN  0 root
2 damaged damage VBN 1 acl
3 by      _      IN  4 case
4 flood   _      NN  2 obl:agent
"""
ELECTED = """
1 Ann     _     NNP 2 nsubj B-PER
2 elected elect VBD 0 root
3 mayor   _     NN  2 obj
"""


def test_a_noun_before_an_infinitive_is_its_subject() -> None:
    assert mended(PLANNED) == ["3 nsubj", "3 mark", "0 root", "3 obj"]


def test_the_infinitive_of_a_headline_is_planned() -> None:
    assert read(PLANNED).judged("visit") == "hypothetical positive planned"


def test_a_noun_before_a_participle_is_its_passive_subject() -> None:
    assert mended(PASSIVE) == ["2 nsubj:pass", "0 root", "4 case", "2 obl:agent"]


def test_who_stands_before_an_office_was_given_it() -> None:
    assert mended(ELECTED) == ["2 nsubj:pass", "0 root", "2 xcomp"]


@pytest.mark.parametrize("block", [PLANNED, PASSIVE, ELECTED])
def test_with_a_full_stop_it_is_no_headline(block: str) -> None:
    stopped = block.rstrip() + f"\n{len(block.strip().splitlines()) + 1} . _ . 1 punct\n"
    (sentence,) = read_block(stopped)[1]
    assert mend(sentence) is sentence


def test_a_noun_with_an_article_is_a_caption() -> None:
    block = "1 A _ DT 2 det\n2 man _ NN 0 root\n3 killed kill VBN 2 acl\n4 in _ IN 5 case\n5 Lima _ NNP 3 obl B-LOC"
    assert mended(block)[1:3] == ["0 root", "2 acl"]


def test_a_thing_before_an_infinitive_does_not_act() -> None:
    block = "1 Reasons reason NNS 0 root\n2 to _ TO 3 mark\n3 visit _ VB 1 acl\n4 Oslo _ NNP 3 obj B-LOC"
    assert mended(block)[0] == "0 root"


def test_an_infinitive_that_hangs_beside_the_noun_is_planned_as_well() -> None:
    assert mended(PLANNED.replace("1 acl", "1 advcl")) == mended(PLANNED)


INTERVIEWS = """
1 Posten     _         NNP 2 nsubj B-ORG
2 interviews interview NNS 0 root
3 Don        _         NNP 2 appos B-PER
4 Roe        _         NNP 3 flat  I-PER
"""


def test_a_noun_in_s_without_a_doer_stays_a_noun() -> None:
    assert mended(INTERVIEWS.replace("2 nsubj", "2 compound"))[2] == "2 appos"


def test_a_noun_in_s_before_a_thing_stays_a_noun() -> None:
    assert mended(INTERVIEWS.replace("B-PER", "O").replace("I-PER", "O"))[2] == "2 appos"
