"""Clauses as frames: the subjects of a predicate and what it takes, by role."""

from hand import tree

from kg.grammar.frames import find_frames, is_denied, is_same_name, make_frame


def slots(block: str, number: int) -> list[str]:
    """Return the slots of the clause that a token heads, as "role preposition noun"."""
    found = tree(block)
    return [
        " ".join(part for part in (slot.role, slot.preposition, slot.head.form, slot.origin) if part not in ("", "own"))
        for slot in make_frame(found, found.token(number)).slots
    ]


GAVE = """
1 Ann   _    NNP 2 nsubj
2 gave  give VBD 0 root
3 Bo    _    NNP 2 iobj
4 a     _    DT  5 det
5 key   _    NN  2 obj
6 and   _    CC  7 cc
7 maps  map  NNS 5 conj
8 in    _    IN  9 case
9 Oslo  _    NNP 2 obl
"""


def test_what_a_verb_takes_in_text_order_joined_nouns_each() -> None:
    assert slots(GAVE, 2) == ["iobj Bo", "obj key", "obj maps", "obl in Oslo"]


def test_every_clause_has_a_frame() -> None:
    found = list(find_frames(tree(GAVE)))
    assert [(frame.head.form, [token.form for token in frame.subjects]) for frame in found] == [("gave", ["Ann"])]


def test_the_by_phrase_of_a_passive_is_its_agent() -> None:
    block = """
1 Ann  _    NNP 3 nsubj:pass
2 was  be   VBD 3 aux:pass
3 sued sue  VBN 0 root
4 by   _    IN  5 case
5 Bo   _    NNP 3 obl:agent
"""
    assert slots(block, 3) == ["agent by Bo"]


def test_attributes_come_first_each_of_joined_ones() -> None:
    block = """
1 Ann    _      NNP 4 nsubj
2 is     be     VBZ 4 cop
3 a      _      DT  4 det
4 lawyer _      NN  0 root
5 and    _      CC  6 cc
6 farmer _      NN  4 conj
7 in     _      IN  8 case
8 Oslo   _      NNP 4 nmod
"""
    assert slots(block, 4) == ["attr lawyer", "attr farmer", "nmod in Oslo"]


def test_the_noun_before_a_relative_clause_fills_its_gap() -> None:
    block = """
1 the    _    DT  2 det
2 town   _    NN  0 root
3 Ann    _    NNP 4 nsubj
4 left   leave VBD 2 acl:relcl
"""
    assert slots(block, 4) == ["obj town antecedent"]


def test_joined_verbs_share_the_object_after_both() -> None:
    block = """
1 Ann      _      NNP 2 nsubj
2 signed   sign   VBD 0 root
3 and      _      CC  4 cc
4 ratified ratify VBD 2 conj
5 it       _      PRP 4 obj
"""
    assert slots(block, 2) == ["obj it shared"]


def test_what_something_is_not_is_no_slot() -> None:
    block = """
1 Ann    _    NNP 2 nsubj
2 sold   sell VBD 0 root
3 silver _    NN  2 obj
4 rather _    RB  6 cc
5 than   _    IN  4 fixed
6 gold   _    NN  3 conj
"""
    assert slots(block, 2) == ["obj silver"]


def test_what_nor_joins_is_denied_by_the_clause() -> None:
    found = tree("1 ships ship NNS 0 root\n2 nor _ CC 3 cc\n3 planes plane NNS 1 conj")
    assert not is_denied(found, found.token(3))


def test_an_and_inside_a_name_joins_nothing() -> None:
    block = """
1 Trade    _ NNP 0 root B-ORG
2 and      _ CC  3 cc   I-ORG
3 Industry _ NNP 1 conj I-ORG
"""
    found = tree(block)
    assert is_same_name(found, found.token(3))


def test_what_is_lacking_and_what_is_joined_to_it_is_no_slot() -> None:
    block = """
1 Guam     _    NNP 2 nsubj
2 has      have VBZ 0 root
3 a        _    DT  4 det
4 delegate _    NN  2 obj
5 but      _    CC  7 cc
6 no       _    DT  7 det
7 senator  _    NN  4 conj
8 or       _    CC  9 cc
9 judge    _    NN  7 conj
"""
    assert slots(block, 2) == ["obj delegate"]
    assert slots(block.replace("6 no ", "6 a  "), 2) == ["obj delegate", "obj senator", "obj judge"]
    found = tree(block)
    assert [is_denied(found, found.token(number)) for number in (4, 7, 9)] == [False, True, True]
