"""A dataset as quads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocabulary as v
from kg.events import find_event_class
from kg.lexicon import is_symmetric
from kg.model import Assertion, Dataset, Document, Entity, EntityType, Settings, Status

Term = NamedNode | Literal

_GRAPHS = {Status.ASSERTED: v.ASSERTED_GRAPH, Status.REPORTED: v.REPORTED_GRAPH}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{0,11}[1-9]")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Durations in canonical form only; others would be read back changed.
_DURATION = re.compile(
    r"P(?:[1-9][0-9]{0,5}Y(?:(?:[1-9]|1[01])M)?|(?:[1-9]|1[01])M|[1-9][0-9]{0,5}D(?:T(?:[1-9]|1[0-9]|2[0-3])H)?"
    r"|T(?:(?:[1-9]|1[0-9]|2[0-3])H)?(?:[1-9]|[1-5][0-9])M|T(?:[1-9]|1[0-9]|2[0-3])H)"
)


def quads(dataset: Dataset, settings: Settings, *, version: str = "unknown") -> Iterator[Quad]:
    """Yield all quads of a dataset, graph by graph, sorted within each; no triple comes twice.

    `version` is that of the extractor and its model. Entities and documents that an assertion names and
    the dataset lacks are described from the assertion.
    """
    namespaces = v.Namespaces(settings.base)
    predicates = _label_predicates(dataset.assertions)
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in dataset.assertions:
        assertions[assertion.document].append(assertion)
    extraction = NamedNode(namespaces.extraction(v.extraction_id(settings, version)))
    places = _dateline_places(dataset)
    for document in _all_documents(dataset):
        yield from document_quads(
            document, assertions[document.id], predicates, namespaces, extraction, place=places.get(document.id)
        )
    yield from plain_quads(dataset.assertions, namespaces)
    yield from entity_quads(_all_entities(dataset), namespaces)
    yield from relation_quads(dataset.assertions, predicates, namespaces)
    is_decided = any(assertion.is_decided for assertion in dataset.assertions)
    yield from provenance_quads(settings, version, has_decisions=is_decided)


def document_quads(
    document: Document,
    assertions: Iterable[Assertion],
    predicates: Mapping[str, str],
    namespaces: v.Namespaces,
    extraction: NamedNode,
    *,
    place: str | None = None,
) -> list[Quad]:
    """Return the graph of one document, sorted: its metadata, its assertions and the sentences they quote.

    `place` is the slug of the place its dateline names, where it was reported from. `predicates` gives the label of
    each relation; a predicate spelled otherwise is kept with its assertion.
    The text itself stays in the archive.
    """
    graph = _Graph(namespaces.document(document.id))
    about = graph.name.value
    graph.add(about, v.TYPE, NamedNode(v.ARTICLE))
    graph.add_text(about, v.HEADLINE, document.title)
    graph.add_text(about, v.PUBLISHER, document.publisher)
    graph.add_text(about, v.SOURCE, document.source)
    if document.published is not None:
        graph.add(about, v.PUBLISHED, date_literal(document.published))
    if document.url is not None:
        graph.add(about, v.URL, Literal(document.url, datatype=NamedNode(v.XSD + "anyURI")))
    if document.dateline is not None:
        graph.add_text(about, v.DATELINE, document.dateline.quote(document.text) or None)
    if place is not None:
        graph.add(about, v.LOCATION, NamedNode(namespaces.entity + place))
    for assertion in assertions:
        _add_proposition(graph, assertion, predicates, namespaces)
        _add_attribution(graph, assertion, namespaces)
        _add_provenance(graph, assertion, namespaces, extraction)
    return graph.sorted()


def _dateline_places(dataset: Dataset) -> dict[str, str]:
    """Return for each document with a dateline the slug of the first place it names: "MOSCOW, Russia" is Moscow."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity in dataset.entities:
        if entity.type.is_place:
            for identifier in {identifier for identifier, _ in entity.mentions}:
                for name in {entity.label, *entity.names}:
                    named[identifier, name.casefold()].append(entity.slug)
    found: dict[str, str] = {}
    for document in dataset.documents:
        words = document.dateline.quote(document.text) if document.dateline is not None else ""
        slugs = named.get((document.id, re.split(r"[,/(]", words)[0].strip().casefold()), [])
        found |= {document.id: min(slugs)} if slugs else {}
    return found


def _add_proposition(
    graph: _Graph, assertion: Assertion, predicates: Mapping[str, str], namespaces: v.Namespaces
) -> None:
    """Add what the assertion says."""
    about = namespaces.assertion(assertion.id)
    graph.add(about, v.TYPE, NamedNode(v.ASSERTION))
    graph.add(about, v.SUBJECT, _subject(assertion, namespaces))
    graph.add(about, v.PREDICATE, NamedNode(namespaces.expand(assertion.predicate_id)))
    obj = _object(assertion, namespaces)
    if obj is not None:
        graph.add(about, v.OBJECT, obj)
    if isinstance(obj, Literal) and assertion.object_value is not None:
        graph.add_text(about, v.OBJECT_LABEL, assertion.object)
    if predicates.get(assertion.predicate_id) != assertion.predicate:
        graph.add_text(about, v.PREDICATE_LABEL, assertion.predicate)
    graph.add_text(about, v.PHRASE, assertion.phrase)
    graph.add(about, v.STATUS, NamedNode(v.KG + assertion.status))
    graph.add(about, v.POLARITY, NamedNode(v.KG + assertion.polarity))
    graph.add(about, v.MODALITY, NamedNode(v.KG + assertion.modality))
    graph.add(about, v.CONFIDENCE, decimal_literal(assertion.confidence))
    if assertion.time is not None:
        graph.add(about, v.TIME, date_literal(assertion.time))
    if assertion.place is not None:
        graph.add(about, v.PLACE, _node_or_words(assertion.place_id, assertion.place, namespaces))


def _add_attribution(graph: _Graph, assertion: Assertion, namespaces: v.Namespaces) -> None:
    """Add the innermost source and, where there are several, all of them as a list, outermost first."""
    about = namespaces.assertion(assertion.id)
    if assertion.attributed_to is not None:
        source = _node_or_words(assertion.attributed_to_id, assertion.attributed_to, namespaces)
        graph.add(about, v.ATTRIBUTED_TO, source)
    chain = assertion.attribution_chain
    if len(chain) < 2:
        return
    ids: Sequence[str | None] = assertion.attribution_chain_ids
    if len(ids) != len(chain):  # which belongs to which is not known, but for the innermost
        ids = [*("" for _ in chain[1:]), assertion.attributed_to_id]
    cells = [NamedNode(namespaces.source(assertion.id, place)) for place in range(1, len(chain) + 1)]
    graph.add(about, v.ATTRIBUTION_CHAIN, cells[0])
    for cell, rest, source_id, words in zip(cells, [*cells[1:], NamedNode(v.NIL)], ids, chain, strict=True):
        graph.add(cell.value, v.FIRST, _node_or_words(source_id, words, namespaces))
        graph.add(cell.value, v.REST, rest)


def _add_provenance(graph: _Graph, assertion: Assertion, namespaces: v.Namespaces, extraction: NamedNode) -> None:
    """Add where the assertion stands in its document, and what found it."""
    about = namespaces.assertion(assertion.id)
    sentence = namespaces.sentence(assertion.document, assertion.start, assertion.end)
    graph.add(about, v.EVIDENCE, NamedNode(sentence))
    graph.add_text(about, v.CLAUSE, assertion.clause)
    graph.add(about, v.DERIVED_FROM, graph.name)
    graph.add(about, v.GENERATED_BY, NamedNode(namespaces.decisions) if assertion.is_decided else extraction)
    for predicate, spans in (
        (v.SUBJECT_SPAN, assertion.subject_span),
        (v.PREDICATE_SPAN, assertion.predicate_span),
        (v.OBJECT_SPAN, assertion.object_span),
        (v.SUBJECT_ANTECEDENT, assertion.subject_antecedent),
        (v.OBJECT_ANTECEDENT, assertion.object_antecedent),
    ):
        if spans:
            graph.add_text(about, predicate, ";".join(f"{span.start},{span.end}" for span in spans))
    graph.add(sentence, v.TYPE, NamedNode(v.SENTENCE))
    graph.add_text(sentence, v.ANCHOR, assertion.sentence)
    graph.add(sentence, v.CONTEXT, graph.name)
    graph.add(sentence, v.BEGIN, Literal(assertion.start))
    graph.add(sentence, v.END, Literal(assertion.end))


def plain_quads(assertions: Iterable[Assertion], namespaces: v.Namespaces) -> list[Quad]:
    """Return the plain triples, sorted: in `kg:asserted` if some document states it itself, else in `kg:reported`.

    What is negated or hypothetical has none, nor has an assertion without an object or with a literal subject.
    """
    found: dict[Status, set[tuple[NamedNode, NamedNode, Term]]] = {status: set() for status in _GRAPHS}
    for assertion in assertions:
        subject, obj = _subject(assertion, namespaces), _object(assertion, namespaces)
        if assertion.status in found and isinstance(subject, NamedNode) and obj is not None:
            found[assertion.status].add((subject, NamedNode(namespaces.expand(assertion.predicate_id)), obj))
    found[Status.REPORTED] -= found[Status.ASSERTED]
    return [
        quad for status, graph in _GRAPHS.items() for quad in _sorted(Quad(*t, NamedNode(graph)) for t in found[status])
    ]


def entity_quads(entities: Iterable[Entity], namespaces: v.Namespaces) -> list[Quad]:
    """Return `kg:entities`, sorted: types, labels, other names, links, parts of names and reasons for merging."""
    graph = _Graph(v.ENTITIES_GRAPH)
    for entity in entities:
        about = namespaces.entity + entity.slug
        graph.add(about, v.TYPE, NamedNode(v.CLASSES[entity.type]))
        graph.add_text(about, v.LABEL, entity.label)
        for name in entity.names:
            graph.add_text(about, v.ALT_LABEL, name)
        if entity.wikidata is not None:
            graph.add(about, v.SAME_AS, NamedNode(v.link_iri(entity.wikidata)))
        for part in entity.parts:
            graph.add(about, v.MENTIONS, NamedNode(namespaces.entity + part))
        for reason in entity.reasons:
            graph.add_text(about, v.MERGE_REASON, reason)
    return graph.sorted()


def relation_quads(
    assertions: Iterable[Assertion], predicates: Mapping[str, str], namespaces: v.Namespaces
) -> list[Quad]:
    """Return `kg:relations`, sorted: each relation with its label, event class and the phrases that state it."""
    graph = _Graph(v.RELATIONS_GRAPH)
    for predicate_id, label in predicates.items():
        graph.add(namespaces.expand(predicate_id), v.TYPE, NamedNode(v.PROPERTY))
        graph.add_text(namespaces.expand(predicate_id), v.LABEL, label)
        if is_symmetric(label):
            graph.add(namespaces.expand(predicate_id), v.TYPE, NamedNode(v.SYMMETRIC))
        event = find_event_class(label)
        if event is not None:
            graph.add(namespaces.expand(predicate_id), v.EVENT_CLASS, NamedNode(v.event_class(event)))
    for assertion in assertions:
        graph.add_text(namespaces.expand(assertion.predicate_id), v.PHRASE, assertion.phrase)
    return graph.sorted()


def provenance_quads(settings: Settings, version: str, *, has_decisions: bool = False) -> list[Quad]:
    """Return `kg:provenance`, sorted: the extraction that assertions were generated by, and what a person decided."""
    graph = _Graph(v.PROVENANCE_GRAPH)
    about = v.Namespaces(settings.base).extraction(v.extraction_id(settings, version))
    graph.add(about, v.TYPE, NamedNode(v.ACTIVITY))
    graph.add_text(about, v.EXTRACTOR, settings.extractor)
    graph.add_text(about, v.VERSION, version)
    for key, value in asdict(settings).items():
        graph.add_text(about, v.SETTING, f"{key}={value}")
    if has_decisions:
        about = v.Namespaces(settings.base).decisions
        graph.add(about, v.TYPE, NamedNode(v.ACTIVITY))
        graph.add_text(about, v.LABEL, "decisions of a person")
    return graph.sorted()


def date_literal(text: str) -> Literal:
    """Return an ISO day, month, year or duration as a typed literal, and anything else as a plain string."""
    datatype = _date_type(text)
    return Literal(text) if datatype is None else Literal(text, datatype=NamedNode(datatype))


def decimal_literal(number: float) -> Literal:
    """Return a number as `xsd:decimal`, exactly: the same float is read back."""
    digits = format(Decimal(repr(number)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=NamedNode(v.XSD + "decimal"))


class _Graph:
    """A named graph being written; a triple added twice stands in it once."""

    def __init__(self, name: str) -> None:
        self.name = NamedNode(name)
        self._quads: set[Quad] = set()

    def add(self, subject: str, predicate: str, obj: Term) -> None:
        """Add one triple."""
        self._quads.add(Quad(NamedNode(subject), NamedNode(predicate), obj, self.name))

    def add_text(self, subject: str, predicate: str, text: str | None) -> None:
        """Add one triple with a plain string, or nothing for None."""
        if text is not None:
            self.add(subject, predicate, Literal(text))

    def sorted(self) -> list[Quad]:
        """Return the quads, sorted."""
        return _sorted(self._quads)


def _sorted(unsorted: Iterable[Quad]) -> list[Quad]:
    return sorted(unsorted, key=str)


def _subject(assertion: Assertion, namespaces: v.Namespaces) -> Term:
    if assertion.subject_id:
        return NamedNode(namespaces.expand(assertion.subject_id))
    return Literal(assertion.subject, datatype=NamedNode(v.CLASSES[assertion.subject_type]))


def _object(assertion: Assertion, namespaces: v.Namespaces) -> Term | None:
    """Return the object as an IRI, as a literal typed by its value, or None if there is none."""
    if assertion.object is None or assertion.object_type is None:
        return None
    if assertion.object_id:
        return NamedNode(namespaces.expand(assertion.object_id))
    value, datatype = assertion.object_value, None
    if value is not None and assertion.object_type is EntityType.DATE:
        datatype = _date_type(value)
    elif value is not None and assertion.object_type is EntityType.QUANTITY:
        datatype = _number_type(value)
    words = assertion.object if value is None else value
    return Literal(words, datatype=NamedNode(datatype or v.CLASSES[assertion.object_type]))


def _node_or_words(identifier: str | None, words: str, namespaces: v.Namespaces) -> Term:
    return NamedNode(namespaces.expand(identifier)) if identifier else Literal(words)


def _date_type(text: str) -> str | None:
    """Return the XML Schema type of an ISO day, month, year or duration, or None."""
    if _YEAR.fullmatch(text):
        return v.XSD + "gYear"
    if _MONTH.fullmatch(text):
        return v.XSD + "gYearMonth"
    if _DURATION.fullmatch(text):
        return v.XSD + "duration"
    if not _DAY.fullmatch(text):
        return None
    try:
        date.fromisoformat(text)
    except ValueError:  # such as the 30th of February
        return None
    return v.XSD + "date"


def _number_type(text: str) -> str | None:
    """Return the XML Schema type of a number in canonical form, or None: other forms would not be read back."""
    if _INTEGER.fullmatch(text):
        return v.XSD + "integer"
    return v.XSD + "decimal" if _DECIMAL.fullmatch(text) else None


def _label_predicates(assertions: Iterable[Assertion]) -> dict[str, str]:
    """Return the label of each relation, sorted: of spellings that share an IRI the first in the alphabet."""
    labels: dict[str, str] = {}
    for assertion in assertions:
        known = labels.get(assertion.predicate_id, assertion.predicate)
        labels[assertion.predicate_id] = min(known, assertion.predicate)
    return dict(sorted(labels.items()))


def _all_documents(dataset: Dataset) -> list[Document]:
    """Return the documents by identifier, with those that only assertions name."""
    found = {document.id: document for document in reversed(dataset.documents)}
    for assertion in dataset.assertions:
        if assertion.document not in found:
            found[assertion.document] = Document(
                assertion.document, "", source=assertion.source, published=assertion.published
            )
    return [found[key] for key in sorted(found)]


def _all_entities(dataset: Dataset) -> list[Entity]:
    """Return the entities by slug, with those that only assertions name."""
    found = {entity.slug: entity for entity in dataset.entities}

    def add(identifier: str | None, label: str | None, type_: EntityType | None) -> None:
        if identifier and label is not None:
            key = identifier.removeprefix("ent:")
            found.setdefault(key, Entity(key, label, type_ or EntityType.THING))

    for assertion in dataset.assertions:
        add(assertion.subject_id, assertion.subject, assertion.subject_type)
        add(assertion.object_id, assertion.object, assertion.object_type)
    for assertion in dataset.assertions:  # after all subjects and objects, whose types are known
        add(assertion.place_id, assertion.place, EntityType.PLACE)
        add(assertion.attributed_to_id, assertion.attributed_to, None)
        for identifier, label in zip(assertion.attribution_chain_ids, assertion.attribution_chain, strict=False):
            add(identifier, label, None)
    return [found[key] for key in sorted(found)]
