"""Clauses that complete a word beside which the parser hung them."""

import pytest
from hand import mended, read_block

from kg.grammar.repairs import mend


@pytest.mark.parametrize(
    ("noun", "expected"), [("plans plan", "3 acl"), ("troops troop", "2 advcl"), ("bans ban", "2 advcl")]
)
def test_a_planned_deed_belongs_to_the_plan(noun: str, expected: str) -> None:
    block = f"""
1 Tromex  _    NNP 2 nsubj B-ORG
2 dropped drop VBD 0 root
3 {noun} NNS 2 obj
4 to      _    TO  5 mark
5 buy     _    VB  2 advcl
6 Norvik  _    NNP 5 obj B-ORG
"""
    assert mended(block)[4] == expected


@pytest.mark.parametrize(("verb", "expected"), [("ruled rule", "2 xcomp"), ("went go", "2 advcl")])
def test_a_gerund_completes_a_verb_that_takes_one(verb: str, expected: str) -> None:
    block = f"""
1 She     _     PRP 2 nsubj
2 {verb} VBD 0 root
3 out     _     RP  2 compound:prt
4 raising raise VBG 2 advcl
5 taxes   tax   NNS 4 obj
"""
    assert mended(block)[3] == expected


def test_a_report_has_a_clause_that_lacks_nothing() -> None:
    block = """
1 She       _      PRP 2 nsubj
2 rejected  reject VBD 0 root
3 a         _      DT  4 det
4 report    _      NN  2 obj
5 that      _      IN  7 nsubj
6 guards    guard  NNS 7 nsubj
7 tortured  _      VBD 4 acl:relcl
8 prisoners prisoner NNS 7 obj
"""
    assert mended(block)[4:7] == ["7 mark", "7 nsubj", "4 acl"]


def test_a_relative_clause_stays_one() -> None:
    block = """
1 She      _      PRP 2 nsubj
2 rejected reject VBD 0 root
3 a        _      DT  4 det
4 report   _      NN  2 obj
5 that     _      WDT 6 nsubj
6 shocked  shock  VBD 4 acl:relcl
7 guards   guard  NNS 6 obj
"""
    assert mended(block)[5] == "4 acl:relcl"


def test_who_tells_between_commas_interrupts_the_sentence() -> None:
    block = """
1 The      _     DT  2 det
2 dam      _     NN  9 nsubj
3 ,        _     ,   6 punct
4 the      _     DT  5 det
5 ministry _     NN  6 nsubj
6 said     say   VBD 2 parataxis
7 ,        _     ,   6 punct
8 will     _     MD  9 aux
9 flood    _     VB  0 root
10 farms   farm  NNS 9 obj
"""
    assert mended(block)[5] == "9 parataxis"


def test_a_word_in_ing_with_an_object_is_a_verb() -> None:
    block = """
1 Guards    guard    NNS 2 nsubj
2 left      leave    VBD 0 root
3 without   _        IN  4 case
4 warning   _        NN  2 obl
5 villagers villager NNS 4 obj
"""
    assert mended(block)[2:] == ["4 mark", "2 advcl", "4 obj"]
    (sentence,) = read_block(block)[1]
    verb = mend(sentence).tokens[3]
    assert (verb.upos, verb.xpos, verb.lemma) == ("VERB", "VBG", "warn")
    assert mended(block.replace("villagers villager NNS 4 obj", "yesterday _        NN  2 obl:unmarked"))[3] == "2 obl"


@pytest.mark.parametrize(("preposition", "expected"), [("about", "4 conj"), ("in", "2 conj")])
def test_a_gerund_is_joined_to_a_topic_and_not_to_a_finite_verb(preposition: str, expected: str) -> None:
    block = f"""
1 Roe           _      NNP 2 nsubj B-PER
2 spoke         speak  VBD 0 root
3 {preposition} _      IN  4 case
4 schools       school NNS 2 obl
5 and           _      CC  6 cc
6 raising       raise  VBG 2 conj
7 wages         wage   NNS 6 obj
"""
    assert mended(block)[5] == expected


@pytest.mark.parametrize("relation", ["cop", "aux"])
def test_due_to_before_a_verb_is_an_adjective(relation: str) -> None:
    block = f"""
1 Tromex _     NNP 5 nsubj B-ORG
2 is     be    VBZ 5 {relation}
3 due    _     JJ  5 mark
4 to     _     IN  3 fixed
5 cut    _     VB  0 root
6 routes route NNS 5 obj
7 .      _     .   5 punct
"""
    assert mended(block) == ["3 nsubj", "3 cop", "0 root", "5 mark", "3 xcomp", "5 obj", "3 punct"]


PARTED = """
1 engineers engineer NNS 4 ccomp
2 ,         _        ,   1 punct
3 Roe       _        NNP 4 nsubj B-PER
4 said      say      VBD 0 root
5 {}
6 warned    warn     VBD 4 ccomp
7 him       _        PRP 6 obj
"""


def test_a_noun_told_before_its_teller_is_the_subject_of_what_is_told_after_it() -> None:
    assert mended(PARTED.format(",         _        ,   4 punct"))[0] == "6 nsubj"


def test_beside_a_subject_of_its_own_it_stays() -> None:
    assert mended(PARTED.format("they      _        PRP 6 nsubj"))[0] == "4 ccomp"


CLAIM = """
1 Ann       _        NNP 3 nmod:poss B-PER
2 's        _        POS 1 case
3 claim     _        NN  0 root
4 that      _        IN  6 mark
5 guards    guard    NNS 6 nsubj
6 beat      _        VBN 7 amod
7 prisoners prisoner NNS 8 nsubj
8 shocked   shock    VBD 3 acl
9 Oslo      _        NNP 8 obj B-LOC
10 .        _        .   3 punct
"""


def test_a_participle_with_a_subject_is_what_is_claimed() -> None:
    found = mended(CLAIM)
    assert found[2:] == ["8 nsubj", "6 mark", "6 nsubj", "3 acl", "6 obj", "0 root", "8 obj", "8 punct"]


def test_a_participle_without_a_subject_describes_its_noun() -> None:
    assert mended(CLAIM.replace("5 guards    guard    NNS 6 nsubj", "5 often     _        RB  6 advmod"))[5] == "7 amod"


@pytest.mark.parametrize(
    ("verb", "relation", "expected"),
    [("denies deny", "ccomp", "2 xcomp"), ("denies deny", "advcl", "2 xcomp"), ("says say", "ccomp", "2 ccomp")],
)
def test_a_gerund_completes_a_verb_right_before_it(verb: str, relation: str, expected: str) -> None:
    block = f"1 Roe _ NNP 2 nsubj B-PER\n2 {verb} VBZ 0 root\n3 hiding hide VBG 2 {relation}\n4 it _ PRP 3 obj"
    assert mended(block)[2] == expected
