"""Brokers: who joins others that would be further apart, or apart, without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from kg.analysis.centrality import Betweenness, betweenness
from kg.analysis.graphs import facts_of, simplify
from kg.analysis.groups import Communities, find_communities, place_of
from kg.analysis.results import Results

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

Node = TypeVar("Node")


@dataclass(frozen=True)
class Broker:
    """A thing that lies between others, by its `betweenness`; `place` counts from 1.

    `communities` are the names of those that it is joined to, its own first, then by size; without it, `cuts_off`
    others would not hang together with the rest any more.
    """

    place: int
    id: str
    label: str
    type: str
    betweenness: float
    communities: tuple[str, ...]
    cuts_off: int


@dataclass(frozen=True)
class Bridge:
    """The one edge that joins two parts of a graph, which have so many members; the smaller part is the far one."""

    near: str
    far: str
    near_label: str
    far_label: str
    near_size: int
    far_size: int
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Brokers(Results[Broker]):
    """Those through whom the shortest ways between others lead, most of them first."""

    samples: int | None = None

    row_type: ClassVar = Broker

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        return draw_bars(
            ax, [row.label for row in self], [row.betweenness for row in self], groups=[row.type for row in self],
            title="Brokers: who lies between the others", axis="share of shortest ways that lead through (betweenness)",
        )  # fmt: skip


@dataclass(frozen=True)
class Bridges(Results[Bridge]):
    """The edges that alone join two parts, those that join the largest first."""

    row_type: ClassVar = Bridge

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        return draw_bars(
            ax, [f"{row.near_label} – {row.far_label}" for row in self], [row.far_size for row in self],
            title="Bridges: the one edge to a part", axis="things in that part",
        )  # fmt: skip


def brokers(
    graph: networkx.Graph[str], found: Communities | None = None, between: Betweenness | None = None
) -> Brokers:
    """Return the nodes that lie between others, by betweenness, then by identifier.

    `found` and `between` are its communities and betweenness, if these are known already.
    """
    simple = simplify(graph)
    parts = found or find_communities(simple)
    between, cut = between or betweenness(simple), count_cut_off(simple)
    places = place_of(part.members for part in parts)
    rows: list[Broker] = []
    for node in sorted(simple, key=lambda node: (-between.values[node], node)):
        if between.values[node] > 0:
            own = places[node]
            touched = sorted({places[other] for other in simple[node]} - {own})
            names = tuple(parts[place].name for place in (own, *touched))
            told = simple.nodes[node]
            label, type_ = told.get("label", node), told.get("type", "")
            rows.append(Broker(len(rows) + 1, node, label, type_, between.values[node], names, cut.get(node, 0)))
    how = "" if between.samples is None else f"; betweenness reckoned from {between.samples:,} of the things"
    note = f"things that lie between others: {len(rows):,} of {len(simple):,}{how}"
    return Brokers(tuple(rows), note, between.samples)


def bridges(graph: networkx.Graph[str], *, smallest: int = 2) -> Bridges:
    """Return the edges without which the graph would fall into more parts, either of at least `smallest` members."""
    simple = simplify(graph)
    sizes = _bridge_sizes(simple)
    rows = []
    for (one, other), (size, other_size) in sizes.items():
        if min(size, other_size) >= smallest:
            near, far = (one, other) if size >= other_size else (other, one)
            near_label, far_label = (simple.nodes[node].get("label", node) for node in (near, far))
            facts = tuple(name for told in _edges_between(graph, near, far) for name in facts_of(told))
            near_size, far_size = max(size, other_size), min(size, other_size)
            rows.append(Bridge(near, far, near_label, far_label, near_size, far_size, facts))
    rows.sort(key=lambda row: (-row.far_size, -row.near_size, row.near, row.far))
    return Bridges(tuple(rows), f"bridges with at least {smallest} things on either side: {len(rows):,}")


def _edges_between(graph: networkx.Graph[str], *ends: str) -> Iterator[Mapping[str, Any]]:
    """Yield what each edge between two nodes has, in either direction."""
    for start, end in (ends, ends[::-1]) if graph.is_directed() else (ends,):
        if graph.has_edge(start, end):
            told = graph.get_edge_data(start, end)
            yield from told.values() if graph.is_multigraph() else [told]


def _bridge_sizes(simple: networkx.Graph[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many nodes hang together at either end of each bridge, once it is gone."""
    import networkx

    found = sorted(networkx.bridges(simple))
    rest = simple.copy()
    rest.remove_edges_from(found)
    solid = list(networkx.connected_components(rest))
    places = place_of(solid)
    tree: networkx.Graph[int] = networkx.Graph()
    tree.add_nodes_from(range(len(solid)))
    tree.add_edges_from((places[one], places[other]) for one, other in found)
    below, total, parents = _sum_below(tree, {place: len(part) for place, part in enumerate(solid)})
    sizes = {}
    for one, other in found:
        is_below = parents.get(places[one]) == places[other]
        size = below[places[one]] if is_below else total[places[one]] - below[places[other]]
        sizes[one, other] = size, total[places[one]] - size
    return sizes


def count_cut_off(simple: networkx.Graph[str]) -> dict[str, int]:
    """Return for each articulation point how many nodes do not hang together with the rest once it is gone.

    The rest is the largest part that is left.
    """
    import networkx

    blocks = [frozenset(block) for block in networkx.biconnected_components(simple)]
    points = set(networkx.articulation_points(simple))
    tree: networkx.Graph[object] = networkx.Graph()
    tree.add_edges_from((place, node) for place, block in enumerate(blocks) for node in block & points)
    own: dict[object, int] = {place: len(blocks[place] - points) for place in range(len(blocks)) if place in tree}
    below, total, parents = _sum_below(tree, own | dict.fromkeys(points, 1))
    cut = {}
    for point in sorted(points):
        branches = [below[block] for block in tree[point] if parents.get(block) == point]
        branches.append(total[point] - below[point])
        cut[point] = sum(branches) - max(branches)
    return cut


def _sum_below(
    tree: networkx.Graph[Node], own: Mapping[Node, int]
) -> tuple[dict[Node, int], dict[Node, int], dict[Node, Node]]:
    """Return for each node of a forest the sum of what it and those below it have, that of its tree, and its parent."""
    import networkx

    below, total = dict(own), dict[Node, int]()
    parents: dict[Node, Node] = {}
    for component in networkx.connected_components(tree):
        root = next(iter(component))
        edges = list(networkx.dfs_edges(tree, root))
        parents |= {child: parent for parent, child in edges}
        for parent, child in reversed(edges):
            below[parent] += below[child]
        total |= dict.fromkeys(component, below[root])
    return below, total, parents
