"""Chosen assertions from a store, read by index: nothing else in it is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from kg import vocabulary as v
from kg.model import Assertion, Settings
from kg.rdf.reading import QuadSet, assertions

_ENTITIES = frozenset((v.SUBJECT, v.OBJECT, v.ATTRIBUTED_TO, v.PLACE, v.FIRST))
_NODES = frozenset((v.EVIDENCE, v.ATTRIBUTION_CHAIN, v.REST, v.DERIVED_FROM))


class IndexedSource(Protocol):
    """Where quads are found by any of their parts: a store."""

    def quads(
        self, *, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterable[Quad]:  # fmt: skip
        """Return the quads that have these IRIs."""
        ...


def select_assertions(source: IndexedSource, settings: Settings, iris: Iterable[str]) -> Iterator[Assertion]:
    """Yield the assertions of those IRIs, by the path of their document and their place in the text."""
    yield from assertions(QuadSet(_describe(source, iris)), settings)


def _describe(source: IndexedSource, iris: Iterable[str]) -> set[Quad]:
    """Return the quads of the assertions and of all that is needed to read them."""
    found: set[Quad] = set()
    waiting: list[tuple[str, str | None]] = [(iri, None) for iri in iris]
    done = set(waiting)
    while waiting:
        subject, graph = waiting.pop()
        for quad in source.quads(subject=subject, graph=graph):
            found.add(quad)
            follow = _follow(quad)
            if follow is not None and follow not in done:
                done.add(follow)
                waiting.append(follow)
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
