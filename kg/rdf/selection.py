"""Chosen assertions from a store, read by index: nothing else in it is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from kg import vocabulary as v
from kg.model import Assertion, Settings
from kg.rdf.reading import QuadSet, assertions

_ENTITIES = frozenset((v.SUBJECT, v.OBJECT, v.ATTRIBUTED_TO, v.PLACE, v.FIRST))
_NODES = frozenset((v.EVIDENCE, v.ATTRIBUTION_CHAIN, v.REST, v.DERIVED_FROM))


class IndexedSource(Protocol):
    """Where quads are found by their subjects: a store."""

    def describe(self, subjects: Iterable[str], graph: str | None = None) -> Iterable[Quad]:
        """Return the quads of several subjects, in one graph or in any."""
        ...


def select_assertions(source: IndexedSource, settings: Settings, iris: Iterable[str]) -> Iterator[Assertion]:
    """Yield the assertions of those IRIs, by the path of their document and their place in the text."""
    yield from assertions(QuadSet(_describe(source, iris)), settings)


def _describe(source: IndexedSource, iris: Iterable[str]) -> set[Quad]:
    """Return the quads of the assertions and of all that is needed to read them."""
    found: set[Quad] = set()
    waiting: set[tuple[str, str | None]] = {(iri, None) for iri in iris}
    done = set(waiting)
    while waiting:  # step by step, so that a server is asked a few times and not once for each
        subjects: dict[str | None, list[str]] = defaultdict(list)
        for subject, graph in sorted(waiting, key=str):
            subjects[graph].append(subject)
        quads = {quad for graph, group in subjects.items() for quad in source.describe(group, graph)}
        found |= quads
        waiting = {follow for quad in quads if (follow := _follow(quad)) is not None} - done
        done |= waiting
    return found


def _follow(quad: Quad) -> tuple[str, str | None] | None:
    """Return what has to be read for a quad, and the graph that describes it, None for any."""
    if not isinstance(quad.object, NamedNode):
        return None
    predicate, iri = quad.predicate.value, quad.object.value
    if predicate in _NODES:
        return iri, None
    if predicate in _ENTITIES:
        return iri, v.ENTITIES_GRAPH
    return (iri, v.RELATIONS_GRAPH) if predicate == v.PREDICATE else None
