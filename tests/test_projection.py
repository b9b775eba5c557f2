from dataclasses import replace

import pytest
from graph_samples import DATASET, MEET, OPPOSE, REPORTED_MEETING

from kg import rdf
from kg.errors import KGError
from kg.model import Dataset, Settings
from kg.projection import project
from kg.store import EmbeddedStore

STORE = EmbeddedStore.in_memory(rdf.quads(DATASET, Settings()))


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
        "predicate": "oppose",
        "phrase": "is opposed to",
        "status": "reported",
        "polarity": "positive",
        "modality": "certain",
        "confidence": 0.87,
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
