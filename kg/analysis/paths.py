"""Chains from one thing to another: the shortest, or those of the surest facts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, ClassVar

from kg.analysis.graphs import facts_of
from kg.analysis.results import Results
from kg.errors import KGError

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

# What a step costs beside its doubt: a longer chain has to be surer by two hundredths for each further step. Without it
# the strongest chain of a large graph wanders through seven countries for a thousandth.
_STEP = 0.02
_LEAST = 1e-9


@dataclass(frozen=True)
class Path:
    """A chain of things; `facts` has for each step the identifiers of those that make it.

    `strength` is the probability that every step has a fact that is right, if they are independent.
    """

    length: int
    strength: float
    nodes: tuple[str, ...]
    labels: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paths(Results[Path]):
    """Chains between two things, the shortest or the strongest first."""

    row_type: ClassVar = Path

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        return draw_bars(
            ax, [" – ".join(row.labels) for row in self], [row.strength for row in self], title="Chains of facts",
            axis="probability that every step has a fact that is right",
        )  # fmt: skip


def find_paths(
    graph: networkx.Graph[str], start: str, end: str, *, limit: int = 3, is_strongest: bool = False
) -> Paths:
    """Return up to `limit` chains between two nodes, the shortest first, and of these the strongest.

    With `is_strongest`, the most probable first; a longer one only if it is clearly more so. The graph is one of named
    things, or of facts, as `to_networkx` gives it; edges lead both ways. Raises `KGError` if there is no chain.
    """
    import networkx

    for node in (start, end):
        if node not in graph:
            raise KGError(f"{node} is not in this graph: no fact joins it to another thing of the types that it takes")
    merged = _merge_facts(graph)
    weight = "doubt" if is_strongest else "step"
    try:
        found = list(islice(networkx.shortest_simple_paths(merged, start, end, weight=weight), limit))
    except networkx.NetworkXNoPath as error:
        raise KGError(f"no chain of facts joins {start} and {end}") from error
    order = "strongest" if is_strongest else "shortest"
    return Paths(tuple(_make_path(merged, nodes) for nodes in found), f"the {order} chains between {start} and {end}")


def _merge_facts(graph: networkx.Graph[str]) -> networkx.Graph[str]:
    """Return the graph with one edge between two nodes, its facts together, and what they cost."""
    import networkx

    facts: dict[tuple[str, str], list[str]] = {}
    wrong: dict[tuple[str, str], float] = {}
    for one, other, told in graph.edges(data=True):
        if one != other:
            ends = (one, other) if one < other else (other, one)
            facts.setdefault(ends, []).extend(facts_of(told))
            wrong[ends] = wrong.get(ends, 1.0) * (1 - float(told.get("strength", told.get("confidence", 1.0))))
    merged: networkx.Graph[str] = networkx.Graph()
    merged.add_nodes_from((node, dict(graph.nodes[node])) for node in sorted(graph))
    for ends in sorted(facts):
        doubt = -math.log(max(1 - wrong[ends], _LEAST)) + _STEP
        # A thousandth of the doubt decides between chains of one length, and never between lengths.
        merged.add_edge(*ends, facts=tuple(facts[ends]), right=1 - wrong[ends], doubt=doubt, step=1 + doubt / 1000)
    return merged


def _make_path(merged: networkx.Graph[str], nodes: list[str]) -> Path:
    steps = [merged.edges[step] for step in pairwise(nodes)]
    return Path(
        len(steps), math.prod(step["right"] for step in steps), tuple(nodes),
        tuple(str(merged.nodes[node].get("label", node)) for node in nodes), tuple(step["facts"] for step in steps),
    )  # fmt: skip
