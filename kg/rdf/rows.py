"""Assertions as rows that the store joins: what a drawing of the graph shows of each, document by document.

Oxigraph takes 10 µs a quad to hand it over, most of it for terms that nobody looks at. A row of all that is shown of an
assertion takes half the time of its 25 quads, and one of its ends alone a third.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from sys import intern
from typing import NamedTuple, Protocol, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import vocabulary as v
from kg.model import EntityType, Settings, Status
from kg.rdf.reading import TYPES

Term = NamedNode | BlankNode | Literal | Triple

BATCH = 100
"""Documents or assertions a query: rows stay within some megabytes, and it within the 10 KB that Virtuoso takes."""

# One by one, for Oxigraph 0.5 takes twice as long to join them as to hand them over.
_THINGS = {
    name: f"SELECT ?thing ?value {{ GRAPH kg:entities {{ ?thing {iri} ?value }} }}"
    for name, iri in (("type", "a"), ("label", "rdfs:label"), ("link", "owl:sameAs"))
}
_RELATIONS = "SELECT ?relation ?label { GRAPH kg:relations { ?relation rdfs:label ?label } }"
_PARTS = "SELECT ?whole ?part { GRAPH kg:entities { ?whole kg:mentions ?part } }"
_TEXTS = """SELECT ?text ?source ?published ?original ?title ?publisher ?url {
  GRAPH ?text {
    ?text kg:source ?source
    OPTIONAL { ?text schema:datePublished ?published } OPTIONAL { ?text kg:copyOf ?original }
    OPTIONAL { ?text schema:headline ?title } OPTIONAL { ?text schema:publisher ?publisher }
    OPTIONAL { ?text schema:url ?url }
  }
}"""
_FACTS = "?fact kg:status ?status ; rdf:subject ?subject ; rdf:predicate ?predicate ; kg:confidence ?confidence"
_MAYBE_FACTS = ("rdf:object", "kg:objectLabel", "kg:attributedTo", "kg:time", "kg:predicateLabel")
_ENDS = """?fact kg:status ?status ; rdf:subject ?subject ; rdf:predicate ?predicate ; kg:polarity ?polarity ;
  kg:modality ?modality ; kg:confidence ?confidence"""
_REST = "; kg:phrase ?phrase ; kg:evidence ?sentence . ?sentence nif:anchorOf ?quote ; nif:beginIndex ?begin"
_MAYBE_ENDS = ("rdf:object", "kg:subjectSpan", "kg:objectSpan")
_MAYBE = (*_MAYBE_ENDS, "kg:predicateSpan", "kg:predicateLabel", "kg:attributedTo", "kg:time", "kg:place")
_NOTHING = (None,) * len(_MAYBE)


class Detail(Enum):
    """How much is read of each assertion; less takes less time.

    Its ends: status, subject, predicate, object and their places in the text. What an edge has besides: speaker, time,
    place, and a predicate of its own. Its words: phrase and quote.
    """

    ENDS = "ends"
    EDGE = "edge"
    WORDS = "words"


class Table(Protocol):
    """What a query found."""

    @property
    def terms(self) -> Sequence[Sequence[Term | None]]:
        """The rows."""
        ...


@runtime_checkable
class Queryable(Protocol):
    """What answers SPARQL over the union of all graphs: a store."""

    def query(self, sparql: str) -> Table:
        """Return what the query finds."""
        ...


class Thing(NamedTuple):
    """What RDF tells of an entity: its prefixed name, its label, its type, and its number in Wikidata or other link."""

    id: str
    label: str
    type: EntityType
    wikidata: str | None


class Text(NamedTuple):
    """What RDF tells of a document. `original` is the identifier of what it is a copy of, its own if of nothing."""

    iri: str
    id: str
    source: str
    published: str | None
    original: str
    title: str | None
    publisher: str | None
    url: str | None


class Row(NamedTuple):
    """One assertion. An end that is no entity is None, and what was not asked for or is not known is "".

    `types` are those of subject and object. Spans are as RDF writes them, such as "141,147;150,155".
    """

    text: Text
    id: str
    status: str
    subject: Thing | None
    predicate_id: str
    polarity: str
    modality: str
    confidence: float
    object: Thing | None
    types: frozenset[EntityType]
    subject_span: str
    object_span: str
    predicate: str
    phrase: str
    quote: str
    predicate_span: str
    attributed_to: str
    attributed_to_id: str
    time: str
    place: str
    place_id: str
    order: tuple[int, tuple[int, ...], str]


class Fact(NamedTuple):
    """One assertion without its words: who, what and whom, who says so, in which document, and when it happened.

    The object is None where there is none; a literal is a thing too, and has its RDF term as identifier. `speaker` is
    to whom the text credits it, None if nobody or if it is no entity; `said_by` is that speaker's name in any case.
    """

    text: Text
    id: str
    status: str
    subject: Thing
    predicate_id: str
    predicate: str
    object: Thing | None
    speaker: Thing | None
    said_by: str
    time: str
    confidence: float


class RowReader:
    """Reads the assertions of a store as rows; all entities, relations and documents are read at once.

    `things` are the entities by IRI, where they are known already.
    """

    def __init__(self, store: Queryable, settings: Settings, things: Mapping[str, Thing] | None = None) -> None:
        self._store = store
        self._namespaces = v.Namespaces(settings.base)
        self._things = dict(self._read_things()) if things is None else things
        self._relations = {
            _value(relation): (self._namespaces.shorten(_value(relation)), _value(label))
            for relation, label in store.query(_RELATIONS).terms
        }
        self.texts = sorted(self._read_texts(), key=lambda text: (text.source, text.iri))

    def read(
        self, texts: Sequence[Text], statuses: frozenset[Status], detail: Detail
    ) -> Iterator[tuple[Text, list[Row]]]:
        """Yield the documents in their order, each with its assertions of these statuses (of any if there is none).

        They come in the order of the text, or in no order where only their ends are read.
        """
        by_iri = {text.iri: text for text in texts}
        for start in range(0, len(texts), BATCH):
            batch = [text.iri for text in texts[start : start + BATCH]]
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self._read_rows(_among("?text", batch), by_iri, statuses, detail):
                found[row.text.iri].append(row)
            for iri in batch:
                yield by_iri[iri], sorted(found.pop(iri, []), key=lambda row: row.order)

    def read_facts(self, texts: Sequence[Text]) -> Iterator[Fact]:
        """Yield the assertions of these documents, each without its words, sorted by identifier in each document."""
        for start in range(0, len(texts), BATCH):
            batch = {text.iri: text for text in texts[start : start + BATCH]}
            chosen = _among("?text", batch)
            maybe = self._read_maybe(chosen, _MAYBE_FACTS)
            found: dict[str, list[Fact]] = defaultdict(list)
            for terms in self._store.query(_facts_query(chosen)).terms:
                fact = self._fact(batch[_value(terms[0])], terms, maybe.get(_value(terms[1]), _NOTHING))
                found[fact.text.iri].append(fact)
            for iri in batch:
                yield from sorted(found.pop(iri, []), key=lambda fact: fact.id)

    def read_parts(self) -> dict[str, tuple[Thing, ...]]:
        """Return the things whose name stands inside another one's, by identifier of that one, sorted."""
        found: dict[str, list[Thing]] = defaultdict(list)
        for whole, part in self._store.query(_PARTS).terms:
            if (thing := self._things.get(_value(part))) is not None:  # else no assertion is about it
                found[self._namespaces.shorten(_value(whole))].append(thing)
        return {whole: tuple(sorted(found[whole])) for whole in sorted(found)}

    def select(self, facts: Sequence[str], detail: Detail) -> Iterator[Row]:
        """Yield the assertions of those IRIs, in no order; nothing else in the store is touched."""
        by_iri = {text.iri: text for text in self.texts}
        for start in range(0, len(facts), BATCH):
            chosen = _among("?fact", facts[start : start + BATCH])
            yield from self._read_rows(chosen, by_iri, frozenset(), detail)

    def _read_rows(
        self, chosen: str, texts: Mapping[str, Text], statuses: frozenset[Status], detail: Detail
    ) -> Iterator[Row]:
        """Yield the assertions that a pattern chooses by their documents or by themselves."""
        maybe = self._read_maybe(chosen, _MAYBE_ENDS if detail is Detail.ENDS else _MAYBE)
        for terms in self._store.query(_query(chosen, statuses, has_words=detail is Detail.WORDS)).terms:
            yield self._row(texts[_value(terms[0])], terms, maybe.get(_value(terms[1]), _NOTHING))

    def _read_maybe(self, chosen: str, properties: Sequence[str]) -> dict[str, list[Term | None]]:
        """Return for each assertion its values of these properties, None where it has none.

        As OPTIONAL in the query of the rest, Oxigraph 0.5 would look them up for all documents in each batch.
        """
        found: dict[str, list[Term | None]] = defaultdict(lambda: list(_NOTHING))
        for fact, place, value in self._store.query(_maybe_query(chosen, properties)).terms:
            found[_value(fact)][int(_value(place))] = value
        return found

    def _read_things(self) -> Iterator[tuple[str, Thing]]:
        types, labels, links = (
            {_value(thing): _value(value) for thing, value in self._store.query(_THINGS[name]).terms}
            for name in ("type", "label", "link")
        )
        for iri, type_ in types.items():
            wikidata = links.get(iri, "").removeprefix(v.WIKIDATA) or None
            yield iri, Thing(self._namespaces.shorten(iri), labels.get(iri, ""), TYPES[type_], wikidata)

    def _read_texts(self) -> Iterator[Text]:
        folder = self._namespaces.document("")
        for text, source, published, original, *told in self._store.query(_TEXTS).terms:
            iri = _value(text)
            title, publisher, url = (_value(term) or None for term in told)
            yield Text(
                iri, iri.removeprefix(folder), _value(source), _value(published) or None,
                _value(original).removeprefix(folder) or iri.removeprefix(folder), title, publisher, url,
            )  # fmt: skip

    def _row(self, text: Text, terms: Sequence[Term | None], maybe: Sequence[Term | None]) -> Row:
        _, fact, status, subject, predicate, polarity, modality, confidence, phrase, quote, begin = terms
        obj, subject_span, object_span, predicate_span, own, speaker, time, place = maybe
        identifier = _value(fact).removeprefix(self._namespaces.assertion(""))
        predicate_id, predicate_label = self._relations[_value(predicate)]
        return Row(
            text,
            identifier,
            intern(_value(status).removeprefix(v.KG)),
            self._things.get(_value(subject)),
            predicate_id,
            intern(_value(polarity).removeprefix(v.KG)),
            intern(_value(modality).removeprefix(v.KG)),
            float(_value(confidence)),
            self._things.get(_value(obj)),
            frozenset(self._type(term) for term in (subject, obj) if term is not None),
            _value(subject_span),
            _value(object_span),
            _value(own) or predicate_label,
            intern(_value(phrase)),
            _value(quote),
            _value(predicate_span),
            self._label(speaker),
            self._id(speaker),
            _value(time),
            self._label(place),
            self._id(place),
            (int(_value(begin) or 0), _offsets(_value(predicate_span)), identifier),
        )

    def _fact(self, text: Text, terms: Sequence[Term | None], maybe: Sequence[Term | None]) -> Fact:
        _, fact, status, subject, predicate, confidence = terms
        obj, label, speaker, time, own = maybe[: len(_MAYBE_FACTS)]
        predicate_id, predicate_label = self._relations[_value(predicate)]
        return Fact(
            text,
            _value(fact).removeprefix(self._namespaces.assertion("")),
            intern(_value(status).removeprefix(v.KG)),
            self._things[_value(subject)],
            predicate_id,
            _value(own) or predicate_label,
            self._object(obj, _value(label)),
            self._things.get(_value(speaker)),
            self._label(speaker),
            _value(time),
            float(_value(confidence)),
        )

    def _object(self, term: Term | None, label: str) -> Thing | None:
        """Return the object of an assertion; a literal by the words that the text has for it, if RDF keeps them."""
        if isinstance(term, Literal):
            return Thing(str(term), label or term.value, self._type(term), None)
        return self._things.get(_value(term))

    def _type(self, term: Term) -> EntityType:
        if isinstance(term, Literal):
            return TYPES[term.datatype.value]
        return self._things[_value(term)].type

    def _label(self, term: Term | None) -> str:
        """Return the label of an entity, or the words that stand in its place."""
        return self._things[term.value].label if isinstance(term, NamedNode) else _value(term)


    def _id(self, term: Term | None) -> str:
        """Return the prefixed name of an entity, "" for words in its place."""
        return self._things[term.value].id if isinstance(term, NamedNode) else ""


def _query(chosen: str, statuses: frozenset[Status], *, has_words: bool) -> str:
    """Return the query for what all chosen assertions have."""
    wanted = f"FILTER(?status IN ({', '.join(f'kg:{status}' for status in sorted(statuses))}))" if statuses else ""
    return f"""SELECT ?text ?fact ?status ?subject ?predicate ?polarity ?modality ?confidence ?phrase ?quote ?begin {{
  {chosen} GRAPH ?text {{ {_ENDS}{_REST if has_words else ""} {wanted} }}
}}"""


def _facts_query(chosen: str) -> str:
    """Return the query for what `Fact` has of every chosen assertion."""
    return f"""SELECT ?text ?fact ?status ?subject ?predicate ?confidence {{
  {chosen} GRAPH ?text {{ {_FACTS} }}
}}"""


def _maybe_query(chosen: str, properties: Sequence[str]) -> str:
    """Return the query for what some assertions have, and the place of the property among those asked for."""
    parts = [f"{{ ?fact {iri} ?value BIND({place} AS ?place) }}" for place, iri in enumerate(properties)]
    return f"SELECT ?fact ?place ?value {{ {chosen} GRAPH ?text {{ {' UNION '.join(parts)} }} }}"


def _among(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _offsets(spans: str) -> tuple[int, ...]:
    """Return the numbers in spans, which compare as the spans do.

    >>> _offsets("9,12;141,147")
    (9, 12, 141, 147)
    """
    return tuple(map(int, spans.replace(";", ",").split(","))) if spans else ()


def _value(term: Term | None) -> str:
    """Return the characters of an IRI or literal, and "" for anything else."""
    return term.value if isinstance(term, NamedNode | Literal) else ""
