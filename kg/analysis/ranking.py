"""PageRank: who is central because those are central that the texts tell of together with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis.graphs import make_arrays
from kg.errors import KGError

if TYPE_CHECKING:
    import networkx

_MOST_STEPS = 500
# The sum of what still changes in a step; the ranks of all nodes sum to 1.
_TOLERANCE = 1e-10


def rank(graph: networkx.Graph[str], *, damping: float = 0.85, is_directed: bool = False) -> dict[str, float]:
    """Return the PageRank of each node, in the order of the nodes; all of them sum to 1.

    Every edge counts, with its `weight` if it has one. They lead both ways unless `is_directed`: to do something to
    somebody and to suffer it from somebody make one equally central. The ranks are those of `networkx.pagerank`,
    which needs scipy, and the same on every run. Raises `KGError` where they do not settle (damping near 1).

    Brin and Page 1998, "The anatomy of a large-scale hypertextual web search engine".
    """
    import numpy as np

    nodes, sources, targets, weights = make_arrays(graph)
    count = len(nodes)
    if not count:
        return {}
    if not is_directed or not graph.is_directed():
        loops = sources == targets  # a loop leads from a node to itself once
        sources, targets = np.r_[sources, targets[~loops]], np.r_[targets, sources[~loops]]
        weights = np.r_[weights, weights[~loops]]
    given = np.bincount(sources, weights, minlength=count)
    shares = weights / given[sources]
    is_end = given == 0
    ranks = np.full(count, 1 / count)
    for _ in range(_MOST_STEPS):
        before = ranks
        flow = np.bincount(targets, shares * before[sources], minlength=count)
        ranks = damping * (flow + before[is_end].sum() / count) + (1 - damping) / count
        if np.abs(ranks - before).sum() < _TOLERANCE:
            return dict(zip(nodes, ranks.tolist(), strict=True))
    raise KGError(f"PageRank with damping {damping} did not settle in {_MOST_STEPS} steps; try a smaller one")
