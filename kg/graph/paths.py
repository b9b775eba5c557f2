"""Chains of facts between two entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.errors import KGError
from kg.graph.facts import read_assertions
from kg.model import Assertion, Entity, Settings, Status

if TYPE_CHECKING:
    import networkx

    from kg.store import Store

# A chain of facts goes before an equally long one that needs a name inside another.
_FACT, _MENTION = 1000, 1001
# Where names inside names join two entities in hundreds of ways, a chain of facts is sought no further.
_MOST_TRIED = 500
_GRAPHS = {Status.ASSERTED: v.ASSERTED_GRAPH, Status.REPORTED: v.REPORTED_GRAPH}


@dataclass(frozen=True)
class Hop:
    """A step from one entity to the next, with the facts between them in either direction, the surest first.

    There is no fact where the name of one holds that of the other: "sanctions on Syria" and Syria.
    """

    start: Entity
    end: Entity
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True)
class Chain:
    """Steps that lead from one entity to another."""

    hops: tuple[Hop, ...]

    def __len__(self) -> int:
        return len(self.hops)


def find_chains(
    store: Store,
    settings: Settings,
    entities: Sequence[Entity],
    ends: tuple[Entity, Entity],
    *,
    statuses: Iterable[str],
    max_length: int,
    limit: int,
) -> list[Chain]:
    """Return up to `limit` chains between two entities, of at most `max_length` hops, the shortest first.

    Only asserted and reported facts make a chain, those of `statuses`. Raises `KGError` if there is none.
    """
    start, end = ends
    if start == end:
        raise KGError(f"{start.label} and {end.label} are the same entity, ent:{start.slug}")
    wanted = [status for status in _GRAPHS if status in set(statuses)]
    first = find_paths(read_graph(store, wanted), store.namespaces.entity, ends, limit=limit)
    if not first:
        raise KGError(f"no chain of facts joins {start.label} and {end.label}")
    found = [path for path in first if len(path) - 1 <= max_length]
    if not found:
        steps = len(first[0]) - 1
        raise KGError(
            f"the shortest chain from {start.label} to {end.label} has {steps} steps; --max-length {steps} shows it"
        )
    by_iri = {store.namespaces.entity + entity.slug: entity for entity in entities}
    return [make_chain(store, settings, by_iri, path, wanted) for path in found]


def find_paths(
    graph: networkx.Graph[str], namespace: str, ends: tuple[Entity, Entity], *, limit: int
) -> list[list[str]]:
    """Return up to `limit` paths between two entities through a graph that `read_graph` gave, the shortest first."""
    import networkx

    try:
        paths = networkx.shortest_simple_paths(graph, *(namespace + end.slug for end in ends), weight="weight")
        return list(islice((path for path in islice(paths, _MOST_TRIED) if _has_facts(graph, path)), limit))
    except (networkx.NetworkXNoPath, networkx.NodeNotFound):
        return []


def make_chain(
    store: Store, settings: Settings, by_iri: Mapping[str, Entity], path: Iterable[str], statuses: Sequence[Status]
) -> Chain:
    """Return a path with the facts on each of its steps; `by_iri` has the entities on it."""
    return Chain(tuple(_make_hop(store, settings, by_iri, step, statuses) for step in pairwise(path)))


def _has_facts(graph: networkx.Graph[str], path: Sequence[str]) -> bool:
    """Whether no two steps in a row are names inside names: "talks of Russia and Syria" is no fact about the two."""
    weights = [graph.edges[step]["weight"] for step in pairwise(path)]
    return (_MENTION, _MENTION) not in pairwise(weights)


def read_graph(store: Store, statuses: Iterable[Status]) -> networkx.Graph[str]:
    """Return all entities, joined by facts and by names inside names; the same quads give the same graph."""
    import networkx

    edges: dict[tuple[str, str], int] = {}
    sources = [(store.quads(graph=v.ENTITIES_GRAPH, predicate=v.MENTIONS), _MENTION)]
    sources += [(store.quads(graph=_GRAPHS[status]), _FACT) for status in statuses]
    for quads, weight in sources:
        for quad in quads:
            one, other = sorted((str(quad.subject), str(quad.object)))
            if one != other and one.startswith("<"):  # a literal, which begins with a quotation mark, is no entity
                edges[one[1:-1], other[1:-1]] = weight
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(edges.items()))
    return graph


def _make_hop(
    store: Store,
    settings: Settings,
    by_iri: Mapping[str, Entity],
    step: tuple[str, str],
    statuses: Sequence[Status],
) -> Hop:
    start, end = step
    iris = {iri for ends in (step, step[::-1]) for iri in _find_between(store, *ends)}
    facts = [fact for fact in read_assertions(store, settings, sorted(iris)) if fact.status in statuses]
    return Hop(by_iri[start], by_iri[end], tuple(sorted(facts, key=_by_sureness)))


def _find_between(store: Store, subject: str, obj: str) -> set[str]:
    starts = {str(quad.subject)[1:-1] for quad in store.quads(predicate=v.SUBJECT, object=subject)}
    return starts & {str(quad.subject)[1:-1] for quad in store.quads(predicate=v.OBJECT, object=obj)}


def _by_sureness(assertion: Assertion) -> tuple[bool, float, str, str]:
    return assertion.status is not Status.ASSERTED, -assertion.confidence, assertion.published or "9999", assertion.id
