"""Who gets what, where and on what."""

import pytest
from hand import mended


def test_who_gets_something_is_told_of_the_verb() -> None:
    block = """
1 Roe   _    NNP 2 nsubj B-PER
2 sold  sell VBD 0 root
3 a     _    DT  4 det
4 key   _    NN  2 obj
5 to    _    IN  6 case
6 Acme  _    NNP 4 nmod B-ORG
"""
    assert mended(block)[5] == "2 obl"
    assert mended(block.replace("sold  sell", "seek  seek"))[5] == "4 nmod", "the key to Acme is no gift"


def test_who_is_given_something_stands_before_it() -> None:
    block = """
1 Norway _      NNP 2 nsubj B-LOC
2 denied deny   VBD 0 root
3 Chile  _      NNP 6 compound B-LOC
4 normal _      JJ  6 amod
5 trade  _      NN  6 compound
6 ties   tie    NNS 2 obj
"""
    assert mended(block)[2] == "2 iobj"
    assert mended(block.replace("denied deny  ", "cut    cut   "))[2] == "6 compound"


def test_a_long_object_stands_last() -> None:
    block = """
1 Roe       _       NNP 2 nsubj B-PER
2 discussed discuss VBD 0 root
3 with      _       IN  5 case
4 Hall      _       NNP 5 compound B-PER
5 topics    topic   NNS 2 obl
"""
    assert mended(block)[2:] == ["4 case", "2 obl", "2 obj"]
    assert mended(block.replace("discussed discuss", "met       meet   "))[4] == "2 obl"


LENT = """
1 Banks   bank NNS 2 nsubj
2 lent    lend VBD 0 root
3 Acme    _    NNP 4 compound B-ORG
4 $       _    $   2 obj
5 3       _    CD  6 compound
6 million _    CD  4 nummod
7 .       _    .   2 punct
"""


def test_who_stands_before_a_sum_gets_it() -> None:
    assert mended(LENT)[2:4] == ["2 iobj", "2 obj"]


def test_a_name_before_a_thing_that_is_no_sum_stays() -> None:
    assert mended(LENT.replace("4 $       _    $  ", "4 shares  share NNS"))[2] == "4 compound"


def test_who_is_warned_is_the_object_where_nothing_else_is() -> None:
    block = """
1 Doctors doctor NNS 2 nsubj
2 warned  warn   VBD 0 root
3 parents parent NNS 2 iobj
4 against _      IN  5 mark
5 giving  give   VBG 2 advcl
6 it      _      PRP 5 obj
"""
    assert mended(block)[2] == "2 obj"
    told = block.replace("4 against _      IN ", "4 they    _      PRP").replace("5 mark", "5 nsubj")
    assert mended(told.replace("giving  give   VBG 2 advcl", "gave    give   VBD 2 ccomp"))[2] == "2 iobj"


def test_a_bare_noun_before_the_object_describes_it() -> None:
    block = """
1 Roe      _       NNP 2 nsubj B-PER
2 cited    cite    VBD 0 root
3 health   _       NN  2 iobj
4 concerns concern NNS 2 obj
"""
    assert mended(block)[2] == "4 compound"
    assert mended(block.replace("health   _       NN ", "members  member  NNS"))[2] == "2 iobj"


CONVOY = """
1 Rebels   rebel  NNS 2 nsubj
2 attacked attack VBD 0 root
3 a        _      DT  4 det
4 convoy   _      NN  2 obj
5 in       _      IN  6 case
6 Tabqa    _      NNP 4 nmod B-LOC
7 .        _      .   2 punct
"""


def test_where_something_new_is_attacked_is_told_of_the_attack() -> None:
    assert mended(CONVOY)[5] == "2 obl"


def test_a_place_that_tells_apart_which_thing_is_meant_stays() -> None:
    assert mended(CONVOY.replace("3 a        _", "3 the      _"))[5] == "4 nmod"
    assert mended(CONVOY.replace("attacked attack", "feared   fear  "))[5] == "4 nmod", "they may be far away"


def test_a_second_place_after_a_comma_holds_the_first() -> None:
    block = """
1 Police  _     NNS 2 nsubj
2 shot    shoot VBD 0 root
3 a       _     DT  4 det
4 man     _     NN  2 obj
5 in      _     IN  6 case
6 Lyon    _     NNP 4 nmod B-LOC
7 ,       _     ,   10 punct
8 in      _     IN  10 case
9 eastern _     JJ  10 amod
10 France _     NNP 4 nmod B-LOC
"""
    found = mended(block)
    assert (found[5], found[9]) == ("2 obl", "6 nmod")


@pytest.mark.parametrize(
    ("verb", "thing", "phrase", "expected"),
    [
        ("abolished abolish", "tax", "fuel", "4 nmod"),
        ("lifted lift", "ban", "exports", "4 nmod"),
        ("imposed impose", "tax", "fuel", "2 obl"),  # Norway puts it there
        ("abolished abolish", "tax", "Friday", "2 obl"),  # a day is not taxed
        ("built build", "house", "stilts", "2 obl"),  # a house says nothing of what it is on
    ],
)
def test_what_a_tax_or_a_ban_is_on_belongs_to_it(verb: str, thing: str, phrase: str, expected: str) -> None:
    block = f"""
1 Norway   _ NNP 2 nsubj B-LOC
2 {verb} VBD 0 root
3 the      _ DT  4 det
4 {thing}  _ NN  2 obj
5 on       _ IN  6 case
6 {phrase} _ NN  2 obl
"""
    assert mended(block)[5] == expected


def test_people_between_a_verb_of_granting_and_its_object_get_it() -> None:
    block = """
1 Trump    _     NNP 2 nsubj    B-PER
2 grants   grant VBZ 0 root
3 eleven   _     CD  5 nummod
4 people   _     NNS 5 compound
5 clemency _     NN  2 obj
"""
    assert mended(block)[2:] == ["4 nummod", "2 iobj", "2 obj"]
