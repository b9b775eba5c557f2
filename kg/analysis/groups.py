"""Communities: those that the texts tell of together more than of others."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.analysis.networks import WEIGHT, simplify

if TYPE_CHECKING:
    import networkx

SEED = 8
"""Of all that is drawn by chance; any number does, and the same one gives the same answer."""


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


def has_igraph() -> bool:
    """Whether igraph is installed, which is faster, and has Leiden."""
    try:
        import igraph  # noqa: F401
    except ImportError:
        return False
    return True


def _find_by_leiden(simple: networkx.Graph[str], resolution: float, seed: int) -> list[set[str]]:
    """Return the communities that no further round of Leiden betters."""
    import igraph

    nodes = list(simple)
    places = {node: place for place, node in enumerate(nodes)}
    edges = [(places[one], places[other]) for one, other in simple.edges]
    weights = [weight for _, _, weight in simple.edges(data=WEIGHT)]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = igraph.Graph(len(nodes), edges).community_leiden(
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
