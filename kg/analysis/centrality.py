"""Who is central: by how many they are joined to, by whom, and by lying between the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from kg.analysis.graphs import WEIGHT, has_igraph, simplify, to_igraph
from kg.analysis.groups import SEED
from kg.analysis.ranking import rank
from kg.analysis.results import Results
from kg.errors import KGError

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

MEASURES = ("pagerank", "betweenness", "neighbours", "ties", "closeness", "eigenvector")
USUAL = MEASURES[:4]
"""What is computed unless asked otherwise."""

# Nodes and edges visited, about a second's worth: on two cores of 2.5 GHz NetworkX takes 0.5 µs for one, igraph 8 ns.
_NETWORKX_STEPS = 2_000_000
_IGRAPH_STEPS = 125_000_000
_FEWEST_SAMPLES = 50


@dataclass(frozen=True)
class Centrality:
    """What tells how central a thing is; `place` counts from 1, and what was not asked for is None.

    `neighbours` counts those it is joined to, and `ties` sums the weights that join them: statements. The measures are
    those of NetworkX: `pagerank` sums to 1, `betweenness` and `closeness` lie between 0 and 1.
    """

    place: int
    id: str
    label: str
    type: str
    pagerank: float
    betweenness: float
    neighbours: int
    ties: float
    closeness: float | None = None
    eigenvector: float | None = None


@dataclass(frozen=True)
class Centralities(Results[Centrality]):
    """The things of a graph, the most central first by the measure `by`.

    `samples` tells from how many of them the betweenness was reckoned, None if from all, so that it is exact.
    """

    by: str = "pagerank"
    samples: int | None = None

    row_type: ClassVar = Centrality

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        labels = [row.label for row in self]
        values = [getattr(row, self.by) for row in self]
        return draw_bars(
            ax, labels, values, groups=[row.type for row in self], title=f"Most central by {TITLES[self.by]}",
            axis=TITLES[self.by],
        )  # fmt: skip


TITLES = {
    "pagerank": "PageRank", "betweenness": "betweenness", "neighbours": "number of neighbours",
    "ties": "statements that join it to others", "closeness": "closeness", "eigenvector": "eigenvector centrality",
}  # fmt: skip


@dataclass(frozen=True)
class Betweenness:
    """The share of all shortest ways that lead through each node, from `samples` of the nodes, None if from all."""

    values: dict[str, float]
    samples: int | None


def centralities(
    graph: networkx.Graph[str], *, by: str = "pagerank", between: Betweenness | None = None
) -> Centralities:
    """Return the nodes of any graph by one of `MEASURES`, the most central first, then by identifier.

    `between` is its betweenness, if that is known already. Edges lead both ways. Closeness and the eigenvector are only
    computed where they are asked for: in a graph of many components, as news make it, the first favours small ones and
    the second is 0 outside the largest.
    """
    if by not in MEASURES:
        raise KGError(f"{by!r} is no measure of centrality; they are {', '.join(MEASURES)}")
    simple = simplify(graph)
    between = between or betweenness(simple)
    known: dict[str, dict[str, Any]] = {
        "pagerank": rank(simple),
        "betweenness": between.values,
        "neighbours": dict(simple.degree()),
        "ties": dict(simple.degree(weight=WEIGHT)),
    }
    if by == "closeness":
        known[by] = closeness(simple)
    elif by == "eigenvector":
        known[by] = eigenvector(simple)
    ordered = sorted(simple, key=lambda node: (-known[by][node], node))
    rows = [
        Centrality(
            place, node, simple.nodes[node].get("label", node), simple.nodes[node].get("type", ""),
            **{measure: values[node] for measure, values in known.items()},
        )
        for place, node in enumerate(ordered, start=1)
    ]  # fmt: skip
    return Centralities(tuple(rows), _tell(simple, between.samples), by, between.samples)


def _tell(simple: networkx.Graph[str], samples: int | None) -> str:
    nodes = simple.number_of_nodes()
    told = f"things: {nodes:,}; pairs of them joined: {simple.number_of_edges():,}"
    if samples is None:
        return told
    exact = "exact with igraph: pip install 'kg-builder[analysis]'"
    return f"{told}; betweenness reckoned from {samples:,} of the things ({exact})"


def betweenness(simple: networkx.Graph[str], *, samples: int | None = None, seed: int = SEED) -> Betweenness:
    """Return the betweenness of each node of a simple graph, normalised as NetworkX does it (Freeman 1977).

    It is exact where that takes a second or so, which with igraph holds for tens of thousands of edges; else it is
    reckoned from nodes drawn by chance (Brandes and Pich 2007), or from as many `samples` as are asked for.
    """
    import networkx

    nodes, edges = simple.number_of_nodes(), simple.number_of_edges()
    if samples is None:
        steps = nodes * (nodes + edges)
        if has_igraph() and steps <= _IGRAPH_STEPS:
            return Betweenness(_betweenness_by_igraph(simple), None)
        if steps > _NETWORKX_STEPS:
            samples = min(nodes, max(_FEWEST_SAMPLES, _NETWORKX_STEPS // (nodes + edges)))
    if samples is not None and samples >= nodes:
        samples = None
    return Betweenness(networkx.betweenness_centrality(simple, k=samples, seed=seed), samples)


def _betweenness_by_igraph(simple: networkx.Graph[str]) -> dict[str, float]:
    count = simple.number_of_nodes()
    pairs = (count - 1) * (count - 2) / 2
    found = to_igraph(simple).betweenness(directed=False)
    return {node: value / pairs if pairs else 0.0 for node, value in zip(simple, found, strict=True)}


def closeness(simple: networkx.Graph[str]) -> dict[str, float]:
    """Return how near all others are on average; in parts that are apart, by the share of nodes that can be reached.

    That is the formula of Wasserman and Faust 1994, as NetworkX has it.
    """
    import networkx

    if not has_igraph():
        return dict(networkx.closeness_centrality(simple))
    near: Sequence[float] = to_igraph(simple).closeness()  # within the component; not a number where that is one node
    others = simple.number_of_nodes() - 1
    sizes = {node: len(part) for part in networkx.connected_components(simple) for node in part}
    return {
        node: value * (sizes[node] - 1) / others if sizes[node] > 1 else 0.0
        for node, value in zip(simple, near, strict=True)
    }


def eigenvector(simple: networkx.Graph[str]) -> dict[str, float]:
    """Return the eigenvector centrality in the largest component, 0 outside it; weights count (Bonacich 1987).

    Its square sums to 1. Raises `KGError` where it does not settle.
    """
    import networkx

    if not simple.number_of_edges():
        return dict.fromkeys(simple, 0.0)
    largest = max(networkx.connected_components(simple), key=lambda part: (len(part), min(part)))
    try:
        # By NetworkX's power iteration: its other way needs scipy.
        found = networkx.eigenvector_centrality(simple.subgraph(largest), max_iter=1000, tol=1e-9, weight=WEIGHT)
    except networkx.PowerIterationFailedConvergence as error:
        raise KGError("the eigenvector centrality of this graph does not settle; take pagerank") from error
    return {node: found.get(node, 0.0) for node in simple}
