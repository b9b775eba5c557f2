"""Paths through a graph of facts and of names inside names, against all paths that there are."""

from itertools import pairwise

import networkx
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.paths import find_paths
from kg.model import Entity, EntityType

FACT, MENTION = 1000, 1001
NODES = "abcdef"


@st.composite
def graphs(draw: st.DrawFn) -> networkx.Graph:
    pairs = [(one, other) for one in NODES for other in NODES if one < other]
    chosen = draw(st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from([FACT, MENTION])), max_size=12))
    graph = networkx.Graph()
    graph.add_weighted_edges_from((*ends, weight) for ends, weight in chosen)
    return graph


def find_all(graph: networkx.Graph) -> list[tuple[int, tuple[str, ...]]]:
    """Return all paths from a to b with their weights, the shortest first, as the definition has it."""
    if "a" not in graph or "b" not in graph:
        return []
    found = []
    for path in networkx.all_simple_paths(graph, "a", "b"):
        weights = [graph.edges[step]["weight"] for step in pairwise(path)]
        if (MENTION, MENTION) not in pairwise(weights):
            found.append((sum(weights), tuple(path)))
    return sorted(found)


@given(graphs(), st.integers(1, 5), st.integers(1, 4))
def test_the_shortest_of_all_paths_are_found(graph: networkx.Graph, max_length: int, limit: int) -> None:
    ends = Entity("a", "A", EntityType.PERSON), Entity("b", "B", EntityType.PERSON)
    every = find_all(graph)
    paths = find_paths(graph, "", ends, max_length=max_length, limit=limit)
    assert list(paths.found) == [path for _, path in every if len(path) - 1 <= max_length][:limit]
    assert paths.shortest == (len(every[0][1]) - 1 if every else None)
