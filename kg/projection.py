"""Store → graph: entities and concepts as nodes, assertions as edges; as a stream, or as a NetworkX graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import KGError
from kg.language.inflection import irregular_verbs, verb_lemma
from kg.lexicon import find_effect, read_mapping
from kg.model import Assertion, EntityType, Modality, Polarity, Settings, Status
from kg.store import EmbeddedStore

if TYPE_CHECKING:
    import networkx

Attributes = dict[str, str | int | float]

_DIGEST = 8
"""Bytes."""

SHOWN = (Status.ASSERTED, Status.REPORTED)
"""What a projection takes unless asked otherwise."""

NODE_ATTRIBUTES: Mapping[str, type] = {
    "label": str,
    "type": str,
    "mentions": int,
    "wikidata": str,
    "first": str,
    "last": str,
}
EDGE_ATTRIBUTES: Mapping[str, type] = {
    "label": str,
    "assertion": str,  # its identifier, for readers that lose the key of an edge (igraph 1.0, Cytoscape)
    "predicate": str,
    "kind": str,
    "phrase": str,
    "status": str,
    "polarity": str,
    "modality": str,
    "confidence": float,
    "sources": int,
    "attributed_to": str,
    "time": str,
    "place": str,
    "published": str,
    "document": str,
    "source": str,
    "quote": str,
}
"""What an edge may tell, in this order; what is not known is no attribute."""

# XML 1.0 holds no other characters, escaped or not, so neither GraphML nor GEXF could.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Filter:
    """Which assertions are wanted; what is empty or None leaves a side open.

    `types` are those that subject and object both have to be of; `since` and `until` bound the date of
    the document by ISO dates or their beginnings ("2012" is the whole year), and leave undated ones out.
    """

    statuses: frozenset[Status] = frozenset()
    types: frozenset[EntityType] = frozenset()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    def __call__(self, assertion: Assertion) -> bool:
        """Whether the assertion is wanted."""
        types = frozenset((assertion.subject_type, assertion.object_type or assertion.subject_type))
        return (
            (not self.statuses or assertion.status in self.statuses)
            and self.takes_date(assertion.published)
            and self.takes(types, assertion.confidence)
        )

    def takes_date(self, published: str | None) -> bool:
        """Whether documents of that date are wanted."""
        date = published or ""
        return (self.since is None or date >= self.since) and (
            self.until is None or (date != "" and date[: len(self.until)] <= self.until)
        )

    def takes(self, types: frozenset[EntityType], confidence: float) -> bool:
        """Whether assertions between such types are wanted, if they are so probable."""
        return (not self.types or types <= self.types) and confidence >= self.min_confidence


def make_filter(
    status: str | Iterable[str] | None = None,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
) -> Filter:
    """Return the filter that plain words ask for; `KGError` for a status or type there is not.

    >>> make_filter("asserted", ["Person", "Country"]).statuses == {Status.ASSERTED}
    True
    """
    try:
        statuses = frozenset(map(Status, _several(status)))
        kinds = frozenset(map(EntityType, _several(types)))
    except ValueError as error:
        choices = f"statuses are {', '.join(Status)}; types are {', '.join(EntityType)}"
        raise KGError(f"{error}; {choices}") from error
    return Filter(statuses, kinds, since, until, min_confidence)


@dataclass(frozen=True, slots=True)
class Edge:
    """One assertion between two nodes; equal if all it holds is. `id` is the assertion's."""

    id: str
    subject: str
    object: str
    attributes: Attributes


class Projection:
    """The graph of the assertions that a filter lets through, edge by edge: only nodes are kept in memory.

    `nodes` are prefixed names such as `ent:russia`, sorted, each with its attributes; nodes without an
    edge are left out. `left_out` counts the assertions with a literal or no object, which are no edges.
    With `is_kept` what was read stays in memory, for those who will hold all edges anyway.
    """

    def __init__(self, source: rdf.QuadSource, settings: Settings, wanted: Filter, *, is_kept: bool = False) -> None:
        self._reader, self._wanted = open_rows(source, settings), wanted
        self._kept = list(self._read()) if is_kept else None
        tally = Tally()
        for text, rows in self._kept or self._read(rdf.Detail.ENDS):
            tally.add_document(text, rows)
        self._sources = tally.count_sources()
        self.left_out = tally.left_out
        self.nodes = {thing.id: tally.describe(thing) for thing in sorted(tally.nodes)}

    def edges(self) -> Iterator[Edge]:
        """Yield the edges, document by document in the order of the text; unless it is kept, it is read once more."""
        for _, rows in self._kept or self._read():
            for row in rows:
                if row.subject is not None and row.object is not None:
                    sources = self._sources.get(statement_of(row), 1)
                    yield Edge(row.id, row.subject.id, row.object.id, _edge_attributes(row, sources))

    def _read(self, detail: rdf.Detail = rdf.Detail.WORDS) -> Iterator[tuple[rdf.Text, list[rdf.Row]]]:
        return wanted_rows(self._reader, self._wanted, detail)


def open_rows(source: rdf.QuadSource, settings: Settings) -> rdf.RowReader:
    """Return a reader of the rows of a store, or of quads that are none, which are put into one."""
    if isinstance(source, rdf.Queryable):
        return rdf.RowReader(source, settings)
    return rdf.RowReader(EmbeddedStore.in_memory(source.quads(), settings=settings), settings)


def wanted_rows(
    reader: rdf.RowReader, wanted: Filter, detail: rdf.Detail
) -> Iterator[tuple[rdf.Text, list[rdf.Row]]]:
    """Yield the documents of wanted dates, each with its wanted assertions, as `RowReader.read` does."""
    texts = [text for text in reader.texts if wanted.takes_date(text.published)]
    for text, rows in reader.read(texts, wanted.statuses, detail):
        yield text, [row for row in rows if wanted.takes(row.types, row.confidence)]


def project(
    source: rdf.QuadSource,
    settings: Settings,
    *,
    status: str | Iterable[str] | None = SHOWN,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
) -> networkx.MultiDiGraph[str]:
    """Return the graph of the assertions that the filters let through, by default the asserted and reported.

    Nodes are prefixed names such as `ent:russia`, sorted, with the attributes that `NODE_ATTRIBUTES` lists:
    `mentions` counts the places in the texts where these assertions name the node or refer to it, `first`
    and `last` are the dates of the documents. Edges have the assertion's identifier as key, and the
    attributes of `EDGE_ATTRIBUTES`: `label` is the predicate and, unless it is asserted, what else it is;
    `kind` is what `find_kind` returns; `sources` counts the documents, among these assertions, that say
    the same, a copy and its original once. Assertions with a literal or no object are no edges;
    `graph.graph["left_out"]` counts them.
    """
    import networkx

    wanted = make_filter(status, types, since, until, min_confidence)
    projection = Projection(source, settings, wanted, is_kept=True)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(left_out=projection.left_out)
    graph.add_nodes_from(projection.nodes.items())
    graph.add_edges_from((edge.subject, edge.object, edge.id, edge.attributes) for edge in projection.edges())
    return graph


@cache
def find_kind(predicate: str) -> str:
    """Return what sort of relation a predicate is: office, speech, state or event.

    An office is held, speech is done by words, a state holds for a while, and all else is an event: something done or
    something that happened.

    >>> [find_kind(word) for word in ("hold position", "accuse", "be part of", "be based in", "be killed in", "sign")]
    ['office', 'speech', 'state', 'state', 'event', 'event']
    """
    if predicate == "hold position":
        return "office"
    words, kinds = predicate.split(), read_mapping("kinds")
    for end in (3, 2, 1):
        if (found := kinds.get(" ".join(words[:end]))) is not None:
            return found
    if words[:1] == ["be"]:
        verb = _passive_verb(words)
        return find_kind(verb) if verb else "state"
    return "speech" if words and find_effect(words[0], "VERB") in ("report", "deny") else "event"


def _passive_verb(words: list[str]) -> str | None:
    """Return the verb of "be killed in" and "be taken to"; None if no participle follows."""
    participle = words[1] if len(words) > 1 else ""
    if not participle.endswith("ed") and participle not in irregular_verbs():
        return None
    return verb_lemma(participle, "VBN", read_mapping("kinds").__contains__)


def statement_of(row: rdf.Row) -> bytes:
    """Return a digest of who does what to whom, how certain: assertions that share it say the same.

    It matters not whether a text says it as its own or as somebody's word. Eight bytes do: among a hundred million
    statements no two are likely to share them.
    """
    subject, obj = row.subject.id if row.subject else "", row.object.id if row.object else ""
    told = "\n".join((subject, row.predicate_id, obj, row.polarity, row.modality))
    return blake2b(told.encode(), digest_size=_DIGEST).digest()


@dataclass
class Tally:
    """What is counted while all assertions pass by once."""

    nodes: set[rdf.Thing] = field(default_factory=set)
    left_out: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    statements: bytearray = field(default_factory=bytearray)
    """A digest of each statement, and of the document that makes it first, for each document that does."""

    def add_document(self, text: rdf.Text, rows: Iterable[rdf.Row]) -> None:
        """Count the assertions of one document; those that are no edges still mention their subject."""
        places: set[tuple[str, str]] = set()
        statements: set[bytes] = set()
        for row in rows:
            ends = ((row.subject, row.subject_span), (row.object, row.object_span))
            places.update((thing.id, span) for thing, span in ends if thing is not None)
            if row.subject is None or row.object is None:
                self.left_out += 1
            else:
                self.nodes.update((row.subject, row.object))
                statements.add(statement_of(row))
        self.mentions.update(node for node, _ in places)
        if text.published:
            self._add_date({node for node, _ in places}, text.published)
        original = blake2b(text.original.encode(), digest_size=_DIGEST).digest()
        for statement in statements:
            self.statements += statement + original

    def _add_date(self, nodes: Iterable[str], date: str) -> None:
        for node in nodes:
            first, last = self.dates.get(node, (date, date))
            self.dates[node] = (min(first, date), max(last, date))

    def count_sources(self) -> dict[bytes, int]:
        """Return how many documents make each statement that several make; a copy and its original count once."""
        import numpy as np

        pairs = np.unique(np.frombuffer(self.statements, dtype=f"V{2 * _DIGEST}"))
        statements, counts = np.unique(pairs.view(f"V{_DIGEST}")[::2], return_counts=True)
        several = counts > 1
        return {item.tobytes(): int(count) for item, count in zip(statements[several], counts[several], strict=True)}

    def describe(self, thing: rdf.Thing) -> Attributes:
        """Return the attributes of a node."""
        first, last = self.dates.get(thing.id, (None, None))
        return _known(
            label=thing.label,
            type=thing.type.value,
            mentions=self.mentions[thing.id],
            wikidata=thing.wikidata,
            first=first,
            last=last,
        )


def _edge_attributes(row: rdf.Row, sources: int) -> Attributes:
    return _known(
        label=edge_label(row),
        assertion=row.id,
        predicate=row.predicate,
        kind=find_kind(row.predicate),
        phrase=row.phrase,
        status=row.status,
        polarity=row.polarity,
        modality=row.modality,
        confidence=row.confidence,
        sources=sources,
        attributed_to=row.attributed_to,
        time=row.time,
        place=row.place,
        published=row.text.published,
        document=row.text.id,
        source=row.text.source,
        quote=row.quote,
    )


def edge_label(row: rdf.Row) -> str:
    """Return the predicate, and what keeps a reader of a drawing from taking it for asserted.

    "oppose", "oppose (reported)", "not sign", "not sign (planned)".
    """
    label = f"not {row.predicate}" if row.polarity == Polarity.NEGATIVE else row.predicate
    if row.modality != Modality.CERTAIN:
        return f"{label} ({row.modality})"
    return f"{label} (reported)" if row.status == Status.REPORTED else label


def _known(**attributes: str | int | float | None) -> Attributes:
    """Return the attributes that are neither None nor empty, in characters that XML can hold."""
    return {
        name: without_forbidden(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value is not None and value != ""
    }


def without_forbidden(text: str) -> str:
    """Return a text in which U+FFFD stands for each character that XML cannot hold.

    >>> without_forbidden("a\x0bb")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def _several(words: str | Iterable[str] | None) -> Iterator[str]:
    yield from [words] if isinstance(words, str) else words or ()
