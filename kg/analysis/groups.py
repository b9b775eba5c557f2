"""Communities: those that the texts tell of together more than of others."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kg.analysis.graphs import WEIGHT, has_igraph, simplify, to_igraph
from kg.analysis.ranking import rank
from kg.analysis.results import Results

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

_NAMES = 3
"""So many of its most central members name a community."""

SEED = 8
"""Of all that is drawn by chance; any number does, and the same one gives the same answer."""


@dataclass(frozen=True)
class Community:
    """Things that are joined to each other more than to others; `number` is its place by size, from 1.

    `name` has its most central members, and `members` and `labels` have all of them, the most central first. `ties`
    sums the weights of the edges within, `ties_out` of those that lead out.
    """

    number: int
    name: str
    size: int
    ties: float
    ties_out: float
    members: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Communities(Results[Community]):
    """The communities of a graph, the largest first; `method` found them, and `modularity` tells how good they are."""

    method: str = ""
    modularity: float = 0.0

    row_type: ClassVar = Community

    def _is_about(self, row: Community, names: Collection[str]) -> bool:
        return any(name in row.members for name in names)

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        return draw_bars(
            ax, [row.name for row in self], [row.size for row in self],
            title=f"Communities ({self.method}, modularity {self.modularity:.2f})", axis="members",
        )  # fmt: skip


def find_communities(graph: networkx.Graph[str], *, resolution: float = 1.0, seed: int = SEED) -> Communities:
    """Return what `communities` finds, each named by its most central members, those of the highest PageRank."""
    simple = simplify(graph)
    parts, ranks = communities(simple, resolution=resolution, seed=seed), rank(simple)
    inside, outside = _count_ties(simple, parts)
    rows = []
    for place, part in enumerate(parts):
        members = sorted(part, key=lambda node: (-ranks[node], node))
        labels = tuple(simple.nodes[node].get("label", node) for node in members)
        name = name_community(labels)
        rows.append(Community(place + 1, name, len(part), inside[place], outside[place], tuple(members), labels))
    method, quality = ("Leiden" if has_igraph() else "Louvain"), modularity(simple, parts, resolution=resolution)
    note = f"{len(parts):,} found by {method} among {len(simple):,} things; modularity {quality:.2f}"
    return Communities(tuple(rows), note, method, quality)


def name_community(labels: Iterable[str]) -> str:
    """Return the name of a community from the labels of its members, the most central first.

    >>> name_community(["Russia", "Ukraine", "Gazprom", "Moscow"])
    'Russia, Ukraine, Gazprom'
    """
    return ", ".join(list(labels)[:_NAMES])


def _count_ties(simple: networkx.Graph[str], parts: list[set[str]]) -> tuple[list[float], list[float]]:
    """Return the weights within each part, and those that lead out of it."""
    places = place_of(parts)
    inside, outside = [0.0] * len(parts), [0.0] * len(parts)
    for one, other, weight in simple.edges(data=WEIGHT):
        if places[one] == places[other]:
            inside[places[one]] += weight
        else:
            outside[places[one]] += weight
            outside[places[other]] += weight
    return inside, outside


def place_of(parts: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """Return the place of each node's part, from 0."""
    return {node: place for place, part in enumerate(parts) for node in part}


def communities(graph: networkx.Graph[str], *, resolution: float = 1.0, seed: int = SEED) -> list[set[str]]:
    """Return the communities of a graph, the largest first, then by their first member; each node is in one of them.

    Edges lead both ways, and count with their `weight` if they have one. By Leiden (Traag, Waltman and van Eck 2019)
    where igraph is installed, else by Louvain (Blondel and others 2008), as NetworkX has it: either seeks the parts of
    the highest modularity, in which a higher `resolution` prefers smaller ones.
    """
    simple = simplify(graph)
    parts = _find_by_leiden(simple, resolution, seed) if has_igraph() else _find_by_louvain(simple, resolution, seed)
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def modularity(graph: networkx.Graph[str], parts: Iterable[set[str]], *, resolution: float = 1.0) -> float:
    """Return how much more of the edges lie within the parts than chance would put there; 0 without edges.

    Newman 2004; from about 0.3 on, the parts are more than chance.
    """
    import networkx

    simple = simplify(graph)
    if not simple.number_of_edges():
        return 0.0
    return float(networkx.community.modularity(simple, list(parts), weight=WEIGHT, resolution=resolution))


def _find_by_leiden(simple: networkx.Graph[str], resolution: float, seed: int) -> list[set[str]]:
    """Return the communities that no further round of Leiden betters."""
    import igraph

    nodes = list(simple)
    weights = [weight for _, _, weight in simple.edges(data=WEIGHT)]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = to_igraph(simple).community_leiden(
            "modularity", weights=weights or None, resolution=resolution, n_iterations=-1
        )
    finally:
        igraph.set_random_number_generator(random)  # as igraph has it when it is imported
    return [{nodes[place] for place in part} for part in found]


def _find_by_louvain(simple: networkx.Graph[str], resolution: float, seed: int) -> list[set[str]]:
    """Return Louvain's communities; nodes are numbers in it, for the order of sets of strings changes with each run."""
    import networkx

    nodes = list(simple)
    numbered = networkx.relabel_nodes(simple, {node: place for place, node in enumerate(nodes)})
    parts = networkx.community.louvain_communities(numbered, weight=WEIGHT, resolution=resolution, seed=seed)
    return [{nodes[place] for place in part} for part in parts]
