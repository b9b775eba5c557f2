"""A dataset as N-Quads, line by line, and as quads.

Lines are written here rather than by pyoxigraph: a term that is no literal is its IRI in brackets, and of literals only
those with characters to escape go through it. A line is what a store loads fastest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg import vocabulary as v
from kg.events import find_event_class
from kg.lexicon import is_symmetric
from kg.model import Assertion, Dataset, Document, Entity, EntityType, Settings, Status

GRAPHS = {Status.ASSERTED: v.ASSERTED_GRAPH, Status.REPORTED: v.REPORTED_GRAPH}
"""Where the plain triples of these statuses stand; those of the others have none."""

_ESCAPED = re.compile("[\\x00-\\x1f\\x7f\"\\\\\\ud800-\\udfff]")
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
    for lines in graph_lines(dataset, settings, version=version):
        yield from parse_lines(lines)


def parse_lines(lines: Iterable[str]) -> Iterator[Quad]:
    """Yield the quads that lines of N-Quads state."""
    yield from parse("".join(lines).encode(), format=RdfFormat.N_QUADS)


def graph_lines(dataset: Dataset, settings: Settings, *, version: str = "unknown") -> Iterator[list[str]]:
    """Yield the lines of each graph of a dataset, sorted."""
    namespaces = v.Namespaces(settings.base)
    predicates = label_predicates(
        (assertion.predicate_id, assertion.predicate) for assertion in dataset.assertions
    )
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in dataset.assertions:
        assertions[assertion.document].append(assertion)
    extraction = namespaces.extraction(v.extraction_id(settings, version))
    places = _dateline_places(dataset)
    for document in _all_documents(dataset):
        yield document_lines(
            document, assertions[document.id], predicates, namespaces, extraction, place=places.get(document.id),
            original=dataset.copies.get(document.id),
        )  # fmt: skip
    plain = find_plain(dataset.assertions, namespaces)
    for status in GRAPHS:
        yield sorted(plain_line(triple, status) for triple, found in plain.items() if found is status)
    yield sorted(line for entity in _all_entities(dataset) for line in entity_lines(entity, namespaces))
    phrases = {(assertion.predicate_id, assertion.phrase) for assertion in dataset.assertions}
    yield sorted([
        *(line for name, label in predicates.items() for line in relation_lines(name, label, namespaces)),
        *(phrase_line(name, phrase, namespaces) for name, phrase in phrases),
    ])  # fmt: skip
    is_decided = any(assertion.is_decided for assertion in dataset.assertions)
    yield provenance_lines(settings, version, has_decisions=is_decided)


def document_lines(
    document: Document,
    assertions: Iterable[Assertion],
    predicates: Mapping[str, str],
    namespaces: v.Namespaces,
    extraction: str,
    *,
    place: str | None = None,
    original: str | None = None,
) -> list[str]:
    """Return the graph of one document, sorted: its metadata, its assertions and the sentences they quote.

    `place` is the slug of the place its dateline names, where it was reported from, `original` the identifier of the
    document that it is a copy of. `predicates` gives the label of each relation; a predicate spelled otherwise is kept
    with its assertion. `extraction` is the IRI of what generated the assertions. The text itself stays in the archive.
    """
    about = namespaces.document(document.id)
    graph = _Graph(about)
    graph.add(about, v.TYPE, iri(v.ARTICLE))
    graph.add_text(about, v.HEADLINE, document.title)
    graph.add_text(about, v.PUBLISHER, document.publisher)
    graph.add_text(about, v.SOURCE, document.source)
    if document.published is not None:
        graph.add(about, v.PUBLISHED, date_literal(document.published))
    if document.url is not None:
        graph.add(about, v.URL, literal(document.url, v.XSD + "anyURI"))
    if document.dateline is not None:
        graph.add_text(about, v.DATELINE, document.dateline.quote(document.text) or None)
    if place is not None:
        graph.add(about, v.LOCATION, iri(namespaces.entity + place))
    if original is not None:
        graph.add(about, v.COPY_OF, iri(namespaces.document(original)))
    for assertion in assertions:
        _add_proposition(graph, assertion, predicates, namespaces)
        _add_attribution(graph, assertion, namespaces)
        _add_provenance(graph, assertion, namespaces, extraction)
    return graph.sorted()


def dateline_name(document: Document) -> str | None:
    """Return the first place that a dateline names, in small letters: "moscow" for "MOSCOW, Russia"."""
    words = document.dateline.quote(document.text) if document.dateline is not None else ""
    return re.split(r"[,/(]", words)[0].strip().casefold() or None


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
        slugs = named.get((document.id, dateline_name(document) or ""), [])
        found |= {document.id: min(slugs)} if slugs else {}
    return found


def _add_proposition(
    graph: _Graph, assertion: Assertion, predicates: Mapping[str, str], namespaces: v.Namespaces
) -> None:
    """Add what the assertion says."""
    about = namespaces.assertion(assertion.id)
    graph.add(about, v.TYPE, iri(v.ASSERTION))
    graph.add(about, v.SUBJECT, _subject(assertion, namespaces))
    graph.add(about, v.PREDICATE, iri(namespaces.expand(assertion.predicate_id)))
    obj = _object(assertion, namespaces)
    if obj is not None:
        graph.add(about, v.OBJECT, obj)
    if obj is not None and obj[0] == '"' and assertion.object_value is not None:
        graph.add_text(about, v.OBJECT_LABEL, assertion.object)
    if predicates.get(assertion.predicate_id) != assertion.predicate:
        graph.add_text(about, v.PREDICATE_LABEL, assertion.predicate)
    graph.add_text(about, v.PHRASE, assertion.phrase)
    graph.add(about, v.STATUS, iri(v.KG + assertion.status))
    graph.add(about, v.POLARITY, iri(v.KG + assertion.polarity))
    graph.add(about, v.MODALITY, iri(v.KG + assertion.modality))
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
    cells = [namespaces.source(assertion.id, place) for place in range(1, len(chain) + 1)]
    graph.add(about, v.ATTRIBUTION_CHAIN, iri(cells[0]))
    for cell, rest, source_id, words in zip(cells, [*cells[1:], v.NIL], ids, chain, strict=True):
        graph.add(cell, v.FIRST, _node_or_words(source_id, words, namespaces))
        graph.add(cell, v.REST, iri(rest))


def _add_provenance(graph: _Graph, assertion: Assertion, namespaces: v.Namespaces, extraction: str) -> None:
    """Add where the assertion stands in its document, and what found it."""
    about = namespaces.assertion(assertion.id)
    sentence = namespaces.sentence(assertion.document, assertion.start, assertion.end)
    graph.add(about, v.EVIDENCE, iri(sentence))
    graph.add_text(about, v.CLAUSE, assertion.clause)
    graph.add(about, v.DERIVED_FROM, iri(graph.name))
    graph.add(about, v.GENERATED_BY, iri(namespaces.decisions if assertion.is_decided else extraction))
    for predicate, spans in (
        (v.SUBJECT_SPAN, assertion.subject_span),
        (v.PREDICATE_SPAN, assertion.predicate_span),
        (v.OBJECT_SPAN, assertion.object_span),
        (v.SUBJECT_ANTECEDENT, assertion.subject_antecedent),
        (v.OBJECT_ANTECEDENT, assertion.object_antecedent),
    ):
        if spans:
            graph.add_text(about, predicate, ";".join(f"{span.start},{span.end}" for span in spans))
    graph.add(sentence, v.TYPE, iri(v.SENTENCE))
    graph.add_text(sentence, v.ANCHOR, assertion.sentence)
    graph.add(sentence, v.CONTEXT, iri(graph.name))
    graph.add(sentence, v.BEGIN, literal(str(assertion.start), v.XSD + "integer"))
    graph.add(sentence, v.END, literal(str(assertion.end), v.XSD + "integer"))


def find_plain(assertions: Iterable[Assertion], namespaces: v.Namespaces) -> dict[str, Status]:
    """Return the plain triples, as N-Triples without the full stop: asserted if one of the assertions states it itself.

    What is negated or hypothetical has none, nor has an assertion without an object or with a literal subject.
    """
    found: dict[str, Status] = {}
    for assertion in assertions:
        obj = _object(assertion, namespaces)
        if assertion.status in GRAPHS and assertion.subject_id and obj is not None:
            subject, predicate = _subject(assertion, namespaces), iri(namespaces.expand(assertion.predicate_id))
            triple = f"{subject} {predicate} {obj}"
            if found.get(triple) is not Status.ASSERTED:
                found[triple] = assertion.status
    return found


def plain_line(triple: str, status: Status) -> str:
    """Return the line of a plain triple, in the graph of its status."""
    return f"{triple} <{GRAPHS[status]}> .\n"


def entity_lines(entity: Entity, namespaces: v.Namespaces) -> list[str]:
    """Return what `kg:entities` says of an entity: type, labels, links, parts of its name and reasons for merging."""
    graph = _Graph(v.ENTITIES_GRAPH)
    about = namespaces.entity + entity.slug
    graph.add(about, v.TYPE, iri(v.CLASSES[entity.type]))
    graph.add_text(about, v.LABEL, entity.label)
    for name in entity.names:
        graph.add_text(about, v.ALT_LABEL, name)
    if entity.wikidata is not None:
        graph.add(about, v.SAME_AS, iri(v.link_iri(entity.wikidata)))
    for part in entity.parts:
        graph.add(about, v.MENTIONS, iri(namespaces.entity + part))
    for reason in entity.reasons:
        graph.add_text(about, v.MERGE_REASON, reason)
    return graph.sorted()


def relation_lines(predicate_id: str, label: str, namespaces: v.Namespaces) -> list[str]:
    """Return what `kg:relations` says of a relation, without the phrases that state it: label and event class."""
    graph = _Graph(v.RELATIONS_GRAPH)
    about = namespaces.expand(predicate_id)
    graph.add(about, v.TYPE, iri(v.PROPERTY))
    graph.add_text(about, v.LABEL, label)
    if is_symmetric(label):
        graph.add(about, v.TYPE, iri(v.SYMMETRIC))
    event = find_event_class(label)
    if event is not None:
        graph.add(about, v.EVENT_CLASS, iri(v.event_class(event)))
    return graph.sorted()


def phrase_line(predicate_id: str, phrase: str, namespaces: v.Namespaces) -> str:
    """Return the line that gives a relation a phrase which states it."""
    return f"<{namespaces.expand(predicate_id)}> <{v.PHRASE}> {literal(phrase)} <{v.RELATIONS_GRAPH}> .\n"


def provenance_lines(settings: Settings, version: str, *, has_decisions: bool = False) -> list[str]:
    """Return `kg:provenance`, sorted: the extraction that assertions were generated by, and what a person decided."""
    graph = _Graph(v.PROVENANCE_GRAPH)
    about = v.Namespaces(settings.base).extraction(v.extraction_id(settings, version))
    graph.add(about, v.TYPE, iri(v.ACTIVITY))
    graph.add_text(about, v.EXTRACTOR, settings.extractor)
    graph.add_text(about, v.VERSION, version)
    for key, value in asdict(settings).items():
        graph.add_text(about, v.SETTING, f"{key}={value}")
    if has_decisions:
        about = v.Namespaces(settings.base).decisions
        graph.add(about, v.TYPE, iri(v.ACTIVITY))
        graph.add_text(about, v.LABEL, "decisions of a person")
    return graph.sorted()


# Terms


def iri(address: str) -> str:
    """Return an IRI as N-Quads have it."""
    return f"<{address}>"


def literal(text: str, datatype: str = v.XSD + "string") -> str:
    """Return a literal as N-Quads have it.

    >>> literal('say "no"'), literal("2012", v.XSD + "gYear")
    ('"say \\\\"no\\\\""', '"2012"^^<http://www.w3.org/2001/XMLSchema#gYear>')
    """
    quoted = str(Literal(text)) if _ESCAPED.search(text) else f'"{text}"'
    return quoted if datatype == v.XSD + "string" else f"{quoted}^^<{datatype}>"


def date_literal(text: str) -> str:
    """Return an ISO day, month, year or duration as a typed literal, and anything else as a plain string."""
    return literal(text, _date_type(text) or v.XSD + "string")


def decimal_literal(number: float) -> str:
    """Return a number as `xsd:decimal`, exactly: the same float is read back."""
    digits = format(Decimal(repr(number)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return literal("0" if digits == "-0" else digits, v.XSD + "decimal")


class _Graph:
    """A named graph being written; a triple added twice stands in it once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._end = f" <{name}> .\n"
        self._lines: set[str] = set()

    def add(self, subject: str, predicate: str, obj: str) -> None:
        """Add one triple: the IRIs of subject and predicate, and the object as N-Quads have it."""
        self._lines.add(f"<{subject}> <{predicate}> {obj}{self._end}")

    def add_text(self, subject: str, predicate: str, text: str | None) -> None:
        """Add one triple with a plain string, or nothing for None."""
        if text is not None:
            self.add(subject, predicate, literal(text))

    def sorted(self) -> list[str]:
        """Return the lines, sorted."""
        return sorted(self._lines)


def _subject(assertion: Assertion, namespaces: v.Namespaces) -> str:
    if assertion.subject_id:
        return iri(namespaces.expand(assertion.subject_id))
    return literal(assertion.subject, v.CLASSES[assertion.subject_type])


def _object(assertion: Assertion, namespaces: v.Namespaces) -> str | None:
    """Return the object as an IRI, as a literal typed by its value, or None if there is none."""
    if assertion.object is None or assertion.object_type is None:
        return None
    if assertion.object_id:
        return iri(namespaces.expand(assertion.object_id))
    value, datatype = assertion.object_value, None
    if value is not None and assertion.object_type is EntityType.DATE:
        datatype = _date_type(value)
    elif value is not None and assertion.object_type is EntityType.QUANTITY:
        datatype = _number_type(value)
    words = assertion.object if value is None else value
    return literal(words, datatype or v.CLASSES[assertion.object_type])


def _node_or_words(identifier: str | None, words: str, namespaces: v.Namespaces) -> str:
    return iri(namespaces.expand(identifier)) if identifier else literal(words)


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


def label_predicates(spellings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the label of each relation, sorted: of spellings that share an IRI the first in the alphabet."""
    labels: dict[str, str] = {}
    for predicate_id, spelling in spellings:
        labels[predicate_id] = min(labels.get(predicate_id, spelling), spelling)
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
