"""Where named places lie."""

import pytest
from hand import read

SOCHI = """
1 Ann    _      NNP 2 nsubj B-PER
2 sang   sing   VBD 0 root
3 in     _      IN  4 case
4 Sochi  _      NNP 2 obl   B-LOC
5 ,      _      ,   6 punct
6 Russia _      NNP 4 appos B-LOC
"""


def located(block: str) -> list[str]:
    return [fact for fact in read(block).facts() if "be located in" in fact]


def test_a_comma_parts_a_town_from_its_country_whatever_the_relation() -> None:
    for relation in ("appos", "nmod", "nmod:unmarked", "list", "flat"):
        assert located(SOCHI.replace("4 appos", f"4 {relation}")) == ["Sochi | be located in | Russia"]


def test_towns_joined_by_commas_lie_beside_each_other() -> None:
    assert located(SOCHI.replace("4 appos", "4 conj")) == []


def test_a_state_is_larger_than_its_town() -> None:
    assert located(SOCHI.replace("Russia", "Texas")) == ["Sochi | be located in | Texas"]


def test_an_unknown_place_after_a_comma_is_not_taken_for_larger() -> None:
    assert located(SOCHI.replace("Russia", "Blorb")) == []


def test_a_possessor_after_a_comma_is_something_else() -> None:
    block = SOCHI.replace("6 Russia _      NNP 4 appos", "6 Russia _      NNP 4 nmod:unmarked")
    assert located(f"{block.rstrip()}\n7 's _ POS 6 case") == []


def test_part_of_a_country_after_a_comma() -> None:
    block = """
1 Ann     _    NNP 2 nsubj B-PER
2 sang    sing VBD 0 root
3 in      _    IN  4 case
4 Lyon    _    NNP 2 obl   B-LOC
5 ,       _    ,   8 punct
6 in      _    IN  8 case
7 eastern _    JJ  8 amod
8 France  _    NNP 2 obl   B-LOC
"""
    assert located(block) == ["Lyon | be located in | France"]


HOMS = """
1 They    _      PRP 2 nsubj
2 entered enter  VBD 0 root
3 the     _      DT  5 det
4 Syrian  _      JJ  5 amod  B-MISC
5 city    _      NN  2 obj
6 of      _      IN  7 case
7 Homs    _      NNP 5 nmod  B-LOC
"""


def test_an_adjective_of_a_country_locates_the_town() -> None:
    reading = read(HOMS)
    assert located(HOMS) == ["Homs | be located in | Syrian"]
    assert reading.arguments("entered") == ["nsubj They", "obj Homs"]


@pytest.mark.parametrize("preposition", ["of", "in"])
def test_an_apposition_locates_the_town(preposition: str) -> None:
    block = f"""
1 Lyon   _    NNP 7 nsubj B-LOC
2 ,      _    ,   3 punct
3 city   _    NN  1 appos
4 {preposition} _ IN 5 case
5 France _    NNP 3 nmod  B-LOC
6 ,      _    ,   1 punct
7 slept  sleep VBD 0 root
"""
    assert located(block) == ["Lyon | be located in | France"]
    assert located(block.replace(f"4 {preposition} _", "4 near _")) == []


def test_the_coast_of_a_region_and_its_country() -> None:
    block = """
1 the       _    DT  2 det
2 coast     _    NN  7 nsubj
3 of        _    IN  4 case
4 Aceh      _    NNP 2 nmod B-LOC
5 ,         _    ,   6 punct
6 Indonesia _    NNP 2 nmod B-LOC
7 slept     sleep VBD 0 root
"""
    assert located(block) == ["Aceh | be located in | Indonesia"]


def test_a_building_lies_in_the_place_after_its_name() -> None:
    block = """
1 Ann     _    NNP 2 nsubj B-PER
2 left    leave VBD 0 root
3 Halden  _    NNP 4 compound B-LOC
4 Prison  _    NNP 2 obj   I-LOC
5 in      _    IN  6 case
6 Texas   _    NNP 4 nmod  B-LOC
"""
    assert located(block) == ["Halden Prison | be located in | Texas"]
