"""The part of a graph that some assertions need: themselves, all that describes them, and their plain triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg import rdf
from kg import vocabulary as v
from kg.model import Settings
from kg.projection import Filter
from kg.rdf.writing import plain_quads
from kg.vocabulary import Namespaces

_REPORTED = ox.NamedNode(v.REPORTED_GRAPH)
# What documents refer to, in an order in which each refers to none before it.
_DESCRIBING = (v.ENTITIES_GRAPH, v.RELATIONS_GRAPH, v.PROVENANCE_GRAPH)


def select(source: rdf.QuadSource, settings: Settings, wanted: Filter) -> rdf.QuadSet:
    """Return a graph that holds the wanted assertions and nothing of the others.

    With an assertion come its document, its sentence, its relation, its extraction, and the entities it
    names with those inside their names. Plain triples are those that follow from the wanted assertions alone: one
    that another document asserts stands in kg:reported if only its report is wanted.
    """
    namespaces = Namespaces(settings.base)
    assertions = list(filter(wanted, rdf.assertions(source, settings)))
    wanted_by_document: dict[str, list[str]] = defaultdict(list)
    for assertion in assertions:
        wanted_by_document[assertion.document].append(namespaces.assertion(assertion.id))
    found: list[ox.Quad] = []
    named: set[str] = set()
    for document, roots in sorted(wanted_by_document.items()):
        found += _reachable(source.quads(graph=namespaces.document(document)), roots, named)
    for graph in _DESCRIBING:
        found += _reachable(source.quads(graph=graph), list(named), named)
    return rdf.QuadSet([*found, *plain_quads(assertions, namespaces)])


class WithoutReported:
    """All graphs of a source but kg:reported, the plain triples that no document states itself."""

    def __init__(self, source: rdf.QuadSource) -> None:
        self._source = source

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of one predicate, or all."""
        for quad in self._source.quads(graph=graph, predicate=predicate):
            if quad.graph_name != _REPORTED:
                yield quad

    def graphs(self) -> list[str]:
        """Return the IRIs of the graphs, sorted."""
        return [name for name in self._source.graphs() if name != v.REPORTED_GRAPH]


def _reachable(quads: Iterable[ox.Quad], roots: Iterable[str], named: set[str]) -> list[ox.Quad]:
    """Return the quads about the roots and about what those lead to; all IRIs met are added to `named`."""
    about: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            about[quad.subject.value].append(quad)
    found: list[ox.Quad] = []
    waiting, seen = list(roots), set(roots)
    while waiting:
        for quad in about.get(waiting.pop(), ()):
            found.append(quad)
            if isinstance(quad.object, ox.NamedNode) and quad.object.value not in seen:
                seen.add(quad.object.value)
                waiting.append(quad.object.value)
    named |= seen
    return found
