"""What this service tells of itself (SPARQL 1.1 Service Description), as a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.vocabulary import (
    ASSERTED_GRAPH,
    ENTITIES_GRAPH,
    PROVENANCE_GRAPH,
    RDF,
    RELATIONS_GRAPH,
    REPORTED_GRAPH,
    XSD,
)
from kg.web.sparql.formats import FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"

GRAPHS = (ASSERTED_GRAPH, ENTITIES_GRAPH, PROVENANCE_GRAPH, RELATIONS_GRAPH, REPORTED_GRAPH)
"""The graphs that every graph folder has; besides these there is one for each document."""

COUNTS = f"""
SELECT ?graph (COUNT(*) AS ?count) {{
  {{ VALUES ?graph {{ {" ".join(f"<{graph}>" for graph in GRAPHS)} }} GRAPH ?graph {{ ?s ?p ?o }} }}
  UNION {{ ?s ?p ?o BIND(<{VOID}triples> AS ?graph) }}
  UNION {{ GRAPH ?name {{}} BIND(<{VOID}documents> AS ?graph) FILTER(?name NOT IN ({
    ", ".join(f"<{graph}>" for graph in GRAPHS)
})) }}
}} GROUP BY ?graph"""
"""A query for the triples of each graph, of all together, and for the number of documents."""


def describe(endpoint: str, counts: Mapping[str, int]) -> Iterator[ox.Triple]:
    """Yield the description of the service at an address; `counts` is what `COUNTS` found, empty if nothing was."""
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))
    yield from _values(service, _sd("Service"), {
        "endpoint": [endpoint],
        "supportedLanguage": [SD + "SPARQL10Query", SD + "SPARQL11Query"],
        "resultFormat": [form.iri for form in FORMATS],
        "feature": [SD + "UnionDefaultGraph"],
        "defaultEntailmentRegime": [_SIMPLE],
    })  # fmt: skip
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield from _values(dataset, _sd("Dataset"), {})
    yield from _count(dataset, "triples", counts.get(VOID + "triples"))
    yield from _count(dataset, "documents", counts.get(VOID + "documents"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield from _values(default, _sd("Graph"), {})
    yield from _count(default, "triples", counts.get(VOID + "triples"))
    for number, name in enumerate(GRAPHS):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield from _values(named, _sd("NamedGraph"), {"name": [name]})
        yield ox.Triple(named, _sd("graph"), graph)
        yield from _values(graph, _sd("Graph"), {})
        yield from _count(graph, "triples", counts.get(name, 0) if counts else None)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _values(node: ox.BlankNode, class_: ox.NamedNode, values: Mapping[str, list[str]]) -> Iterator[ox.Triple]:
    """Yield the class of a node, and the IRIs that it is tied to by properties of the vocabulary."""
    yield ox.Triple(node, ox.NamedNode(RDF + "type"), class_)
    for name, iris in values.items():
        for iri in iris:
            yield ox.Triple(node, _sd(name), ox.NamedNode(iri))


def _count(node: ox.BlankNode, name: str, number: int | None) -> Iterator[ox.Triple]:
    if number is not None:
        value = ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
        yield ox.Triple(node, ox.NamedNode(VOID + name), value)
