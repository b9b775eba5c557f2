"""Event classes of relations, and where they stand in the graph."""

import pytest
from rdflib import RDF, Graph, URIRef

from kg import vocabulary as v
from kg.events import QUADS, find_event_class
from kg.lexicon import read_table


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("meet", "CONSULT"),
        ("hold talks with", "CONSULT"),
        ("condemn", "ACCUSE"),
        ("oppose", "REJECT"),
        ("withdraw from", "RETREAT"),
        ("launch attack on", "ASSAULT"),
        ("send troop to", "MOBILIZE"),
        ("be killed in", "ASSAULT"),
        ("hold position", None),
        ("be", None),
        ("have", None),
    ],
)
def test_a_relation_has_the_class_of_its_event(predicate: str, expected: str | None) -> None:
    assert find_event_class(predicate) == expected


def test_every_class_of_the_table_is_described_in_the_vocabulary() -> None:
    graph = Graph().parse(data=v.read_vocabulary(), format="turtle")
    assert {name for _, name in read_table("event_classes")} <= set(QUADS)
    for name, quad in QUADS.items():
        about = URIRef(v.event_class(name))
        assert (about, RDF.type, URIRef(v.KG + "EventClass")) in graph
        assert str(graph.value(about, URIRef(v.KG + "quadClass"))) == quad
