"""Agreement and contradiction: what the sample queries find, put together; and worlds with known answers."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from news import open_world, read_world, tell, worlds

from kg.analysis import contradictions, corroborations, disputes
from kg.graph.queries import find_query
from kg.model import Assertion
from kg.store import EmbeddedStore

World = tuple[list[Assertion], dict[str, str]]


def ask(store: EmbeddedStore, name: str, *columns: str) -> set[tuple[object, ...]]:
    result = store.query(find_query(name).sparql)
    places = [result.columns.index(column) for column in columns]
    return {tuple(row[place] for place in places) for row in result}


@settings(deadline=None)
@given(worlds())
def test_contradictions_are_those_of_the_sample_query(world: World) -> None:
    found = contradictions(*read_world(*world))
    asked = ask(open_world(*world), "contradictions", "subject", "relation", "object")
    assert {(row.subject_id, row.predicate_id, row.object_id) for row in found} == asked
    assert len(found) == len(asked)


@settings(deadline=None)
@given(worlds())
def test_both_sides_of_a_contradiction_stand_in_the_documents_that_the_query_names(world: World) -> None:
    sources = {fact.id: fact.source for fact in world[0]}
    expected = defaultdict(set)
    for *key, said, denied in ask(
        open_world(*world), "contradictions", "subject", "relation", "object", "said_in", "denied_in"
    ):
        expected[tuple(key)].add((said, denied))
    for row in contradictions(*read_world(*world)):
        pairs = {(sources[said], sources[denied]) for said in row.said for denied in row.denied}
        assert pairs == expected[row.subject_id, row.predicate_id, row.object_id]


@settings(deadline=None)
@given(worlds())
def test_corroborated_facts_are_those_of_the_sample_query(world: World) -> None:
    found = corroborations(*read_world(*world))
    sources = {fact.id: fact.source for fact in world[0]}
    expected = defaultdict(set)
    for *key, source in ask(open_world(*world), "corroboration", "subject", "relation", "object", "source"):
        expected[tuple(key)].add(source)
    assert {
        (row.subject_id, row.predicate_id, row.object_id): {sources[fact] for fact in row.facts} for row in found
    } == expected
    assert all(len(row.outlets) <= row.documents for row in found)


@settings(deadline=None)
@given(worlds())
def test_disputes_hold_all_that_the_sample_query_finds(world: World) -> None:
    found = {(row.supporter_id, row.target_id, row.opponent_id) for row in disputes(*read_world(*world))}
    asked = ask(open_world(*world), "at-odds", "one", "what", "other")
    # The predicates of these worlds are among those of the query; but neither a plan nor sanctions support anything.
    things = {"ent:the-plan", "ent:sanctions-on-syria"}
    assert found == {row for row in asked if row[0] not in things}


@settings(deadline=None)
@given(worlds())
def test_the_order_of_the_facts_does_not_matter(world: World) -> None:
    facts, parts = read_world(*world)
    for answer in (contradictions, corroborations, disputes):
        assert answer(facts, parts) == answer(facts[::-1], parts)


DENIED = [
    tell("Ann | meet | Bob", "d2"),
    tell("Ann | meet | Bob", "d1", by="Cy"),
    tell("Ann | not meet | Bob", "d5"),
    tell("Ann | visit | Oslo", "d1", time="2012-05"),
    tell("Ann | not visit | Oslo", "d1", time="2011"),
    tell("firm | pay | fine", "d1"),
    tell("firm | not pay | fine", "d2"),
    tell("bank | pay | fine", "d1"),
    tell("bank | not pay | fine", "d1"),
    tell("Bob | not visit | Oslo", "d1"),
]


def test_a_contradiction_tells_who_says_and_who_denies_and_since_when() -> None:
    found = contradictions(*read_world(DENIED))
    first = found[0]
    assert (first.subject, first.predicate, first.object) == ("Ann", "meet", "Bob")
    assert (first.said_by, first.denied_by) == (("Cy", "Post"), ("Gazette",))  # in the order of the documents
    assert (first.said_on, first.denied_on) == ("2012-09-08", "2013-01-01")
    assert (first.said, first.denied) == ((DENIED[1].id, DENIED[0].id), (DENIED[2].id,))
    assert found.note == "facts both said and denied: 4, 2 of them perhaps of other things or times"


def test_what_may_be_two_things_or_two_times_comes_last_and_is_marked() -> None:
    found = {(row.subject, row.predicate): row for row in contradictions(*read_world(DENIED))}
    assert list(found) == [("Ann", "meet"), ("bank", "pay"), ("firm", "pay"), ("Ann", "visit")]
    assert found["bank", "pay"].is_specific  # in one document
    assert not found["firm", "pay"].is_specific
    assert not found["Ann", "visit"].is_same_time


def test_a_time_in_words_may_be_any() -> None:
    told = [tell("Ann | visit | Oslo", time="last week"), tell("Ann | not visit | Oslo", time="2011")]
    assert contradictions(*read_world(told))[0].is_same_time


TOLD = [
    tell("Ann | meet | Bob", "d1", by="Cy"),
    tell("Ann | meet | Bob", "d2", by="Cy"),
    tell("Ann | meet | Bob", "d3", by="Cy"),
    tell("Ann | visit | Oslo", "d2"),
    tell("Ann | visit | Oslo", "d3", by="Bob"),
    tell("gunmen | open | fire", "d1"),
    tell("gunmen | open | fire", "d2"),
    tell("gunmen | open | fire", "d5"),
    tell("Ann | hold position | Minister", "d4"),
    tell("Ann | hold position | Minister", "d5"),
    tell("Bob | visit | Oslo", "d1"),
]


def test_independent_outlets_are_counted() -> None:
    found = {(row.subject, row.predicate): row for row in corroborations(*read_world(TOLD))}
    assert [(key, row.outlets, row.documents) for key, row in found.items()] == [
        (("Ann", "meet"), ("Post", "Wire"), 3),
        (("Ann", "hold position"), ("Gazette", "d4.txt"), 2),
        (("Ann", "visit"), ("Post",), 2),  # two articles of one outlet
        (("gunmen", "open"), ("Gazette", "Post", "Wire"), 3),  # nobody knows whether it was the same fire
    ]
    meet = found["Ann", "meet"]
    assert (meet.status, meet.first, meet.last, meet.kind) == ("reported", "2012-09-08", "2012-10-01", "event")
    assert found["Ann", "visit"].status == "asserted"
    assert found["Ann", "hold position"].first == found["Ann", "hold position"].last == "2013-01-01"


def test_a_copy_is_no_further_document_and_its_outlet_no_further_outlet() -> None:
    found = {(row.subject, row.predicate): row for row in corroborations(*read_world(TOLD, {"d3": "d2", "d5": "d1"}))}
    assert [(key, row.outlets, row.documents) for key, row in found.items()] == [
        (("Ann", "hold position"), ("Wire", "d4.txt"), 2),  # that of the Gazette is the Wire's
        (("Ann", "meet"), ("Post", "Wire"), 2),
        (("gunmen", "open"), ("Post", "Wire"), 2),
    ]


def test_unknown_publishers_are_told() -> None:
    assert corroborations(*read_world(TOLD)).note == (
        "facts in several documents: 4, 1 of them without names, so perhaps of different things; in one alone: 1; "
        "documents of no known publisher, each taken for an outlet: 1"
    )


def test_a_dispute_is_about_one_target() -> None:
    told = [
        tell("Russia | oppose | sanctions on Syria", "d1"), tell("Ann | support | sanctions on Syria", "d2"),
        tell("Russia | oppose | plan", "d1"), tell("Ann | support | plan", "d2"), tell("Bob | back | plan", "d1"),
        tell("Cy | not support | plan", "d1"),
    ]  # fmt: skip
    found = disputes(*read_world(told))
    assert [(row.target, row.supporter, row.opponent, row.is_specific) for row in found] == [
        ("plan", "Bob", "Russia", True),  # in one document
        ("sanctions on Syria", "Ann", "Russia", True),
        ("plan", "Ann", "Russia", False),
    ]
    assert found[1].relations == ("support", "oppose")
    assert found.note == "pairs that take opposite sides: 3, 1 of them perhaps of different targets"
