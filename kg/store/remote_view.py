"""The graph on a SPARQL server as an `rdflib.Dataset`, for those who know rdflib."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import GraphError
from kg.store.remote import Found, RemoteStore
from kg.store.scope import name_graphs
from kg.store.view import View, bind_prefixes

if TYPE_CHECKING:
    import rdflib


class _Reader:
    """As much of an Oxigraph store as a view reads, answered by a server."""

    def __init__(self, remote: RemoteStore) -> None:
        self._remote = remote

    def quads_for_pattern(self, *pattern: Any) -> Iterator[ox.Quad]:
        """Yield the quads that match."""
        *terms, graph = (None if isinstance(term, ox.DefaultGraph) else term for term in pattern)
        names = ("subject", "predicate", "object")
        iris = {name: term.value for name, term in zip(names, terms, strict=True) if isinstance(term, ox.NamedNode)}
        for quad in self._remote.quads(graph=graph.value if graph is not None else None, **iris):
            if not isinstance(terms[2], ox.Literal) or quad.object == terms[2]:
                yield quad

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of the graphs."""
        yield from map(ox.NamedNode, self._remote.graphs())

    def query(
        self, query: str, *, use_default_graph_as_union: bool, default_graph: Any, prefixes: Mapping[str, str],
        substitutions: Mapping[ox.Variable, Any],
    ) -> Found:  # fmt: skip
        """Return what a query finds, in the union or in one graph."""
        form = ox.Store().query(query, prefixes=dict(prefixes), substitutions=dict(substitutions))
        bound = self._remote.bind(query, {str(variable): str(term) for variable, term in substitutions.items()})
        scope = None if use_default_graph_as_union or default_graph is None else name_graphs([default_graph.value])
        return self._remote.ask(bound, form, scope=scope, prefixes=prefixes)

    def __getattr__(self, name: str) -> Any:
        raise GraphError(f"the graph on a server is read only here ({name}); kg push writes it")


class _RemoteView(View):
    def __len__(self, context: Any = None) -> int:
        return sum(1 for _ in self.triples((None, None, None), context)) if context is not None else len(self.keep)


def open_remote_view(remote: RemoteStore) -> rdflib.Dataset:
    """Return a live dataset over the graph on a server, its default graph the union of all."""
    import rdflib

    view = _RemoteView(store=_Reader(remote))  # type: ignore[arg-type]  # it reads like one
    view.keep = remote
    dataset = rdflib.Dataset(store=view, default_union=True)
    bind_prefixes(dataset, remote.namespaces)
    return dataset
