"""The part of a graph that some assertions need: themselves, all that describes them, and their plain triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg import rdf
from kg import vocabulary as v
from kg.model import Settings, Status
from kg.projection import Filter, open_rows, wanted_rows
from kg.vocabulary import Namespaces

_REPORTED = ox.NamedNode(v.REPORTED_GRAPH)
# What documents refer to, in an order in which each refers to none before it.
_DESCRIBING = (v.ENTITIES_GRAPH, v.RELATIONS_GRAPH, v.PROVENANCE_GRAPH)
_ENDS = (v.SUBJECT, v.PREDICATE, v.OBJECT)

Plain = set[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]


class Selection:
    """A graph that holds the wanted assertions and nothing of the others, read from the source as it is asked for.

    With an assertion come its document, its sentence, its relation, its extraction, and the entities it
    names with those inside their names. Plain triples are those that follow from the wanted assertions alone: one
    that another document asserts stands in kg:reported if only its report is wanted. In memory are the names of what
    is wanted and the plain triples.
    """

    def __init__(self, source: rdf.QuadSource, settings: Settings, wanted: Filter) -> None:
        self._source = source
        self._roots: dict[str, list[str]] = {}
        plain: dict[str, Plain] = {Status.ASSERTED: set(), Status.REPORTED: set()}
        named: set[str] = set()
        namespaces = Namespaces(settings.base)
        for text, rows in wanted_rows(open_rows(source, settings), wanted, rdf.Detail.ENDS):
            if rows:
                self._roots[text.iri] = [namespaces.assertion(row.id) for row in rows]
                about = _describe(source.quads(graph=text.iri))
                named |= _reach(about, self._roots[text.iri]) - about.keys()
                for iri, row in zip(self._roots[text.iri], rows, strict=True):
                    if row.status in plain:
                        plain[row.status] |= _plain_triples(about[iri])
        for graph in _DESCRIBING:
            about = _describe(source.quads(graph=graph))
            if not named.isdisjoint(about):
                self._roots[graph] = sorted(named)
                named |= _reach(about, named)
        self._plain = {
            v.ASSERTED_GRAPH: plain[Status.ASSERTED],
            v.REPORTED_GRAPH: plain[Status.REPORTED] - plain[Status.ASSERTED],
        }

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of one predicate, or all."""
        for name in self.graphs() if graph is None else [graph]:
            yield from (quad for quad in self._graph(name) if predicate is None or quad.predicate.value == predicate)

    def graphs(self) -> list[str]:
        """Return the IRIs of the graphs that hold anything, sorted."""
        return sorted([*self._roots, *(name for name, triples in self._plain.items() if triples)])

    def _graph(self, name: str) -> Iterator[ox.Quad]:
        for triple in self._plain.get(name, ()):
            yield ox.Quad(*triple, ox.NamedNode(name))
        if name in self._roots:
            about = _describe(self._source.quads(graph=name))
            for iri in _reach(about, self._roots[name]):
                yield from about.get(iri, ())


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


def _describe(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the quads of a graph by their subject."""
    about: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            about[quad.subject.value].append(quad)
    return dict(about)


def _reach(about: Mapping[str, list[ox.Quad]], roots: Iterable[str]) -> set[str]:
    """Return the roots and all IRIs that what is said about them leads to."""
    seen = set(roots)
    waiting = list(seen)
    while waiting:
        for quad in about.get(waiting.pop(), ()):
            if isinstance(quad.object, ox.NamedNode) and quad.object.value not in seen:
                seen.add(quad.object.value)
                waiting.append(quad.object.value)
    return seen


def _plain_triples(quads: Iterable[ox.Quad]) -> Plain:
    """Return the triple that an assertion states; none if it has no object, or a literal as subject."""
    said = {quad.predicate.value: quad.object for quad in quads if quad.predicate.value in _ENDS}
    subject, predicate, obj = (said.get(end) for end in _ENDS)
    if (
        isinstance(subject, ox.NamedNode)
        and isinstance(predicate, ox.NamedNode)
        and isinstance(obj, ox.NamedNode | ox.Literal)
    ):
        return {(subject, predicate, obj)}
    return set()
