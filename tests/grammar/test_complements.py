"""Clauses that complete a word beside which the parser hung them."""

import pytest
from hand import read_block

from kg.grammar.repairs import mend


def mended(block: str) -> list[str]:
    """Return head and relation of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel}" for token in mend(sentence).tokens]


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
