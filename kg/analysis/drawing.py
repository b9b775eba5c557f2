"""The graph as it is drawn: nodes by centrality and community, edges by status, and no more of them than can be drawn.

The page and the one-file export show the same `Network`; `record` gives it as both read it, in JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from kg import rdf
from kg.analysis.groups import communities
from kg.analysis.ranking import rank
from kg.model import EntityType, Settings
from kg.projection import SHOWN, Filter, Tally, edge_label, find_kind, open_rows, statement_of, wanted_rows
from kg.vocabulary import item_number

if TYPE_CHECKING:
    import networkx

# Two things that one fact joins are no community worth a name.
_SMALLEST_COMMUNITY = 3
_NAMES_OF_COMMUNITY = 3
# A rank is one of thousands that sum to 1: six digits behind the first tell them apart.
_DIGITS = 6


class Mark(NamedTuple):
    """Characters of a quote, half-open, and what they are in the fact: subject, predicate or object."""

    start: int
    end: int
    role: str


class Quote(NamedTuple):
    """The sentence behind an edge, with the words of the fact in it, and what its document says of itself."""

    text: str
    marks: tuple[Mark, ...]
    publisher: str | None
    title: str | None


class Node(NamedTuple):
    """A thing that is drawn. `centrality` is its PageRank, of all nodes together 1; 0 where nothing shown joins it."""

    id: str
    label: str
    type: str
    mentions: int
    wikidata: str | None
    centrality: float
    community: int | None


class Edge(NamedTuple):
    """An assertion between two nodes. `sources` counts documents that say the same; `quote` is None unless asked."""

    id: str
    source: str
    target: str
    predicate: str
    label: str
    kind: str
    status: str
    polarity: str
    modality: str
    published: str | None
    confidence: float
    sources: int
    attributed_to: str | None
    document: str
    quote: Quote | None


class Community(NamedTuple):
    """Nodes joined to each other more than to the rest: a number, the most central members, how many are here."""

    id: int
    label: str
    size: int


@dataclass(frozen=True)
class Network:
    """A part of the graph that is drawn, or all of it; `total_nodes` and `total_edges` count what it is a part of.

    Nodes come by identifier, edges by document and place in the text. Centrality and community are those of what the
    texts assert or report, in the whole graph.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    labels: tuple[str, ...]
    """The label of each community, by its number."""
    total_nodes: int
    total_edges: int

    @property
    def is_sampled(self) -> bool:
        """Whether something is left out."""
        return (len(self.nodes), len(self.edges)) != (self.total_nodes, self.total_edges)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by their identifiers."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def edges_of(self) -> dict[str, list[int]]:
        """The places of the edges at each node."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, edge in enumerate(self.edges):
            for end in {edge.source, edge.target}:
                found[end].append(place)
        return found

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """The communities of which something is here, the largest first."""
        sizes = Counter(node.community for node in self.nodes if node.community is not None)
        ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Community(number, self.labels[number], size) for number, size in ordered)

    def sample(self, limit: int) -> Network:
        """Return the `limit` best supported edges and their ends; all if there are no more.

        Those come first that most documents state, then those whose lesser known end is the most central.
        """
        if len(self.edges) <= limit:
            return self
        centrality = {node.id: node.centrality for node in self.nodes}

        def support(place: int) -> tuple[int, float, float, str]:
            edge = self.edges[place]
            lesser = min(centrality[edge.source], centrality[edge.target])
            return -edge.sources, -lesser, -edge.confidence, edge.id

        return self._take(sorted(sorted(range(len(self.edges)), key=support)[:limit]), ())

    def around(self, identifier: str, limit: int) -> Network | None:
        """Return a node, up to `limit` others that edges join it to, and all edges among these; None for no node.

        The neighbours that most edges lead to come first, then the most central. `total_nodes` and `total_edges` are
        those of the node with all its neighbours.
        """
        centre = self.by_id.get(identifier)
        if centre is None:
            return None
        near = Counter(end for place in self.edges_of[identifier] for end in self.edges[place][1:3])
        near.pop(identifier, None)
        ordered = sorted(near, key=lambda end: (-near[end], -self.by_id[end].centrality, end))
        every = self._among({identifier, *ordered})
        kept = {identifier, *ordered[:limit]}
        shown = every if len(ordered) <= limit else self._among(kept)
        return replace(self._take(shown, kept), total_nodes=len(ordered) + 1, total_edges=len(every))

    def near(self, identifiers: Sequence[str], *, depth: int, limit: int) -> Network:
        """Return nodes with up to `limit` others that are at most `depth` edges away, and all edges among these.

        The nearer ones come first, among these the ones that most edges join to what was taken before, then the most
        central. `total_nodes` and `total_edges` are those of all that is so near.
        """
        taken = {identifier for identifier in identifiers if identifier in self.by_id}
        every, kept = set(taken), set(taken)
        room = limit
        for _ in range(depth):
            around = self._neighbours_of(kept)
            chosen = sorted(around, key=lambda node: (-around[node], -self.by_id[node].centrality, node))[:room]
            room -= len(chosen)
            every |= self._neighbours_of(every).keys()
            kept.update(chosen)
        among = self._among(every)
        shown = among if kept == every else self._among(kept)
        return replace(self._take(shown, kept), total_nodes=len(every), total_edges=len(among))

    def _neighbours_of(self, nodes: set[str]) -> Counter[str]:
        """Return the nodes that edges join to some, which they are none of, each with how many do."""
        found: Counter[str] = Counter()
        for place in {place for node in nodes for place in self.edges_of.get(node, ())}:
            edge = self.edges[place]
            found.update({edge.source, edge.target} - nodes)
        return found

    def _among(self, nodes: set[str]) -> list[int]:
        """Return the places of the edges that both begin and end at these nodes."""
        places = {place for node in nodes for place in self.edges_of[node]}
        return sorted(place for place in places if nodes.issuperset(self.edges[place][1:3]))

    def _take(self, places: Iterable[int], nodes: Iterable[str]) -> Network:
        """Return these edges with their ends, and these nodes even without an edge."""
        edges = tuple(self.edges[place] for place in places)
        kept = {*nodes, *(end for edge in edges for end in (edge.source, edge.target))}
        return Network(
            tuple(self.by_id[node] for node in sorted(kept)), edges, self.labels, self.total_nodes, self.total_edges
        )

    def record(self) -> dict[str, object]:
        """Return the network as the page reads it, in values that JSON has."""
        return {
            "nodes": [node._asdict() for node in self.nodes],
            "edges": [_edge_record(edge) for edge in self.edges],
            "shown": {"nodes": len(self.nodes), "edges": len(self.edges)},
            "total": {"nodes": self.total_nodes, "edges": self.total_edges},
            "sampled": self.is_sampled,
            "communities": [community._asdict() for community in self.communities],
        }


def read_network(
    source: rdf.QuadSource, settings: Settings, *, wanted: Filter | None = None, has_quotes: bool = False
) -> Network:
    """Return the network of the assertions that a filter lets through, of every status if there is none.

    With `has_quotes` each edge has its sentence.
    """
    maker = NetworkMaker(has_quotes=has_quotes)
    detail = rdf.Detail.WORDS if has_quotes else rdf.Detail.EDGE
    for text, rows in wanted_rows(open_rows(source, settings), wanted or Filter(), detail):
        maker.add(text, rows)
    return maker.finish()


class NetworkMaker:
    """Makes a network of documents that pass by once."""

    def __init__(self, *, has_quotes: bool = False) -> None:
        self._has_quotes = has_quotes
        self._tally = Tally()
        self._rows: list[rdf.Row] = []

    def add(self, text: rdf.Text, rows: Sequence[rdf.Row]) -> None:
        """Add the assertions of a document; those with a literal or no object are no edges."""
        self._tally.add_document(text, rows)
        self._rows += (row for row in rows if row.subject is not None and row.object is not None)

    def finish(self) -> Network:
        """Return the network of all that was added."""
        sources = self._tally.count_sources()
        edges = tuple(self._edge(row, sources.get(statement_of(row), 1)) for row in self._rows)
        self._rows.clear()
        things = sorted(self._tally.nodes)
        shown = _shown_graph(edges)
        ranks = rank(shown)
        parts = [part for part in communities(shown) if len(part) >= _SMALLEST_COMMUNITY]
        numbers = {node: number for number, part in enumerate(parts) for node in part}
        nodes = tuple(
            Node(
                thing.id, thing.label, thing.type.value, self._tally.mentions[thing.id], item_number(thing.wikidata),
                _round(ranks.get(thing.id, 0.0)), numbers.get(thing.id),
            )
            for thing in things
        )  # fmt: skip
        labels = tuple(_label_parts(parts, {node.id: node for node in nodes}))
        return Network(nodes, edges, labels, len(nodes), len(edges))

    def _edge(self, row: rdf.Row, sources: int) -> Edge:
        subject, obj = (thing.id if thing is not None else "" for thing in (row.subject, row.object))
        return Edge(
            row.id, subject, obj, row.predicate, intern(edge_label(row)), find_kind(row.predicate), row.status,
            row.polarity, row.modality, row.text.published, row.confidence, sources, row.attributed_to or None,
            row.text.id, _quote(row) if self._has_quotes else None,
        )  # fmt: skip


def _shown_graph(edges: Iterable[Edge]) -> networkx.MultiDiGraph[str]:
    """Return the graph of what the texts assert or report, in a fixed order."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    ends = [(edge.source, edge.target) for edge in edges if edge.status in SHOWN]
    graph.add_nodes_from(sorted({end for pair in ends for end in pair}))
    graph.add_edges_from(ends)
    return graph


def _label_parts(parts: Iterable[set[str]], nodes: dict[str, Node]) -> Iterator[str]:
    """Yield for each community the labels of its most central members, names before concepts."""
    for part in parts:
        members = sorted(
            (nodes[member] for member in part),
            key=lambda node: (node.type == EntityType.CONCEPT, -node.centrality, node.id),
        )
        yield ", ".join(node.label for node in members[:_NAMES_OF_COMMUNITY])


def _round(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")


def _quote(row: rdf.Row) -> Quote:
    start = row.order[0]
    spans = (("subject", row.subject_span), ("predicate", row.predicate_span), ("object", row.object_span))
    marks = sorted(Mark(first - start, last - start, role) for role, span in spans for first, last in _pairs(span))
    inside = tuple(mark for mark in marks if mark.start >= 0 and mark.end <= len(row.quote))
    return Quote(row.quote, inside, row.text.publisher, row.text.title)


def _pairs(spans: str) -> Iterator[tuple[int, int]]:
    """Yield the pairs of offsets that spans such as "141,147;150,155" list."""
    for span in filter(None, spans.split(";")):
        start, end = span.split(",")
        yield int(start), int(end)


def _edge_record(edge: Edge) -> dict[str, object]:
    told: dict[str, object] = edge._asdict()
    quote = told.pop("quote")
    if isinstance(quote, Quote):
        marks = [mark._asdict() for mark in quote.marks]
        told |= {"quote": quote.text, "quote_marks": marks, "publisher": quote.publisher, "title": quote.title}
    return told
