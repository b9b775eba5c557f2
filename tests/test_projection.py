from dataclasses import replace

import networkx
import pyoxigraph as ox
import pytest
from benchmark.made_up import Size, make_dataset
from graph_samples import DATASET, MEET, OPPOSE, REPORTED_MEETING, datasets
from hypothesis import HealthCheck, given, settings

from kg import rdf
from kg.errors import KGError
from kg.lexicon import read_table
from kg.model import Assertion, Dataset, Modality, Polarity, Settings, Span, Status
from kg.projection import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Projection, find_kind, make_filter, project
from kg.store import EmbeddedStore
from kg.vocabulary import COPY_OF, Namespaces

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


def test_a_copy_and_its_original_are_one_source() -> None:
    texts = {"d1": "a.txt", "d2": "b.txt", "d3": "c.txt"}
    said = [
        replace(MEET, id=f"ac{number}", document=document, source=source)
        for number, (document, source) in enumerate(texts.items())
    ]
    quads = list(rdf.quads(Dataset(assertions=tuple(said)), Settings()))

    def count(*copies: tuple[str, str]) -> set[int]:
        named = [tuple(ox.NamedNode(Namespaces().document(name)) for name in pair) for pair in copies]
        told = [ox.Quad(copy, ox.NamedNode(COPY_OF), original, copy) for copy, original in named]
        graph = project(rdf.QuadSet([*quads, *told]), Settings())
        assert graph.number_of_edges() == 3
        return {sources for *_, sources in graph.edges(data="sources")}

    assert count() == {3}
    assert count(("d2", "d1")) == {2}
    assert count(("d2", "d1"), ("d3", "d1")) == {1}
    assert count(("d2", "elsewhere"), ("d3", "elsewhere")) == {2}  # the original is not in the graph


def test_more_documents_than_one_batch_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [
        replace(MEET, id=f"a{number:02}", document=f"d{number}", source=f"{99 - number}.txt", confidence=number / 100)
        for number in range(20)
    ]
    source = rdf.QuadSet(rdf.quads(Dataset(assertions=tuple(said)), Settings()))
    whole = list(Projection(source, Settings(), make_filter()).edges())
    assert [edge.id for edge in whole] == [assertion.id for assertion in reversed(said)]
    assert {edge.attributes["sources"] for edge in whole} == {20}
    monkeypatch.setattr("kg.rdf.rows.BATCH", 3)
    assert list(Projection(source, Settings(), make_filter()).edges()) == whole


def test_rows_tell_what_the_assertions_do() -> None:
    """The two ways to read a graph, by quads and by rows, agree."""
    dataset = make_dataset(Size(400, 60))
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    told = [assertion for assertion in rdf.assertions(source, Settings()) if assertion.object_id]
    edges = list(Projection(source, Settings(), make_filter()).edges())
    assert [(edge.id, edge.subject, edge.object) for edge in edges] == [(a.id, a.subject_id, a.object_id) for a in told]
    for name, value in {
        "predicate": "predicate", "phrase": "phrase", "status": "status", "polarity": "polarity",
        "modality": "modality", "confidence": "confidence", "attributed_to": "attributed_to", "time": "time",
        "place": "place", "published": "published", "document": "document", "source": "source", "quote": "sentence",
    }.items():  # fmt: skip
        assert [edge.attributes.get(name) for edge in edges] == [getattr(assertion, value) for assertion in told]


@given(datasets())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_every_filter_chooses_edges_as_it_chooses_assertions(dataset: Dataset) -> None:
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    for filters in (
        {"status": "asserted"}, {"status": ["negated", "reported"]}, {"types": ["Person", "Country", "Concept"]},
        {"since": "2012"}, {"until": "2012-09"}, {"min_confidence": 0.5},
    ):  # fmt: skip
        wanted = make_filter(**filters)
        chosen = list(filter(wanted, rdf.assertions(source, Settings())))
        projection = Projection(source, Settings(), wanted)
        assert [edge.id for edge in projection.edges()] == [a.id for a in chosen if a.object_id]
        assert projection.left_out == sum(not assertion.object_id for assertion in chosen)
