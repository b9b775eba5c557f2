"""How a server is told to ask the union of our graphs: servers have no common way, and the standard one is slow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.store.endpoints import FUSEKI, OXIGRAPH
from kg.store.predicates import find_predicates
from kg.vocabulary import ASSERTED_GRAPH, KG, PROVENANCE_GRAPH, REPORTED_GRAPH

if TYPE_CHECKING:
    from kg.store.remote import RemoteStore

_UNIONS = {
    OXIGRAPH: (("union-default-graph", "true"),),
    FUSEKI: (("default-graph-uri", "urn:x-arq:UnionGraph"), ("named-graph-uri", "urn:x-arq:UnionGraph")),
}
# Virtuoso leaves graphs out one by one, and does so fast while they are few.
_MOST_EXCLUDED = 200
_NO_GRAPH = KG + "none"


@dataclass(frozen=True)
class Scope:
    """The parameters that go with a query, and the graphs that Virtuoso is told to leave out."""

    parameters: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()


def find_scope(store: RemoteStore, *, only_asserted: bool) -> Scope:
    """Return what makes the union of our graphs the default graph, and hides those of others.

    Where a server holds nothing but our graphs, its own union is asked; Virtuoso is told what to leave out; and
    elsewhere each graph is named (SPARQL 1.1 Protocol, section 2.1.4), which is exact everywhere, and slow with
    thousands of graphs.
    """
    if store.is_virtuoso:
        names = store.all_graphs()
        hidden = sorted(name for name in names if not store.is_ours(name) or (only_asserted and name == REPORTED_GRAPH))
        if len(hidden) <= _MOST_EXCLUDED:
            return Scope(hidden=tuple(hidden))
        names = [name for name in names if store.is_ours(name)]
    else:
        union = None if only_asserted else _find_union(store)
        if union is not None:
            return union
        names = store.graphs()
    return name_graphs(name for name in sorted(names) if not (only_asserted and name == REPORTED_GRAPH))


def narrow_scope(store: RemoteStore, sparql: str) -> Scope:
    """Return the scope of a query that leaves out what is only reported.

    Virtuoso leaves that graph out. To other servers every other graph would have to be named; but in kg:reported and
    kg:asserted stand nothing but properties under `rel:`, and nowhere else do they. So a query for none of these may
    be asked of the union, and one for nothing else of kg:asserted.
    """
    if not store.is_virtuoso:
        predicates = find_predicates(sparql, store.namespaces.prefixes)
        relations = {name for name in predicates or () if name.startswith(store.namespaces.relation)}
        if predicates is not None and not relations:
            return store.scope()
        if predicates and relations == predicates:
            return name_graphs([ASSERTED_GRAPH])
    return store.scope(only_asserted=True)


def name_graphs(names: Iterable[str]) -> Scope:
    """Return the scope of these graphs and no other, each named to the server."""
    listed = [*names] or [_NO_GRAPH]
    return Scope(tuple((kind, name) for name in listed for kind in ("default-graph-uri", "named-graph-uri")))


def _find_union(store: RemoteStore) -> Scope | None:
    """Return how the server is asked for its own union, None if it has none or holds graphs of others."""
    ours = " || ".join(f'STRSTARTS(STR(?g), "{start}")' for start in (store.namespaces.document(""), KG))
    unnamed = "" if store.shows_union else " UNION { ?s ?p ?o }"
    if store.holds(f"ASK {{ {{ GRAPH ?g {{}} FILTER(!({ours})) }}{unnamed} }}"):
        return None
    if store.shows_union:
        return Scope()
    parameters = _UNIONS.get(store.endpoint.kind, ())
    known = f"ASK {{ ?extraction <{KG}setting> ?setting . GRAPH <{PROVENANCE_GRAPH}> {{ ?extraction ?p ?setting }} }}"
    return Scope(parameters) if parameters and store.holds(known, parameters) else None
