"""What the text commits to: the order of statuses, and the scope of denial and attribution."""

import pytest
from hand import read

from kg.model import Modality, Polarity, Status, find_status

SOLD = "2 sold sell VBD 0 root\n3 nets net NNS 2 obj"


def judged(block: str, words: str = "sell") -> str:
    return read(block).judged(words)


@pytest.mark.parametrize("modality", [modality for modality in Modality if modality is not Modality.CERTAIN])
@pytest.mark.parametrize("polarity", Polarity)
def test_what_is_not_certain_is_hypothetical_before_all_else(modality: Modality, polarity: Polarity) -> None:
    assert find_status(modality, polarity, is_attributed=True) is Status.HYPOTHETICAL


def test_what_is_certain_is_negated_before_reported_before_asserted() -> None:
    statuses = [
        find_status(Modality.CERTAIN, Polarity.NEGATIVE, is_attributed=True),
        find_status(Modality.CERTAIN, Polarity.POSITIVE, is_attributed=True),
        find_status(Modality.CERTAIN, Polarity.POSITIVE, is_attributed=False),
    ]
    assert statuses == [Status.NEGATED, Status.REPORTED, Status.ASSERTED]


def test_a_plain_sentence_is_asserted() -> None:
    assert judged("1 Bo _ NNP 2 nsubj B-PER\n" + SOLD, "sold") == "asserted positive certain"


WITH_RELATIVE = """
1 Ann   _     NNP 2  nsubj B-PER
2 said  say   VBD 0  root
3 that  _     IN  10 mark
4 Bo    _     NNP 10 nsubj B-PER
5 {mark} _    ,   8  punct
6 who   _     WP  8  nsubj
7 once  _     RB  8  advmod
8 sold  sell  VBD 4  acl:relcl
9 nets  net   NNS 8  obj
10 left leave VBD 2  ccomp
"""


def test_a_non_restrictive_relative_clause_belongs_to_the_outlet() -> None:
    reading = read(WITH_RELATIVE.format(mark=","))
    assert reading.judged("sold") == "asserted positive certain"
    assert reading.judged("left") == "reported positive certain: Ann"


def test_a_restrictive_relative_clause_belongs_to_the_speaker() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 men   man   NNS 7 nsubj
4 who   _     WP  5 nsubj
5 sold  sell  VBD 3 acl:relcl
6 nets  net   NNS 5 obj
7 left  leave VBD 2 ccomp
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_a_relative_clause_is_not_denied_with_its_main_clause() -> None:
    block = """
1 Men  man   NNS 7 nsubj
2 who  _     WP  3 nsubj
3 sold sell  VBD 1 acl:relcl
4 nets net   NNS 3 obj
5 did  do    VBD 7 aux
6 not  _     RB  7 advmod
7 leave _    VB  0 root
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_an_apposition_belongs_to_the_outlet() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 Norvik _    NNP 8 nsubj B-ORG
4 ,     _     ,   6 punct
5 a     _     DT  6 det
6 bank  _     NN  3 appos
7 ,     _     ,   6 punct
8 failed fail VBD 2 ccomp
"""
    reading = read(block)
    assert "Norvik | be | bank" in reading.facts()
    assert reading.judged("bank") == "asserted positive certain"


def test_an_office_belongs_to_the_outlet() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 Mayor _     NNP 4 nmod:desc
4 Bo    _     NNP 5 nsubj B-PER
5 left  leave VBD 2 ccomp
"""
    assert judged(block, "Mayor") == "asserted positive certain"


def test_a_presupposing_noun_takes_the_source_of_its_clause() -> None:
    block = """
1 Ann        _      NNP 2 nsubj B-PER
2 said       say    VBD 0 root
3 Russia     _      NNP 5 nmod:poss B-LOC
4 's         _      POS 3 case
5 opposition _      NN  8 nsubj
6 to         _      IN  7 case
7 tolls      toll   NNS 5 nmod
8 softened   soften VBD 2 ccomp
"""
    assert judged(block, "opposition to") == "reported positive certain: Ann"


def test_an_adjunct_of_the_speech_verb_belongs_to_the_outlet() -> None:
    block = """
1 Ann     _     NNP 2 nsubj B-PER
2 said    say   VBD 0 root
3 that    _     IN  5 mark
4 Bo      _     NNP 5 nsubj B-PER
5 left    leave VBD 2 ccomp
6 after   _     IN  7 mark
7 selling sell  VBG 2 advcl
8 nets    net   NNS 7 obj
"""
    assert judged(block, "selling") == "asserted positive certain"


def test_a_participle_after_its_noun_is_stated_whatever_happens_to_the_noun() -> None:
    block = """
1 Ann  _    NNP 4 nsubj B-PER
2 may  _    MD  4 aux
3 well _    RB  4 advmod
4 buy  _    VB  0 root
5 nets net  NNS 4 obj
6 sold sell VBN 5 acl
7 by   _    IN  8 case
8 Bo   _    NNP 6 obl:agent B-PER
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_an_apposition_under_a_modal_is_stated() -> None:
    block = """
1 Ann    _    NNP 3 nsubj B-PER
2 may    _    MD  3 aux
3 buy    _    VB  0 root
4 Norvik _    NNP 3 obj   B-ORG
5 ,      _    ,   7 punct
6 a      _    DT  7 det
7 bank   _    NN  4 appos
"""
    assert judged(block, "bank") == "asserted positive certain"


def test_an_apposition_to_what_is_denied_is_stated() -> None:
    block = """
1 Ann    _    NNP 4 nsubj B-PER
2 did    do   VBD 4 aux
3 not    _    RB  4 advmod
4 buy    _    VB  0 root
5 a      _    DT  6 det
6 bank   _    NN  4 obj
7 ,      _    ,   8 punct
8 Norvik _    NNP 6 appos B-ORG
"""
    reading = read(block)
    assert "Norvik | be | bank" in reading.facts()
    assert reading.judged("bank") == "asserted positive certain"
