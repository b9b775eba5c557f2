"""Offices told by titles and by clauses, with how they are held."""

import pytest
from hand import read

TITLE = """
1 Governor  _     NNP 2 nmod:desc
2 Berg      _     NNP 3 nsubj B-PER
3 left      leave VBD 0 root
"""
IS = """
1 Ann   _     NNP 4 nsubj B-PER
2 is    be    VBZ 4 cop
3 the   _     DT  4 det
4 mayor _     NN  0 root
5 of    _     IN  6 case
6 Oslo  _     NNP 4 nmod B-LOC
"""


def test_being_mayor_is_holding_the_office() -> None:
    reading = read(IS)
    assert reading.facts() == ["Ann | hold position | mayor of Oslo"]
    assert reading.proposition("mayor").triples[0].phrase == "is"
    assert reading.proposition("mayor").time is None


def test_having_been_mayor_is_a_former_office() -> None:
    assert read(IS.replace("is    be    VBZ", "was   be    VBD")).proposition("mayor").time == "former"


def test_what_somebody_said_in_the_past_tense_is_no_former_office() -> None:
    block = """
1 Bo    _   NNP 2 nsubj B-PER
2 said  say VBD 0 root
3 Ann   _   NNP 5 nsubj B-PER
4 was   be  VBD 5 cop
5 mayor _   NN  2 ccomp
"""
    proposition = read(block).proposition("mayor")
    assert proposition.time is None
    assert proposition.status.value == "reported"


def test_not_being_mayor_is_negated() -> None:
    block = IS.replace("3 the   _     DT  4 det", "3 not   _     RB  4 advmod")
    assert read(block).judged("mayor") == "negated negative certain"


def test_what_a_thing_is_is_no_office() -> None:
    assert read(IS.replace("B-PER", "B-ORG")).facts() == ["Ann | be | mayor of Oslo"]


BECAME = """
1 Ann    _      NNP 2 nsubj B-PER
2 became become VBD 0 root
3 mayor  _      NN  2 xcomp
4 in     _      IN  5 case
5 2010   _      CD  2 obl
"""


def test_becoming_mayor_tells_the_change_and_the_office_with_its_time() -> None:
    reading = read(BECAME)
    assert set(reading.facts()) == {"Ann | become | mayor", "Ann | hold position | mayor"}
    assert reading.proposition("became").time == "2010"


def test_a_wish_to_become_mayor_is_hypothetical() -> None:
    block = """
1 Ann    _      NNP 2 nsubj B-PER
2 wants  want   VBZ 0 root
3 to     _      TO  4 mark
4 become _      VB  2 xcomp
5 mayor  _      NN  4 xcomp
"""
    reading = read(block)
    assert "Ann | hold position | mayor" in reading.facts()
    assert reading.judged("become").startswith("hypothetical positive wanted")


@pytest.mark.parametrize(
    ("verb", "fact"),
    [
        ("served serve VBD", "Ann | hold position | mayor"),
        ("returned return VBD", "Ann | hold position | mayor"),
        ("slept sleep VBD", None),
    ],
)
def test_who_serves_as_mayor_holds_the_office(verb: str, fact: str | None) -> None:
    found = read(f"1 Ann _ NNP 2 nsubj B-PER\n2 {verb} 0 root\n3 as _ IN 4 case\n4 mayor _ NN 2 obl").facts()
    assert [held for held in found if "hold" in held] == ([fact] if fact else [])


def test_who_is_appointed_holds_the_office_not_who_appoints() -> None:
    block = """
1 Bo        _       NNP 2 nsubj B-PER
2 appointed appoint VBD 0 root
3 Ann       _       NNP 2 obj   B-PER
4 as        _       IN  5 case
5 mayor     _       NN  2 obl
"""
    found = read(block).facts()
    assert "Ann | hold position | mayor" in found
    assert "Bo | hold position | mayor" not in found


RESIGNED = """
1 Ann      _      NNP 2 nsubj B-PER
2 resigned resign VBD 0 root
3 as       _      IN  4 case
4 mayor    _      NN  2 obl
"""


def test_who_resigned_as_mayor_held_the_office() -> None:
    held = [
        p for p in read(RESIGNED).extraction.propositions if p.triples and p.triples[0].predicate == "hold position"
    ]
    assert [p.time for p in held] == ["former"]


def test_who_is_to_resign_still_holds_it() -> None:
    block = "1 Ann _ NNP 3 nsubj B-PER\n2 will _ MD 3 aux\n3 resign _ VB 0 root\n4 as _ IN 5 case\n5 mayor _ NN 3 obl"
    assert not any("hold" in fact for fact in read(block).facts())


def test_a_fronted_as_phrase_tells_the_office_of_the_subject() -> None:
    block = """
1 As     _    IN  2 case
2 mayor  _    NN  5 obl
3 ,      _    ,   2 punct
4 Ann    _    NNP 5 nsubj B-PER
5 signed sign VBD 0 root
"""
    assert "Ann | hold position | mayor" in read(block).facts()


def test_an_incoming_governor_is_planned() -> None:
    block = """
1 Incoming _     JJ  2 amod
2 Governor _     NNP 3 nmod:desc
3 Berg     _     NNP 4 nsubj B-PER
4 left     leave VBD 0 root
"""
    assert read(block).judged("Governor") == "hypothetical positive planned"
    assert read(block.replace("Incoming", "Outgoing")).judged("Governor") == "asserted positive certain"


@pytest.mark.parametrize("word", ["ex-mayor", "Ex-mayor"])
def test_a_prefix_tells_a_former_office(word: str) -> None:
    assert read(TITLE.replace("Governor", word)).proposition(word).time == "former"


def test_a_country_after_a_name_belongs_to_its_title() -> None:
    block = """
1 King   _     NNP 2 nmod:desc
2 Harald _     NNP 5 nsubj B-PER
3 of     _     IN  4 case
4 Norway _     NNP 2 nmod  B-LOC
5 left   leave VBD 0 root
"""
    assert read(block).facts()[1:] == ["Harald | hold position | King of Norway"]


LIST = """
1 Senators senator NNPS 2 nmod:desc
2 Berg     _       NNP  5 nsubj B-PER
3 and      _       CC   4 cc
4 Lund     _       NNP  2 conj  B-PER
5 left     leave   VBD  0 root
"""


def test_a_plural_title_is_held_by_all_in_the_singular() -> None:
    found = read(LIST).facts()
    assert {"Berg | hold position | Senator", "Lund | hold position | Senator"} <= set(found)


def test_a_singular_title_is_held_by_the_first_alone() -> None:
    found = read(LIST.replace("Senators senator NNPS", "Senator senator NNP")).facts()
    assert "Berg | hold position | Senator" in found
    assert "Lund | hold position | Senator" not in found


def test_a_body_before_an_executive_is_no_person() -> None:
    block = """
1 Norvik    _  NNP 2 compound  B-PER
2 chairman  _  NN  3 nmod:desc
3 Berg      _  NNP 4 nsubj     B-PER
4 left leave   VBD 0 root
"""
    assert read(block).mention("Norvik").type.value == "Organization"
    assert read(block.replace("chairman", "spokesman")).mention("Norvik").type.value == "Person"


def test_a_portfolio_is_no_organisation() -> None:
    block = """
1 Civil    _        NNP 2 amod      B-ORG
2 Aviation _        NNP 3 compound  I-ORG
3 Minister minister NNP 4 nmod:desc
4 Berg     _        NNP 5 nsubj     B-PER
5 left     leave    VBD 0 root
"""
    assert read(block).texts() == ["Civil Aviation Minister", "Berg"]
