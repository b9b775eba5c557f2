"""Store → graph: entities and concepts as nodes, assertions as edges; as a stream, or as a NetworkX graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import KGError
from kg.language.inflection import irregular_verbs, verb_lemma
from kg.lexicon import find_effect, read_mapping
from kg.model import Assertion, Entity, EntityType, Modality, Polarity, Settings, Span, Status

if TYPE_CHECKING:
    import networkx

Attributes = dict[str, str | int | float]

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
        types = {assertion.subject_type, assertion.object_type or assertion.subject_type}
        published = assertion.published or ""
        return (
            (not self.statuses or assertion.status in self.statuses)
            and (not self.types or types <= self.types)
            and (self.since is None or published >= self.since)
            and (self.until is None or (published != "" and published[: len(self.until)] <= self.until))
            and assertion.confidence >= self.min_confidence
        )


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


@dataclass(frozen=True)
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
    """

    def __init__(self, source: rdf.QuadSource, settings: Settings, wanted: Filter) -> None:
        self._source, self._settings, self._wanted = source, settings, wanted
        self._tally = _Tally()
        for _, assertions in groupby(self._assertions(), key=lambda assertion: assertion.document):
            self._tally.add_document(assertions)
        entities = {f"ent:{entity.slug}": entity for entity in rdf.entities(source, settings)}
        self.left_out = self._tally.left_out
        self.nodes = {node: self._tally.describe(node, entities[node]) for node in sorted(self._tally.nodes)}

    def edges(self) -> Iterator[Edge]:
        """Yield the edges, document by document in the order of the text; what is read twice is not kept."""
        for assertion in self._assertions():
            if assertion.object_id and assertion.subject_id:
                sources = self._tally.sources[_statement(assertion)]
                yield Edge(
                    assertion.id, assertion.subject_id, assertion.object_id, _edge_attributes(assertion, sources)
                )

    def _assertions(self) -> Iterator[Assertion]:
        return filter(self._wanted, rdf.assertions(self._source, self._settings))


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
    the same. Assertions with a literal or no object are no edges; `graph.graph["left_out"]` counts them.
    """
    import networkx

    projection = Projection(source, settings, make_filter(status, types, since, until, min_confidence))
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(left_out=projection.left_out)
    graph.add_nodes_from(projection.nodes.items())
    for edge in projection.edges():
        graph.add_edge(edge.subject, edge.object, key=edge.id, **edge.attributes)
    return graph


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


# Who says what to whom, how certain: assertions that share it say the same, be it as their own or as somebody's word.
_Statement = tuple[str, str, str | None, Polarity, Modality]


def _statement(assertion: Assertion) -> _Statement:
    return (
        assertion.subject_id, assertion.predicate_id, assertion.object_id, assertion.polarity, assertion.modality,
    )  # fmt: skip


@dataclass
class _Tally:
    """What is counted while all assertions pass by once."""

    nodes: set[str] = field(default_factory=set)
    left_out: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    sources: Counter[_Statement] = field(default_factory=Counter)

    def add_document(self, assertions: Iterable[Assertion]) -> None:
        """Count the assertions of one document; those that are no edges still mention their subject."""
        places: set[tuple[str, tuple[Span, ...]]] = set()
        statements: set[_Statement] = set()
        for assertion in assertions:
            statements.add(_statement(assertion))
            ends = [(assertion.subject_id, assertion.subject_span), (assertion.object_id or "", assertion.object_span)]
            named = [(node, spans) for node, spans in ends if node]
            places.update(named)
            if len(named) == len(ends):
                self.nodes.update(node for node, _ in named)
            else:
                self.left_out += 1
            for node, _ in named:
                self._add_date(node, assertion.published)
        self.mentions.update(node for node, _ in places)
        self.sources.update(statements)

    def _add_date(self, node: str, date: str | None) -> None:
        if date:
            first, last = self.dates.get(node, (date, date))
            self.dates[node] = (min(first, date), max(last, date))

    def describe(self, node: str, entity: Entity) -> Attributes:
        """Return the attributes of a node."""
        first, last = self.dates.get(node, (None, None))
        return _known(
            label=entity.label,
            type=entity.type.value,
            mentions=self.mentions[node],
            wikidata=entity.wikidata,
            first=first,
            last=last,
        )


def _edge_attributes(assertion: Assertion, sources: int) -> Attributes:
    return _known(
        label=_edge_label(assertion),
        assertion=assertion.id,
        predicate=assertion.predicate,
        kind=find_kind(assertion.predicate),
        phrase=assertion.phrase,
        status=assertion.status.value,
        polarity=assertion.polarity.value,
        modality=assertion.modality.value,
        confidence=assertion.confidence,
        sources=sources,
        attributed_to=assertion.attributed_to,
        time=assertion.time,
        place=assertion.place,
        published=assertion.published,
        document=assertion.document,
        source=assertion.source,
        quote=assertion.sentence,
    )


def _edge_label(assertion: Assertion) -> str:
    """Return the predicate, and what keeps a reader of a drawing from taking it for asserted.

    "oppose", "oppose (reported)", "not sign", "not sign (planned)".
    """
    label = f"not {assertion.predicate}" if assertion.polarity is Polarity.NEGATIVE else assertion.predicate
    if assertion.modality is not Modality.CERTAIN:
        return f"{label} ({assertion.modality.value})"
    return f"{label} (reported)" if assertion.status is Status.REPORTED else label


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
