"""Who says what about whom, in a world where the answer is known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from news import read_world, tell

from kg.analysis import find_stance, stances
from kg.graph.queries import find_query
from kg.lexicon import find_canonical, read_table
from kg.model import EntityType

WORLD = [
    tell("Russia | oppose | sanctions on Syria", "d1"),
    tell("Russia | reject | sanctions on Syria", "d2"),
    tell("Russia | not support | sanctions on Syria", "d3", by="Ann"),
    tell("Russia | support | sanctions on Syria?", "d4"),  # not certain: no side is taken
    tell("Ann | praise | Bob", "d1"),
    tell("Ann | criticize | Bob", "d5", by="Cy"),
    tell("Ann | meet | Bob", "d1"),
    tell("Ann | visit | Oslo", "d1"),
    tell("Ann | condemn | plan", "d1"),
    tell("Bob | condemn | plan", "d1"),
    tell("Bob | condemn | plan", "d2"),
]


def test_sides_are_counted_with_their_facts() -> None:
    found = stances(*read_world(WORLD))
    row = found[0]
    assert (row.holder, row.target, row.positive, row.negative, row.neutral) == (
        "Russia",
        "sanctions on Syria",
        0,
        3,
        0,
    )
    assert sorted(row.facts) == sorted(fact.id for fact in WORLD[:3])
    assert set(row.relations) == {"oppose", "reject", "not support"}
    assert found.neutral == 2
    assert found.note == "facts that take a side: 8; neutral: 2"


def test_each_source_has_its_own_row() -> None:
    sayings = stances(*read_world(WORLD)).by_source()
    about_bob = [row for row in sayings if row.target == "Bob"]
    assert [(row.source, row.is_outlet, row.positive, row.negative, row.neutral) for row in about_bob] == [
        ("Wire", True, 1, 0, 1),
        ("Cy", False, 0, 1, 0),
    ]
    assert about_bob[0].source_id is None
    assert about_bob[1].source_id == "ent:cy"
    russian = {row.source for row in sayings if row.holder == "Russia"}
    assert russian == {"Wire", "Post", "Ann"}


def test_what_takes_no_side_has_rows_where_it_is_asked_for() -> None:
    facts, parts = read_world(WORLD)
    found = stances(facts, parts, is_all=True)
    assert [row for row in found if row.facts] == [
        replace(row, sayings=every.sayings, sources=every.sources)
        for row, every in zip(stances(facts, parts), found, strict=False)
    ]
    (visit,) = [row for row in found if row.target == "Oslo"]
    assert (visit.holder, visit.neutral, visit.relations, visit.others) == ("Ann", 1, ("visit",), (WORLD[7].id,))
    about_bob = next(row for row in found if row.target == "Bob")
    assert about_bob.relations == ("praise", "criticize")  # not "meet", which takes no side
    assert about_bob.others == (WORLD[6].id,)


def test_what_has_names_comes_before_more_facts_on_what_has_none() -> None:
    found = stances(*read_world(WORLD))
    assert [row.is_specific for row in found] == [True, True, False, False]
    assert [row.holder for row in found[2:]] == ["Bob", "Ann"]  # two facts, then one


def test_a_document_without_publisher_is_its_own_source() -> None:
    facts, _ = read_world([tell("Ann | praise | Bob", "d4")])
    assert stances(facts)[0].sources == ("d4.txt",)


def test_stances_are_a_graph_from_holders_to_targets() -> None:
    graph = stances(*read_world(WORLD)).to_networkx()
    edge = graph.edges["ent:ann", "ent:bob"]
    assert (edge["positive"], edge["negative"]) == (1, 1)
    assert graph.nodes["ent:ann"]["label"] == "Ann"


def test_order_does_not_matter() -> None:
    facts, parts = read_world(WORLD)
    assert stances(facts, parts) == stances(facts[::-1], parts)


@pytest.mark.parametrize(
    ("predicate", "side"),
    [
        ("support", 1), ("vote against", -1), ("be in favor of", 1), ("accuse", -1), ("defend", 1),
        ("defend against", 0), ("accuse of", 0), ("be accused of", 0), ("meet", 0), ("arrest", 0), ("slam into", 0),
    ],
)  # fmt: skip
def test_only_the_very_words_take_a_side(predicate: str, side: int) -> None:
    assert find_stance(predicate) == side


def test_a_claim_is_denied_but_a_man_is_denied_something() -> None:
    assert find_stance("deny", EntityType.CONCEPT) == -1
    assert find_stance("deny", EntityType.PERSON) == 0


def test_things_back_and_block_without_a_stance() -> None:
    facts, parts = read_world([
        tell("gunships | back | Russia"), tell("barricade | block | road"), tell("rebels of the north | back | Russia"),
        tell("two thirds of voters | support | plan"), tell("statement | condemn | Russia"),
    ])  # fmt: skip
    assert {row.holder for row in stances(facts, parts)} == {"rebels of the north", "two thirds of voters", "statement"}


def test_the_table_agrees_with_the_sample_query() -> None:
    asked = find_query("at-odds").sparql
    for variable, side in (("for", 1), ("against", -1)):
        (listed,) = re.findall(rf"VALUES \?{variable} \{{([^}}]*)\}}", asked)
        names = [name.removeprefix("rel:").replace("-", " ") for name in listed.split()]
        assert len(names) > 5
        assert {find_stance(name) for name in names} == {side}


def test_the_table_has_each_predicate_once_in_order() -> None:
    predicates = [row[0] for row in read_table("stances")]
    assert predicates == sorted(set(predicates))
    assert {row[1] for row in read_table("stances")} == {"+1", "-1"}
    assert [row[0] for row in read_table("holders")] == sorted({row[0] for row in read_table("holders")})


def test_a_predicate_and_what_stands_for_it_take_one_side() -> None:
    for predicate, *_ in read_table("stances"):
        assert find_stance(find_canonical(predicate)) == find_stance(predicate), predicate
