"""Graphs as arrays, and as simple weighted graphs: what the measures compute with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import igraph
    import networkx
    import numpy as np
    from numpy.typing import NDArray

WEIGHT = "weight"


class Arrays(NamedTuple):
    """A graph as arrays: its nodes in their order, and source, target and weight of each edge."""

    nodes: list[str]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]


def make_arrays(graph: networkx.Graph[str]) -> Arrays:
    """Return a graph of any kind as arrays, edge by edge; an edge without a weight weighs 1."""
    import numpy as np

    nodes = list(graph)
    places = {node: place for place, node in enumerate(nodes)}
    edges = [(places[one], places[other], weight) for one, other, weight in graph.edges(data=WEIGHT, default=1.0)]
    sources, targets, weights = zip(*edges, strict=True) if edges else ((), (), ())
    return Arrays(
        nodes, np.array(sources, np.int64), np.array(targets, np.int64), np.array(weights, np.float64)
    )  # fmt: skip


def simplify(graph: networkx.Graph[str]) -> networkx.Graph[str]:
    """Return a graph with one edge between any two nodes that are joined, in whichever direction.

    Its `weight` is the sum of what joins the two, 1 for an edge without a weight; loops are left out. Nodes
    keep their attributes, and nodes and edges come sorted, so that the order of the input does not matter.
    """
    import networkx

    weights: dict[tuple[str, str], float] = {}
    for one, other, weight in graph.edges(data=WEIGHT, default=1):
        if one != other:
            ends = (one, other) if one < other else (other, one)
            weights[ends] = weights.get(ends, 0) + weight
    simple: networkx.Graph[str] = networkx.Graph()
    simple.add_nodes_from((node, dict(graph.nodes[node])) for node in sorted(graph))
    simple.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(weights.items()))
    return simple


def facts_of(told: Mapping[str, Any]) -> list[str]:
    """Return the identifiers of the facts of an edge: of a graph of named things, or of facts."""
    return str(told.get("facts") or told.get("assertion") or "").split()


def has_igraph() -> bool:
    """Whether igraph is installed, which is faster, and has Leiden."""
    try:
        import igraph  # noqa: F401
    except ImportError:
        return False
    return True


def to_igraph(simple: networkx.Graph[str]) -> igraph.Graph:
    """Return a graph for igraph, its nodes and edges in the same order, without weights."""
    import igraph

    places = {node: place for place, node in enumerate(simple)}
    return igraph.Graph(len(places), [(places[one], places[other]) for one, other in simple.edges])
