from dataclasses import replace

import networkx
import pytest
from graph_samples import DATASET, MEET, OPPOSE, REPORTED_MEETING

from kg import rdf
from kg.errors import KGError
from kg.lexicon import read_table
from kg.model import Assertion, Dataset, Modality, Polarity, Settings, Span, Status
from kg.projection import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Projection, find_kind, make_filter, project
from kg.store import EmbeddedStore

STORE = EmbeddedStore.in_memory(rdf.quads(DATASET, Settings()))


def project_these(*assertions: Assertion, **filters: object) -> networkx.MultiDiGraph:
    return project(rdf.QuadSet(rdf.quads(Dataset(assertions=assertions), Settings())), Settings(), **filters)


def find_keys(**filters: object) -> set[str]:
    return {key for *_, key in project(STORE, Settings(), **filters).edges(keys=True)}


def test_asserted_and_reported_assertions_are_edges_by_default() -> None:
    graph = project(STORE, Settings())
    assert set(graph.edges(keys=True)) == {
        ("ent:russia", "ent:sanctions-on-syria", OPPOSE.id),
        ("ent:hillary-clinton", "ent:vladimir-putin", MEET.id),
        ("ent:hillary-clinton", "ent:vladimir-putin", REPORTED_MEETING.id),
    }
    assert graph.graph == {"left_out": 1}  # the payment; what is negated is filtered, not left out
    assert list(graph) == sorted(graph)


def test_nodes_and_edges_tell_what_is_known_and_no_more() -> None:
    graph = project(STORE, Settings())
    assert graph.nodes["ent:russia"] == {
        "label": "Russia",
        "type": "Country",
        "mentions": 1,
        "wikidata": "Q159",
        "first": "2012-09-08",
        "last": "2012-09-08",
    }
    assert graph.nodes["ent:vladimir-putin"]["mentions"] == 2
    assert graph.edges["ent:russia", "ent:sanctions-on-syria", OPPOSE.id] == {
        "label": "oppose (reported)",
        "assertion": OPPOSE.id,
        "predicate": "oppose",
        "kind": "state",
        "phrase": "is opposed to",
        "status": "reported",
        "polarity": "positive",
        "modality": "certain",
        "confidence": 0.87,
        "sources": 1,
        "attributed_to": "Sergey Lavrov",
        "time": "2012-09-08",
        "place": "Vladivostok",
        "published": "2012-09-08",
        "document": OPPOSE.document,
        "source": OPPOSE.source,
        "quote": OPPOSE.sentence,
    }
    assert "published" not in graph.edges["ent:hillary-clinton", "ent:vladimir-putin", MEET.id]


def test_filters_choose_the_edges() -> None:
    assert find_keys(status="asserted") == {MEET.id}
    assert find_keys(status=None) == {OPPOSE.id, MEET.id, REPORTED_MEETING.id, "aa04"}
    assert find_keys(types=["Person"]) == {MEET.id, REPORTED_MEETING.id}
    assert find_keys(types="Country") == set()
    assert find_keys(since="2012-09") == {OPPOSE.id, REPORTED_MEETING.id}
    assert find_keys(since="2012-10") == set()
    assert find_keys(until="2012") == {OPPOSE.id, REPORTED_MEETING.id}
    assert find_keys(min_confidence=0.9) == {MEET.id, REPORTED_MEETING.id}
    assert set(project(STORE, Settings(), types="Person")) == {"ent:hillary-clinton", "ent:vladimir-putin"}


def test_an_unknown_status_is_refused_with_the_choices() -> None:
    with pytest.raises(KGError, match="statuses are asserted"):
        project(STORE, Settings(), status="denied")


def test_characters_that_xml_forbids_are_replaced() -> None:
    odd = replace(MEET, sentence="Clinton\x0b met\ufffe Putin.\n")
    graph = project(rdf.QuadSet(rdf.quads(Dataset(assertions=(odd,)), Settings())), Settings())
    assert next(iter(graph.edges(data="quote")))[2] == "Clinton\ufffd met\ufffd Putin.\n"


def test_mentions_count_the_places_in_the_texts_where_the_shown_assertions_name_a_node() -> None:
    same_words = replace(MEET, id="ab01", predicate="greet", predicate_id="rel:greet")
    elsewhere = replace(MEET, id="ab02", subject_span=(Span(50, 53),), object_span=(Span(58, 62),))
    no_object = replace(
        MEET, id="ab03", object=None, object_id=None, object_type=None, subject_span=(Span(90, 93),), object_span=()
    )
    planned = replace(
        MEET, id="ab04", modality=Modality.PLANNED, status=Status.HYPOTHETICAL, subject_span=(Span(95, 98),)
    )
    graph = project_these(MEET, same_words, elsewhere, no_object, planned, REPORTED_MEETING)
    assert graph.nodes["ent:hillary-clinton"]["mentions"] == 4  # three places in one text, one in the other
    assert graph.nodes["ent:vladimir-putin"]["mentions"] == 3
    assert graph.graph["left_out"] == 1


def test_first_and_last_are_the_dates_of_the_documents() -> None:
    early = replace(MEET, id="ab01", document="d1", source="a.txt", published="2012-09-08")
    late = replace(MEET, id="ab02", document="d2", source="b.txt", published="2013-01")
    graph = project_these(late, early, replace(MEET, document="d3", source="c.txt", published=None))
    assert [graph.nodes["ent:vladimir-putin"][name] for name in ("first", "last")] == ["2012-09-08", "2013-01"]
    assert "first" not in project_these(MEET).nodes["ent:vladimir-putin"]


def test_sources_count_the_documents_that_say_the_same() -> None:
    twice = replace(MEET, id="ab01", phrase="saw", predicate_span=(Span(90, 93),))
    denied = replace(MEET, id="ab02", polarity=Polarity.NEGATIVE, status=Status.NEGATED, document="d3", source="c.txt")
    graph = project_these(MEET, twice, REPORTED_MEETING, denied, status=None)
    sources = {key: count for *_, key, count in graph.edges(keys=True, data="sources")}
    assert sources == {MEET.id: 2, "ab01": 2, REPORTED_MEETING.id: 2, "ab02": 1}
    assert [count for *_, count in project_these(MEET, REPORTED_MEETING, status="asserted").edges(data="sources")] == [
        1
    ]


def test_a_label_never_hides_what_is_not_asserted() -> None:
    changes = [
        ({}, "meet"),
        ({"status": Status.REPORTED}, "meet (reported)"),
        ({"status": Status.NEGATED, "polarity": Polarity.NEGATIVE}, "not meet"),
        ({"status": Status.HYPOTHETICAL, "modality": Modality.WANTED}, "meet (wanted)"),
        (
            {"status": Status.HYPOTHETICAL, "modality": Modality.PLANNED, "polarity": Polarity.NEGATIVE},
            "not meet (planned)",
        ),
    ]
    for change, label in changes:
        ((*_, found),) = project_these(replace(MEET, **change), status=None).edges(data="label")
        assert found == label


@pytest.mark.parametrize(
    ("kind", "predicates"),
    [
        ("office", ["hold position"]),
        ("speech", ["accuse", "say to", "speak about", "deny", "be accused of", "call for"]),
        ("state", ["be", "own", "be part of", "be in", "be located in", "be opposed to", "consist of", "be owned by"]),
        (
            "event",
            ["meet", "sign agreement with", "be killed in", "be taken to", "be sworn in as", "3d print", "become"],
        ),
    ],
)
def test_the_kind_of_a_relation_follows_from_its_verb(kind: str, predicates: list[str]) -> None:
    assert {predicate: find_kind(predicate) for predicate in predicates} == dict.fromkeys(predicates, kind)


def test_the_table_of_kinds_names_each_verb_once() -> None:
    rows = read_table("kinds")
    assert len({verb for verb, _ in rows}) == len(rows) > 100
    assert {kind for _, kind in rows} == {"state", "speech", "event"}
    assert all(find_kind(verb) == kind for verb, kind in rows)


def test_a_projection_streams_the_edges_of_the_graph_and_declares_its_attributes() -> None:
    projection = Projection(STORE, Settings(), make_filter(("asserted", "reported")))
    graph = project(STORE, Settings())
    assert (dict(graph.nodes(data=True)), graph.graph["left_out"]) == (projection.nodes, projection.left_out)
    for _ in range(2):  # it can be read again
        edges = list(projection.edges())
        assert {(edge.subject, edge.object, edge.id) for edge in edges} == set(graph.edges(keys=True))
    for declared, found in [
        (NODE_ATTRIBUTES, [*projection.nodes.values()]),
        (EDGE_ATTRIBUTES, [edge.attributes for edge in edges]),
    ]:
        for attributes in found:
            assert list(attributes) == [name for name in declared if name in attributes]
            assert all(type(value) is declared[name] for name, value in attributes.items())
