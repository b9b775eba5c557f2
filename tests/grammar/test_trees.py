"""Ways around a tree."""

from collections.abc import Iterator
from dataclasses import replace

from hand import forms, tree

from kg.grammar.trees import Tree, asked_once, quote, repaired, spans_of
from kg.model import Span, Token

FLEET = """
1 Two      _      CD  2  nummod
2 ferries  ferry  NNS 10 nsubj
3 ,        _      ,   6  punct
4 both     _      DT  6  nsubj
5 of       _      IN  6  case
6 steel    _      NN  2  appos
7 and      _      CC  8  cc
8 tugs     tug    NNS 2  conj
9 slowly   _      RB  10 advmod
10 left    leave  VBD 0  root
11 port    _      NN  10 obj
"""
RULING = """
1 According accord VBG 3 case
2 to        _      IN  1 fixed
3 Ruiz      _      NNP 8 obl      B-PER
4 's        _      POS 3 case
5 ,         _      ,   8 punct
6 in        _      IN  8 mark
7 order     _      NN  6 fixed
8 stop      _      VBP 0 root
"""


def test_children_without_subtype_match_all_subtypes() -> None:
    found = tree("1 Oslo _ NNP 3 nsubj:pass\n2 was be VBD 3 aux:pass\n3 hit _ VBN 0 root")
    assert forms(found.children(found.token(3), "nsubj")) == ["Oslo"]
    assert forms(found.children(found.token(3), "nsubj:pass", "aux")) == ["Oslo", "was"]


def test_children_with_subtype_do_not_match_the_bare_relation() -> None:
    found = tree("1 Oslo _ NNP 2 nsubj\n2 fell fall VBD 0 root")
    assert found.children(found.token(2), "nsubj:pass") == []


def test_child_is_the_first_in_text_order_or_none() -> None:
    found = tree(FLEET)
    assert found.child(found.token(10), "obj", "nsubj") == found.token(2)
    assert found.child(found.token(11)) is None


def test_parent_of_root_is_none() -> None:
    found = tree(FLEET)
    assert found.parent(found.token(10)) is None
    assert found.parent(found.token(11)) == found.token(10)


def test_subtree_is_in_text_order() -> None:
    found = tree(FLEET)
    assert [token.id for token in found.subtree(found.token(2))] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_ancestors_climb_to_the_root() -> None:
    found = tree(FLEET)
    assert forms(list(found.ancestors(found.token(4)))) == ["steel", "ferries", "left"]


def test_conjuncts_start_from_the_first() -> None:
    found = tree(FLEET)
    assert forms(found.conjuncts(found.token(2))) == ["ferries", "tugs"]
    assert found.first_conjunct(found.token(8)) == found.token(2)
    assert found.first_conjunct(found.token(11)) == found.token(11)


def test_conjuncts_of_conjuncts_are_found() -> None:
    found = tree("1 Ann _ NNP 0 root\n2 Bo _ NNP 1 conj\n3 and _ CC 4 cc\n4 Cy _ NNP 2 conj")
    assert forms(found.conjuncts(found.token(1))) == ["Ann", "Bo", "Cy"]
    assert found.first_conjunct(found.token(4)) == found.token(1)


def test_preposition_joins_fixed_parts_and_leaves_out_possessive_endings() -> None:
    found = tree(RULING)
    assert found.preposition(found.token(3)) == "according to"


def test_preposition_is_empty_without_case() -> None:
    found = tree(FLEET)
    assert found.preposition(found.token(11)) == ""


def test_marker_joins_fixed_parts() -> None:
    found = tree(RULING)
    assert found.marker(found.token(8)) == "in order"


def test_comma_before_a_phrase_is_seen_inside_or_outside_its_subtree() -> None:
    inside = tree(FLEET)
    assert inside.has_comma_before(inside.token(6))
    outside = tree("1 Ann _ NNP 0 root\n2 , _ , 1 punct\n3 boss _ NN 1 appos")
    assert outside.has_comma_before(outside.token(3))


def test_comma_inside_a_phrase_does_not_set_it_off() -> None:
    found = tree("1 saw see VBD 0 root\n2 old _ JJ 5 amod\n3 , _ , 4 punct\n4 grey _ JJ 5 amod\n5 ships ship NNS 1 obj")
    assert not found.has_comma_before(found.token(5))


def test_spans_break_where_words_are_left_out() -> None:
    found = tree(FLEET)
    assert spans_of([found.token(2), found.token(1), found.token(10)]) == (Span(0, 11), Span(43, 47))


def test_quote_joins_the_words_under_spans() -> None:
    assert quote("It was, he said, sold.", [Span(3, 6), Span(17, 21)]) == "was sold"


def test_a_repair_that_would_make_a_circle_is_left_out() -> None:
    found = tree("1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 Oslo _ NNP 2 obj")

    def turn(mended: Tree) -> Iterator[Token]:
        yield replace(mended.token(1), head=3)
        yield replace(mended.token(3), head=1)

    def lift(mended: Tree) -> Iterator[Token]:
        yield replace(mended.token(3), deprel="obl")

    assert [token.deprel for token in repaired(found.sentence, [turn, lift]).tokens] == ["nsubj", "root", "obl"]


def test_tokens_under_spans_lie_wholly_inside_one() -> None:
    fleet = tree(FLEET)
    ferries, steel, tugs = fleet.token(2), fleet.token(6), fleet.token(8)
    assert forms(fleet.under([Span(ferries.start, steel.end - 1), tugs.span])) == ["ferries", ",", "both", "of", "tugs"]


def test_a_rule_is_asked_once_of_each_token_of_a_tree() -> None:
    asked: list[int] = []

    @asked_once
    def is_first(_: Tree, token: Token) -> bool:
        asked.append(token.id)
        return token.id == 1

    fleet = tree(FLEET)
    assert [is_first(fleet, fleet.token(number)) for number in (1, 2, 1, 2)] == [True, False, True, False]
    assert asked == [1, 2]
    assert is_first(tree(FLEET), fleet.token(1))
    assert asked == [1, 2, 1]
