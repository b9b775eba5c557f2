"""Entities and assertions from quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import vocabulary as v
from kg.model import Assertion, Entity, EntityType, Modality, Polarity, Settings, Span, Status

TYPES: Mapping[str, EntityType] = {
    **{iri: type_ for type_, iri in v.CLASSES.items()},
    v.XSD + "date": EntityType.DATE,
    v.XSD + "gYearMonth": EntityType.DATE,
    v.XSD + "gYear": EntityType.DATE,
    v.XSD + "duration": EntityType.DATE,
    v.XSD + "integer": EntityType.QUANTITY,
    v.XSD + "decimal": EntityType.QUANTITY,
}
"""The type that a class tells of an entity, or a datatype of a literal."""


class QuadSource(Protocol):
    """Where quads are read from: a store, or `QuadSet`."""

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterable[Quad]:
        """Return the quads of one graph, or of one predicate, or all."""
        ...

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        ...


class QuadSet:
    """Quads in memory, to be read like a store."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._by_graph: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._by_graph[_value(quad.graph_name)].append(quad)

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of one predicate, or all."""
        groups = self._by_graph.values() if graph is None else [self._by_graph.get(graph, [])]
        for group in groups:
            yield from (quad for quad in group if predicate is None or quad.predicate.value == predicate)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(self._by_graph)


def entities(source: QuadSource, settings: Settings) -> list[Entity]:
    """Return the entities that RDF describes, by slug; their mentions are not in RDF, so `mentions` is empty."""
    namespaces = v.Namespaces(settings.base)
    described: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in source.quads(graph=v.ENTITIES_GRAPH):
        described[_value(quad.subject)][quad.predicate.value].append(_value(quad.object))
    return [
        Entity(
            slug=iri.removeprefix(namespaces.entity),
            label=said[v.LABEL][0],
            type=TYPES[said[v.TYPE][0]],
            names=tuple(sorted(said[v.ALT_LABEL])),
            wikidata=next((link.removeprefix(v.WIKIDATA) for link in said[v.SAME_AS]), None),
            parts=tuple(sorted(part.removeprefix(namespaces.entity) for part in said[v.MENTIONS])),
            reasons=tuple(sorted(said[v.MERGE_REASON])),
        )
        for iri, said in sorted(described.items())
    ]


def assertions(source: QuadSource, settings: Settings) -> Iterator[Assertion]:
    """Yield all assertions that RDF holds, equal to those written.

    They come by the path and identifier of their document, then by their place in the text.
    """
    reader = DocumentReader(source, settings)
    documents = [(_value(quad.object), _value(quad.graph_name)) for quad in source.quads(predicate=v.SOURCE)]
    for _, graph in sorted(documents):
        yield from reader.read(graph)


class DocumentReader:
    """Reads what single documents say; the names of all entities and relations are read at once."""

    def __init__(self, source: QuadSource, settings: Settings) -> None:
        self._source = source
        self._namespaces = v.Namespaces(settings.base)
        self.entities = entities(source, settings)
        """All entities, as `entities` returns them."""
        self._labels = {self._namespaces.entity + entity.slug: entity.label for entity in self.entities}
        self._types = {self._namespaces.entity + entity.slug: entity.type for entity in self.entities}
        for quad in source.quads(graph=v.RELATIONS_GRAPH):
            if quad.predicate.value == v.LABEL:
                self._labels[_value(quad.subject)] = _value(quad.object)

    def read(self, graph: str) -> list[Assertion]:
        """Return the assertions of the document of that IRI, by their place in the text."""
        reader = _Reader(self._source.quads(graph=graph), graph, self._namespaces, self._labels, self._types)
        return sorted(reader.assertions(), key=_place_in_text)


def _place_in_text(assertion: Assertion) -> tuple[int, tuple[Span, ...], str]:
    return assertion.start, assertion.predicate_span, assertion.id


class _Reader:
    """The graph of one document, from which assertions are read."""

    def __init__(
        self,
        quads: Iterable[Quad],
        graph: str,
        namespaces: v.Namespaces,
        labels: Mapping[str, str],
        types: Mapping[str, EntityType],
    ) -> None:
        self._namespaces = namespaces
        self._labels = labels
        self._types = types
        self._nodes: dict[str, dict[str, NamedNode | Literal]] = defaultdict(dict)
        for quad in quads:
            if isinstance(quad.object, NamedNode | Literal):
                self._nodes[_value(quad.subject)][quad.predicate.value] = quad.object
        self._document = self._nodes[graph]
        self._document_id = graph.removeprefix(namespaces.document(""))

    def assertions(self) -> Iterator[Assertion]:
        """Yield the assertions in no order."""
        for iri, node in self._nodes.items():
            kind = node.get(v.TYPE)
            if kind is not None and kind.value == v.ASSERTION:
                yield self._assertion(iri.removeprefix(self._namespaces.assertion("")), node)

    def _assertion(self, identifier: str, node: Mapping[str, NamedNode | Literal]) -> Assertion:
        subject, subject_id, subject_type = self._argument(node[v.SUBJECT])
        obj = node.get(v.OBJECT)
        object_label, object_id, object_type = (None, None, None) if obj is None else self._argument(obj)
        object_words = _text(node, v.OBJECT_LABEL)
        predicate = node[v.PREDICATE].value
        attributed_to, attributed_to_id = self._label_and_id(node.get(v.ATTRIBUTED_TO))
        chain = self._chain(node)
        place, place_id = self._label_and_id(node.get(v.PLACE))
        evidence = self._nodes[node[v.EVIDENCE].value]
        return Assertion(
            id=identifier,
            status=Status(node[v.STATUS].value.removeprefix(v.KG)),
            subject=subject,
            subject_id=subject_id or "",
            subject_type=subject_type,
            predicate=_text(node, v.PREDICATE_LABEL) or self._labels[predicate],
            predicate_id=self._namespaces.shorten(predicate),
            phrase=node[v.PHRASE].value,
            object=object_label if object_words is None else object_words,
            object_id=object_id,
            object_type=object_type,
            polarity=Polarity(node[v.POLARITY].value.removeprefix(v.KG)),
            modality=Modality(node[v.MODALITY].value.removeprefix(v.KG)),
            attributed_to=attributed_to,
            attributed_to_id=attributed_to_id,
            attribution_chain=tuple(label for label, _ in chain),
            time=_text(node, v.TIME),
            place=place,
            confidence=float(node[v.CONFIDENCE].value),
            clause=node[v.CLAUSE].value,
            document=self._document_id,
            source=self._document[v.SOURCE].value,
            published=_text(self._document, v.PUBLISHED),
            sentence=evidence[v.ANCHOR].value,
            start=int(evidence[v.BEGIN].value),
            end=int(evidence[v.END].value),
            subject_span=_spans(node, v.SUBJECT_SPAN) or (),
            predicate_span=_spans(node, v.PREDICATE_SPAN) or (),
            object_span=_spans(node, v.OBJECT_SPAN) or (),
            subject_antecedent=_spans(node, v.SUBJECT_ANTECEDENT),
            object_antecedent=_spans(node, v.OBJECT_ANTECEDENT),
            place_id=place_id,
            attribution_chain_ids=tuple(source or "" for _, source in chain) if any(s for _, s in chain) else (),
            object_value=None if object_words is None or obj is None else obj.value,
            is_decided=node[v.GENERATED_BY].value == self._namespaces.decisions,
        )

    def _argument(self, term: NamedNode | Literal) -> tuple[str, str | None, EntityType]:
        """Return the label, identifier and type of a subject or object."""
        if isinstance(term, Literal):
            return term.value, None, TYPES[term.datatype.value]
        return self._labels[term.value], self._namespaces.shorten(term.value), self._types[term.value]

    def _label_and_id(self, term: NamedNode | Literal | None) -> tuple[str | None, str | None]:
        if isinstance(term, NamedNode):
            return self._labels[term.value], self._namespaces.shorten(term.value)
        return (None if term is None else term.value), None

    def _chain(self, node: Mapping[str, NamedNode | Literal]) -> list[tuple[str, str | None]]:
        """Return the label and identifier of each source, outermost first."""
        sources = [node[v.ATTRIBUTED_TO]] if v.ATTRIBUTED_TO in node else []
        if v.ATTRIBUTION_CHAIN in node:
            sources = []
            cell = node[v.ATTRIBUTION_CHAIN].value
            while cell != v.NIL:
                sources.append(self._nodes[cell][v.FIRST])
                cell = self._nodes[cell][v.REST].value
        pairs = [self._label_and_id(source) for source in sources]
        return [(label, identifier) for label, identifier in pairs if label is not None]


def _text(node: Mapping[str, NamedNode | Literal], predicate: str) -> str | None:
    return node[predicate].value if predicate in node else None


def _spans(node: Mapping[str, NamedNode | Literal], predicate: str) -> tuple[Span, ...] | None:
    """Return the spans that a literal such as "141,147;150,155" lists, or None if there is none."""
    if predicate not in node:
        return None
    pairs = (part.split(",") for part in node[predicate].value.split(";"))
    return tuple(Span(int(start), int(end)) for start, end in pairs)


def _value(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str:
    """Return the characters of an IRI or literal, and "" for anything else, which we never write."""
    return term.value if isinstance(term, NamedNode | Literal) else ""
