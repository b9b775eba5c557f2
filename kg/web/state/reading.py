"""A store that is only read, and that lets go of whoever reads it when the server is told to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from threading import Event
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kg.errors import GraphError
from kg.store import QueryResult, Store
from kg.vocabulary import Namespaces

if TYPE_CHECKING:
    import rdflib


class ReadStore:
    """Another store, as the pages read it: after `is_stopped` is set, every reading raises GraphError."""

    def __init__(self, store: Store, is_stopped: Event) -> None:
        self._store, self._is_stopped = store, is_stopped

    def add(self, quads: Iterable[Quad]) -> None:
        """Refuse: GraphError."""
        raise _refuse()

    def remove_graph(self, graph: str) -> None:
        """Refuse: GraphError."""
        raise _refuse()

    def query(
        self, sparql: str, *, only_asserted: bool = False, bindings: Mapping[str, str] | None = None
    ) -> QueryResult:
        """Return what a SPARQL query finds in the union of all graphs."""
        self._check()
        return self._store.query(sparql, only_asserted=only_asserted, bindings=bindings)

    def quads(
        self, *, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[Quad]:  # fmt: skip
        """Yield the quads that have these IRIs, whatever is not given, in no order."""
        # What Oxigraph gives has to end in the thread that asked: so no name holds it, which an error would take along.
        for quad in self._store.quads(subject=subject, predicate=predicate, object=object, graph=graph):
            self._check()
            yield quad

    def describe(self, subjects: Iterable[str], graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of several subjects, in one graph or in any."""
        for quad in self._store.describe(subjects, graph):
            self._check()
            yield quad

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return self._store.graphs()

    @property
    def namespaces(self) -> Namespaces:
        """The namespaces that the names of the graph stand under."""
        return self._store.namespaces

    def rdf_dataset(self) -> rdflib.Dataset:
        """Return a live `rdflib.Dataset` over the store."""
        return self._store.rdf_dataset()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _check(self) -> None:
        if self._is_stopped.is_set():
            raise GraphError("the server is being stopped")


def _refuse() -> GraphError:
    return GraphError("the server only reads the graph")
