"""Chains of facts between two entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.errors import KGError
from kg.graph.facts import read_assertions
from kg.graph.wording import draw_chain
from kg.model import Assertion, Entity, Settings, Status

if TYPE_CHECKING:
    import networkx

    from kg.store import Store

# A chain of facts goes before an equally long one that needs a name inside another.
_FACT, _MENTION = 1000, 1001
# Beginnings of paths that are tried before a search is given up: ways that would visit a node twice lead nowhere.
_MOST_TRIED = 5_000
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

    def __repr__(self) -> str:
        return f"<Chain: {draw_chain(self)}>"

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
    paths = find_paths(read_graph(store, wanted), store.namespaces.entity, ends, max_length=max_length, limit=limit)
    if paths.shortest is None:
        raise KGError(f"no chain of facts joins {start.label} and {end.label}")
    if not paths.found:
        steps = paths.shortest
        raise KGError(
            f"the shortest chain from {start.label} to {end.label} has {steps} steps; --max-length {steps} shows it"
        )
    by_iri = {store.namespaces.entity + entity.slug: entity for entity in entities}
    return [make_chain(store, settings, by_iri, path, wanted) for path in paths.found]


@dataclass(frozen=True)
class Paths:
    """Paths from one node to another, the shortest first; `shortest` is the length of the shortest of any length."""

    found: tuple[tuple[str, ...], ...]
    shortest: int | None


def find_paths(
    graph: networkx.Graph[str], namespace: str, ends: tuple[Entity, Entity], *, max_length: int, limit: int
) -> Paths:
    """Return up to `limit` paths between two entities, of at most `max_length` steps, in what `read_graph` gave.

    No two steps in a row are names inside names: "talks of Russia and Syria" is no fact about the two. Of equally
    long paths the first in the alphabet comes first.
    """
    start, end = (namespace + end.slug for end in ends)
    if start not in graph or end not in graph:
        return Paths((), None)
    for longest in (max_length, len(graph)):
        rest = _measure_rest(graph, start, end, longest)
        if (start, False) not in rest:
            break
        found = tuple(islice(_follow(graph, start, end, rest, longest), limit))
        if found:
            steps = len(found[0]) - 1
            return Paths(found if steps <= max_length else (), steps)
    return Paths((), None)


def _measure_rest(graph: networkx.Graph[str], start: str, end: str, max_length: int) -> dict[tuple[str, bool], int]:
    """Return how far it is to the end from all nodes that may be on the way, by Dijkstra's way from the end.

    A place is a node and whether a name inside a name led there, so that a fact has to follow. Places farther away
    than `max_length` steps are left out once it is known how far the start is.
    """
    rest: dict[tuple[str, bool], int] = {}
    waiting = [(0, end, False), (0, end, True)]
    while waiting:
        weight, node, by_mention = heappop(waiting)
        if (node, by_mention) in rest:
            continue
        if (start, False) in rest and weight // _FACT > max_length:
            break
        rest[node, by_mention] = weight
        for before, attributes in graph.adj[node].items():
            step = attributes["weight"]
            if (step == _MENTION) == by_mention:
                heappush(waiting, (weight + step, before, False))
                if step == _FACT:
                    heappush(waiting, (weight + step, before, True))
    return rest


def _follow(
    graph: networkx.Graph[str], start: str, end: str, rest: Mapping[tuple[str, bool], int], max_length: int
) -> Iterator[tuple[str, ...]]:
    """Yield the paths that visit no node twice, the shortest first; what is left of the way is known (A*)."""
    waiting: list[tuple[int, tuple[str, ...], int, bool]] = [(rest[start, False], (start,), 0, False)]
    for _ in range(_MOST_TRIED):
        if not waiting:
            return
        _, path, weight, by_mention = heappop(waiting)
        if path[-1] == end:
            yield path
            continue
        for node, attributes in graph.adj[path[-1]].items():
            step = attributes["weight"]
            place = (node, step == _MENTION)
            if node in path or place not in rest or (by_mention and step == _MENTION):
                continue
            whole = weight + step + rest[place]
            if whole // _FACT <= max_length:
                heappush(waiting, (whole, (*path, node), weight + step, step == _MENTION))


def make_chain(
    store: Store, settings: Settings, by_iri: Mapping[str, Entity], path: Iterable[str], statuses: Sequence[Status]
) -> Chain:
    """Return a path with the facts on each of its steps; `by_iri` has the entities on it."""
    return Chain(tuple(_make_hop(store, settings, by_iri, step, statuses) for step in pairwise(path)))


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
