"""Propositions + entities + provenance → `Assertion`, and the assertion record other programs read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum
from itertools import groupby

from kg.model import (
    Assertion,
    Document,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Proposition,
    Span,
    Triple,
)
from kg.vocabulary import slug

# Fields of Assertion that the record leaves out: they serve RDF alone.
BEYOND_RECORD = frozenset({"place_id", "attribution_chain_ids", "object_value", "is_decided"})
RECORD_KEYS = tuple(field.name for field in fields(Assertion) if field.name not in BEYOND_RECORD)
"""The keys of the assertion record of DESIGN.md, in its order."""


def make_assertions(
    document: Document, extraction: Extraction, entities: Mapping[tuple[str, int], Entity]
) -> tuple[Assertion, ...]:
    """Return the assertions of one document in text order.

    Left out is what nobody could use: a triple whose subject or object is a pronoun that stands for nobody known.
    """
    found: dict[str, Assertion] = {}
    maker = _Maker(document, extraction, entities)
    for proposition in extraction.propositions:
        for assertion in maker.assertions(proposition):
            found.setdefault(assertion.id, assertion)
    return tuple(sorted(found.values(), key=lambda found: (found.start, found.predicate_span, found.id)))


def record(assertion: Assertion) -> dict[str, object]:
    """Return the assertion record of DESIGN.md: its keys in their order, JSON values, None where absent."""
    return {key: _plain(getattr(assertion, key)) for key in RECORD_KEYS}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value


class _Maker:
    """What one document's assertions share."""

    def __init__(self, document: Document, extraction: Extraction, entities: Mapping[tuple[str, int], Entity]) -> None:
        self.document, self.extraction, self.entities = document, extraction, entities

    def entity(self, mention: int | None) -> Entity | None:
        return self.entities.get((self.document.id, mention)) if mention is not None else None

    def assertions(self, proposition: Proposition) -> Iterator[Assertion]:
        for triple in proposition.triples:
            subject = self.entity(triple.subject)
            target = self.extraction.mentions[triple.object] if triple.object is not None else None
            is_known = target is None or target.type.is_literal or self.entity(triple.object) is not None
            same = self.entity(triple.object)
            if subject is None or not is_known or (same is not None and same.slug == subject.slug):
                continue
            yield self._assertion(proposition, triple, subject, target)

    def _assertion(
        self, proposition: Proposition, triple: Triple, subject: Entity, target: Mention | None
    ) -> Assertion:
        mention = self.extraction.mentions[triple.subject]
        sentence = self.extraction.sentences[proposition.sentence]
        links = ((self._source_id(index), self._source_name(index)) for index in proposition.attribution)
        chain = [link for link, _ in groupby(links)]  # "Ann said she feared": one source, not two
        sources, names = [source for source, _ in chain], [name for _, name in chain]
        place = self.entity(proposition.place)
        label, identifier, type_ = self._object(triple, target)
        return Assertion(
            id=self._id(proposition, triple), status=proposition.status, subject=subject.label,
            subject_id=f"ent:{subject.slug}", subject_type=subject.type, predicate=triple.predicate,
            predicate_id=f"rel:{slug(triple.predicate)}", phrase=triple.phrase, object=label, object_id=identifier,
            object_type=type_, polarity=proposition.polarity, modality=proposition.modality,
            attributed_to=names[-1] if names else None,
            attributed_to_id=sources[-1] or None if sources else None,
            attribution_chain=tuple(names), time=proposition.time, place=place.label if place else None,
            confidence=triple.confidence,
            clause=f"{self.document.id}:{proposition.sentence}:{proposition.clause}", document=self.document.id,
            source=self.document.source, published=self.document.published,
            sentence=sentence.quote(self.document.text), start=sentence.start, end=sentence.end,
            subject_span=mention.spans, predicate_span=triple.spans, object_span=target.spans if target else (),
            subject_antecedent=self._antecedent(mention), object_antecedent=self._antecedent(target),
            place_id=f"ent:{place.slug}" if place else None,
            attribution_chain_ids=tuple(sources),
            object_value=target.value if target is not None and target.type.is_literal else None,
            is_decided=proposition.is_decided,
        )  # fmt: skip

    def _source_id(self, mention: int) -> str:
        """Return the identifier of a source, "" where it is no entity, so that the chain keeps its places."""
        entity = self.entity(mention)
        return f"ent:{entity.slug}" if entity is not None else ""

    def _source_name(self, mention: int) -> str:
        """Return the label of a source; of one known by a pronoun only, its words."""
        entity = self.entity(mention)
        return entity.label if entity is not None else self.extraction.mentions[mention].text

    def _object(self, triple: Triple, target: Mention | None) -> tuple[str | None, str | None, EntityType | None]:
        if target is None:
            return None, None, None
        entity = self.entity(triple.object)
        if entity is None:
            return target.name, None, target.type
        return entity.label, f"ent:{entity.slug}", entity.type

    def _antecedent(self, mention: Mention | None) -> tuple[Span, ...] | None:
        if mention is None or mention.antecedent is None:
            return None
        return self.extraction.mentions[mention.antecedent].spans

    def _id(self, proposition: Proposition, triple: Triple) -> str:
        """Return 16 hexadecimal digits from document, words and places: the same text gives the same identifier.

        The first is always a letter: readers of GraphML take a key of digits for a number.
        """
        ends = [self.extraction.mentions[index].spans for index in (triple.subject, triple.object) if index is not None]
        told = [
            self.document.id, triple.predicate, proposition.status.value, _pairs(triple.spans),
            [_pairs(spans) for spans in ends],
        ]  # fmt: skip
        return "a" + hashlib.sha256(json.dumps(told).encode()).hexdigest()[:15]


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
