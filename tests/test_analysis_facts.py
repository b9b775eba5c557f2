"""The facts that the analysis reads are those of the assertions; and the graph of named things that they join."""

from __future__ import annotations

import networkx
import pytest
from graph_samples import DATASET, datasets
from hypothesis import given, settings
from news import read_world, tell

from kg import rdf
from kg.analysis import Analysis, Corpus, join_things
from kg.analysis.named import NAMED, is_specific, named_in
from kg.model import Assertion, Dataset, EntityType, Settings
from kg.rdf import Fact, RowReader
from kg.store import EmbeddedStore

SANCTIONS = [
    tell("Russia | oppose | sanctions on Syria", "d1"),
    tell("Russia | oppose | sanctions on Syria", "d2", by="Ann"),
    tell("Ann | meet | Bob", "d1"),
    tell("Ann | write | report", "d1"),
    tell("Bob | write | report", "d1"),
    tell("Ann | not visit | Oslo", "d1"),
    tell("Cy | lead | Acme of Oslo?", "d1"),
    tell("Ann | hold position | Minister", "d3"),
]


def facts_of(dataset: Dataset) -> list[Fact]:
    reader = RowReader(EmbeddedStore.in_memory(rdf.quads(dataset, Settings())), Settings())
    return list(reader.read_facts(reader.texts))


def words_of(assertion: Assertion) -> tuple[object, ...]:
    return (
        assertion.id, assertion.status, assertion.subject_id, assertion.predicate_id, assertion.predicate,
        assertion.object, assertion.object_type, assertion.attributed_to or "", assertion.attributed_to_id,
        assertion.time or "", assertion.confidence, assertion.document, assertion.source, assertion.published,
    )  # fmt: skip


def words_of_fact(fact: Fact) -> tuple[object, ...]:
    obj, text = fact.object, fact.text
    return (
        fact.id, fact.status, fact.subject.id, fact.predicate_id, fact.predicate, obj.label if obj else None,
        obj.type if obj else None, fact.said_by, fact.speaker.id if fact.speaker else None, fact.time, fact.confidence,
        text.id, text.source, text.published,
    )  # fmt: skip


@settings(deadline=None)
@given(datasets())
def test_facts_are_the_assertions_without_their_words(dataset: Dataset) -> None:
    store = rdf.QuadSet(rdf.quads(dataset, Settings()))
    expected = [words_of(assertion) for assertion in rdf.assertions(store, Settings())]
    assert sorted(map(words_of_fact, facts_of(dataset)), key=str) == sorted(expected, key=str)


def test_a_document_tells_its_publisher() -> None:
    assert {fact.text.publisher for fact in facts_of(DATASET)} == {"The Example", None}


def test_named_things_are_joined_directly_and_through_names_inside_others() -> None:
    graph = join_things(*read_world(SANCTIONS))
    assert set(graph.edges) == {("ent:ann", "ent:bob"), ("ent:russia", "ent:syria")}  # no report, nothing denied
    assert graph.nodes["ent:russia"] == {"label": "Russia", "type": "Country"}
    edge = graph.edges["ent:russia", "ent:syria"]
    assert edge["weight"] == 1  # said twice, but one statement
    assert edge["facts"].split() == [SANCTIONS[0].id, SANCTIONS[1].id]
    assert edge["strength"] == 1.0
    assert list(graph) == sorted(graph)


def test_other_types_are_joined_where_they_are_asked_for() -> None:
    facts, parts = read_world(SANCTIONS)
    graph = join_things(facts, parts, frozenset({EntityType.PERSON, EntityType.CONCEPT}))
    assert ("ent:ann", "ent:report") in graph.edges
    assert "ent:russia" not in graph
    assert ("ent:ann", "ent:minister") in join_things(facts, parts, NAMED | {EntityType.POSITION}).edges


def test_the_strength_of_an_edge_is_that_one_of_its_statements_is_right() -> None:
    facts, parts = read_world([
        tell("Ann | meet | Bob", "d1", confidence=0.5), tell("Ann | meet | Bob", "d2", confidence=0.4),
        tell("Ann | praise | Bob", "d1", confidence=0.5),
    ])  # fmt: skip
    assert join_things(facts, parts).edges["ent:ann", "ent:bob"]["strength"] == pytest.approx(0.75)


def test_a_graph_of_named_things_is_written_and_read_by_networkx(tmp_path: object) -> None:
    graph = join_things(*read_world(SANCTIONS))
    lines = "\n".join(networkx.generate_graphml(graph))
    assert set(networkx.parse_graphml(lines).edges) == set(graph.edges)


def test_what_holds_a_name_is_the_same_in_every_document() -> None:
    facts, parts = read_world(SANCTIONS)
    things = {thing.label: thing for fact in facts for thing in (fact.subject, fact.object) if thing}
    assert is_specific(things["sanctions on Syria"], parts)
    assert is_specific(things["Minister"], parts)
    assert not is_specific(things["report"], parts)
    assert [part.label for part in named_in(things["Acme of Oslo"], parts, NAMED)] == ["Acme", "Oslo"]
    assert named_in(None, parts, NAMED) == []


def analysis_of(assertions: list[Assertion]) -> Analysis:
    from news import open_world

    return Analysis(Corpus(open_world(assertions), Settings()))


def test_filters_choose_facts_and_nodes() -> None:
    analysis = analysis_of(SANCTIONS)
    assert len(analysis.facts()) == len(SANCTIONS)
    assert {fact.id for fact in analysis.only(status="negated").facts()} == {SANCTIONS[5].id}
    assert {fact.text.id for fact in analysis.only(since="2012-09-09").facts()} == {"d2", "d3"}
    assert {fact.text.id for fact in analysis.only(until="2012-09").facts()} == {"d1", "d2"}
    assert [fact.id for fact in analysis.only(types=["Person"]).facts()] == [SANCTIONS[2].id]
    assert set(analysis.only(types=["Person"]).network) == {"ent:ann", "ent:bob"}
    assert analysis.only(min_confidence=0.5).facts() == analysis.facts()


def test_facts_are_those_in_which_all_entities_have_a_part() -> None:
    analysis = analysis_of(SANCTIONS)
    assert len(analysis.facts(["ent:syria"])) == 2  # inside the sanctions
    assert [fact.said_by for fact in analysis.facts(["ent:ann", "ent:syria"])] == ["Ann"]  # as the speaker
    assert len(analysis.facts(relations=["rel:write"])) == 2
    assert analysis.facts(["ent:nobody"]) == []


def test_contradictions_need_what_is_denied_whatever_status_is_chosen() -> None:
    told = [tell("Ann | meet | Bob", "d1", by="Cy"), tell("Ann | meet | Bob", "d2"), tell("Ann | not meet | Bob", "d5")]
    (found,) = analysis_of(told).only(status="asserted").contradictions()
    assert (found.said_by, found.denied_by) == (("Post",), ("Gazette",))


def test_an_overview_has_all_answers() -> None:
    overview = analysis_of(SANCTIONS).overview()
    assert overview.centrality.note == "things: 4; pairs of them joined: 2"
    assert [row.size for row in overview.communities] == [2, 2]
    assert [row.predicate for row in overview.happenings] == ["oppose"]
    assert overview.timeline.unit == "day"


def test_an_empty_graph_has_empty_answers() -> None:
    overview = analysis_of([]).overview()
    assert not overview.centrality
    assert not overview.communities
    assert not overview.brokers
    assert not overview.stances
    assert not overview.timeline
    assert overview.timeline.fill() == []
