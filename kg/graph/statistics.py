"""The counts of a graph: documents, sentences, entities by type, assertions by status, relations and predicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary import CLASSES, SOURCE

if TYPE_CHECKING:
    from kg.archive import Archive
    from kg.store import Store

_TOP_PREDICATES = 15
_COUNTS = {
    "copies": 'SELECT ?name (COUNT(*) AS ?count) { ?copy kg:copyOf ?original BIND("copies" AS ?name) } GROUP BY ?name',
    "types": "SELECT ?name (COUNT(*) AS ?count) { GRAPH kg:entities { ?entity a ?name } } GROUP BY ?name",
    "statuses": "SELECT ?name (COUNT(*) AS ?count) { ?fact kg:status ?name } GROUP BY ?name",
    "relations": "SELECT ?name (COUNT(*) AS ?count) { ?fact rdf:predicate ?name } GROUP BY ?name",
    "predicates": "SELECT ?name (COUNT(*) AS ?count) { ?fact rdf:predicate ?relation . ?relation rdfs:label ?label "
    "OPTIONAL { ?fact kg:predicateLabel ?own } BIND(COALESCE(?own, ?label) AS ?name) } GROUP BY ?name",
}


@dataclass(frozen=True)
class Statistics:
    """The counts of a graph; each mapping has the largest count first. `copies` of the documents repeat another one.

    `sentences` is None for a graph on a server, which keeps only those that say something.
    """

    documents: int
    copies: int
    sentences: int | None
    entities: Mapping[str, int]
    assertions: Mapping[str, int]
    relations: int
    predicates: Mapping[str, int]


def count(store: Store, archive: Archive | None = None) -> Statistics:
    """Return the counts of a graph; without an archive, documents are those that the store knows."""
    documents, sentences = archive.counts() if archive else (sum(1 for _ in store.quads(predicate=SOURCE)), None)
    types = {store.namespaces.shorten(iri): type_.value for type_, iri in CLASSES.items()}
    predicates = _count(store, "predicates")
    return Statistics(
        documents,
        _count(store, "copies").get("copies", 0),
        sentences,
        _sort({types[name]: count for name, count in _count(store, "types").items()}),
        _sort({name.removeprefix("kg:"): count for name, count in _count(store, "statuses").items()}),
        len(_count(store, "relations")),
        dict(list(_sort(predicates).items())[:_TOP_PREDICATES]),
    )


def _count(store: Store, what: str) -> dict[str, int]:
    return {str(name): int(str(count)) for name, count in store.query(_COUNTS[what])}


def _sort(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
