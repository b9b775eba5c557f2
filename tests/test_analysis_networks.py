"""Measures of graphs: those of NetworkX are the oracle, on random graphs; small ones have answers known by hand."""

from __future__ import annotations

import random
import time

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import (
    bridges,
    brokers,
    centralities,
    communities,
    find_communities,
    find_paths,
    modularity,
    name_community,
    rank,
)
from kg.analysis.brokers import count_cut_off
from kg.analysis.centrality import MEASURES, betweenness, closeness, eigenvector
from kg.analysis.graphs import simplify
from kg.analysis.groups import _find_by_louvain
from kg.errors import KGError

KINDS = (networkx.Graph, networkx.DiGraph, networkx.MultiGraph, networkx.MultiDiGraph)


@st.composite
def graphs(draw: st.DrawFn) -> networkx.Graph:
    """Draw graphs of any kind, with loops, parallel edges, weights and lonely nodes."""
    graph = draw(st.sampled_from(KINDS))()
    nodes = [f"n{number}" for number in range(draw(st.integers(1, 9)))]
    graph.add_nodes_from(nodes)
    ends = st.sampled_from(nodes)
    for one, other, weight in draw(st.lists(st.tuples(ends, ends, st.sampled_from([None, 1, 2, 0.5])), max_size=20)):
        graph.add_edge(one, other, **({} if weight is None else {"weight": weight}))
    return graph


def both_ways(graph: networkx.Graph) -> networkx.MultiGraph:
    """Return the graph without directions, every edge kept."""
    free = networkx.MultiGraph()
    free.add_nodes_from(graph)
    free.add_edges_from((one, other, None, told) for one, other, told in graph.edges(data=True))
    return free


def two_triangles() -> networkx.Graph:
    """Return a-b-c and d-e-f, joined by c-d."""
    return networkx.Graph(["ab", "bc", "ca", "cd", "de", "ef", "fd"])


@settings(deadline=None)
@given(graphs())
def test_rank_is_the_pagerank_of_networkx(graph: networkx.Graph) -> None:
    for ours, free in ((rank(graph), both_ways(graph)), (rank(graph, is_directed=True), graph)):
        theirs = networkx.pagerank(free, tol=1e-12, max_iter=1000)
        assert ours == pytest.approx(theirs, abs=1e-8)
        assert list(ours) == list(graph)


def test_rank_sums_to_one_and_an_empty_graph_has_none() -> None:
    assert sum(rank(two_triangles()).values()) == pytest.approx(1)
    assert rank(networkx.Graph()) == {}


def test_twenty_thousand_edges_are_ranked_at_once() -> None:
    graph = networkx.gnm_random_graph(7_000, 20_000, seed=1, directed=True)
    started = time.process_time()
    assert len(rank(networkx.MultiDiGraph(graph))) == 7_000
    assert time.process_time() - started < 0.5


def test_rank_that_does_not_settle_says_so() -> None:
    with pytest.raises(KGError, match="did not settle"):
        rank(networkx.path_graph(5, create_using=networkx.DiGraph), damping=1.0)


@settings(deadline=None)
@given(graphs())
def test_a_simple_graph_joins_two_nodes_once_by_the_sum_of_weights(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    assert not list(networkx.selfloop_edges(simple))
    assert {frozenset(ends) for ends in simple.edges} == {
        frozenset(ends) for ends in graph.edges() if len(set(ends)) > 1
    }
    total = sum(weight for one, other, weight in graph.edges(data="weight", default=1) if one != other)
    assert simple.size("weight") == pytest.approx(total)
    assert list(simple) == sorted(graph)


@settings(deadline=None)
@given(graphs())
def test_the_measures_are_those_of_networkx(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    assert betweenness(simple).values == pytest.approx(networkx.betweenness_centrality(simple))
    assert closeness(simple) == pytest.approx(networkx.closeness_centrality(simple))


@settings(deadline=None)
@given(graphs())
def test_the_eigenvector_is_that_of_the_largest_component(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    found = eigenvector(simple)
    inside = {node for node, value in found.items() if value}
    assert all(value >= 0 for value in found.values())
    if simple.number_of_edges():
        largest = max(map(len, networkx.connected_components(simple)))
        assert len(inside) == largest
        assert sum(value**2 for value in found.values()) == pytest.approx(1)


def test_few_samples_are_told_and_draw_the_same_by_the_same_seed() -> None:
    graph = networkx.relabel_nodes(networkx.karate_club_graph(), str)
    simple = simplify(graph)
    one, other = betweenness(simple, samples=5, seed=1), betweenness(simple, samples=5, seed=1)
    assert one == other
    assert one.samples == 5
    assert betweenness(simple, samples=34).samples is None  # all of them


@pytest.mark.parametrize("measure", MEASURES)
def test_centralities_come_by_each_measure(measure: str) -> None:
    graph = networkx.Graph(["hub-a".split("-"), "hub-b".split("-"), "hub-c".split("-"), "a-b".split("-")])
    found = centralities(graph, by=measure)
    assert found[0].id == "hub"
    assert [row.place for row in found] == [1, 2, 3, 4]
    assert (found[0].neighbours, found[0].ties) == (3, 3)


def test_an_unknown_measure_names_those_there_are() -> None:
    with pytest.raises(KGError, match="pagerank, betweenness"):
        centralities(two_triangles(), by="fame")


@settings(deadline=None)
@given(graphs())
def test_communities_part_the_nodes_the_largest_first(graph: networkx.Graph) -> None:
    for parts in (communities(graph), sorted_parts(_find_by_louvain(simplify(graph), 1.0, 8))):
        assert sorted(node for part in parts for node in part) == sorted(graph)
        assert parts == sorted_parts(parts)
        assert all(networkx.is_connected(simplify(graph).subgraph(part)) for part in parts)


def sorted_parts(parts: list[set[str]]) -> list[set[str]]:
    return sorted(parts, key=lambda part: (-len(part), min(part)))


@settings(deadline=None)
@given(graphs())
def test_modularity_is_that_of_networkx(graph: networkx.Graph) -> None:
    parts, simple = communities(graph), simplify(graph)
    if simple.number_of_edges():
        assert modularity(graph, parts) == pytest.approx(networkx.community.modularity(simple, parts))
    else:
        assert modularity(graph, parts) == 0


def test_two_triangles_are_two_communities() -> None:
    assert communities(two_triangles()) == [set("abc"), set("def")]
    found = find_communities(two_triangles())
    assert [row.name for row in found] == ["c, a, b", "d, e, f"]  # the most central first
    assert [(row.ties, row.ties_out) for row in found] == [(3, 1), (3, 1)]
    assert found.modularity == pytest.approx(5 / 14)
    assert found.of(["e"]).rows == (found[1],)
    assert name_community(["Russia"]) == "Russia"


@settings(deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_edges_does_not_matter(graph: networkx.Graph, chance: random.Random) -> None:
    nodes, edges = list(graph), list(both_ways(graph).edges(data=True))
    chance.shuffle(nodes)
    chance.shuffle(edges)
    shuffled = networkx.MultiGraph()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from((one, other, None, told) for one, other, told in edges)
    assert communities(shuffled) == communities(graph)
    assert bridges(shuffled, smallest=1) == bridges(graph, smallest=1)
    ours, theirs = (centralities(any_order).rows for any_order in (shuffled, graph))
    assert {row.id: row.ties for row in ours} == pytest.approx({row.id: row.ties for row in theirs})


def test_brokers_lie_between_the_others() -> None:
    found = brokers(two_triangles())
    assert [(row.id, row.cuts_off) for row in found] == [("c", 2), ("d", 2)]
    assert found[0].communities == ("c, a, b", "d, e, f")  # its own first
    assert found.rows[0].betweenness == pytest.approx(0.6)


@settings(deadline=None)
@given(graphs())
def test_what_is_cut_off_is_what_does_not_hang_together_any_more(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    for node in simple:
        component = networkx.node_connected_component(simple, node)
        rest = simple.subgraph(component - {node})
        parts = sorted(map(len, networkx.connected_components(rest)))
        assert count_cut_off(simple).get(node, 0) == sum(parts[:-1])


@settings(deadline=None)
@given(graphs())
def test_bridges_are_those_of_networkx_with_what_hangs_on_either_end(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    found = bridges(graph, smallest=1)
    assert {frozenset((row.near, row.far)) for row in found} == {frozenset(ends) for ends in networkx.bridges(simple)}
    for row in found:
        rest = simple.copy()
        rest.remove_edge(row.near, row.far)
        sizes = [len(networkx.node_connected_component(rest, node)) for node in (row.near, row.far)]
        assert sizes == [row.near_size, row.far_size]
        assert row.near_size >= row.far_size


def test_a_bridge_names_its_facts() -> None:
    graph = networkx.MultiDiGraph([("ab", "cd", "k1"), ("cd", "ab", "k2")])
    for one, other, key in graph.edges(keys=True):
        graph.edges[one, other, key]["assertion"] = key
    assert bridges(graph, smallest=1)[0].facts == ("k1", "k2")


def chain() -> networkx.Graph:
    """Return a doubtful edge from a to d, and a sure way through b and c."""
    graph = networkx.Graph()
    graph.add_edge("a", "d", strength=0.5, facts="f1")
    graph.add_edge("a", "b", strength=0.9, facts="f2 f3")
    graph.add_edge("b", "c", strength=0.9, facts="f4")
    graph.add_edge("c", "d", strength=0.9, facts="f5")
    graph.add_node("e", label="Ed")
    return graph


def test_the_shortest_and_the_strongest_way_differ() -> None:
    (shortest, longer) = find_paths(chain(), "a", "d").rows
    assert shortest.nodes == ("a", "d")
    assert (shortest.length, shortest.strength, shortest.facts) == (1, pytest.approx(0.5), (("f1",),))
    strongest = find_paths(chain(), "a", "d", is_strongest=True)[0]
    assert strongest == longer
    assert strongest.facts == (("f2", "f3"), ("f4",), ("f5",))
    assert strongest.strength == pytest.approx(0.9**3)


def test_facts_between_two_add_up() -> None:
    graph = networkx.MultiDiGraph()
    graph.add_edge("a", "b", assertion="f1", confidence=0.5)
    graph.add_edge("b", "a", assertion="f2", confidence=0.5)
    (path,) = find_paths(graph, "a", "b").rows
    assert path.strength == pytest.approx(0.75)
    assert path.facts == (("f1", "f2"),)


def test_what_is_apart_or_missing_has_no_path() -> None:
    with pytest.raises(KGError, match="no chain of facts joins a and e"):
        find_paths(chain(), "a", "e")
    with pytest.raises(KGError, match="ent:x is not in this graph"):
        find_paths(chain(), "a", "ent:x")


@settings(deadline=None)
@given(graphs())
def test_the_shortest_path_is_as_long_as_networkx_says(graph: networkx.Graph) -> None:
    simple = simplify(graph)
    start, end = min(simple), max(simple)
    if start != end and networkx.has_path(simple, start, end):
        assert find_paths(graph, start, end)[0].length == networkx.shortest_path_length(simple, start, end)
