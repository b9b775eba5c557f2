"""A large graph of made-up news, as like a real one as its shape goes: the same seed gives the same graph everywhere.

The shares are those of a graph built from `data/articles`: 25 quads an assertion, half of the assertions stated by
the text itself, a sixth without an entity as object.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg import rdf
from kg.archive import RDF_NAME, keep_settings, open_archive
from kg.model import (
    Assertion,
    Dataset,
    Document,
    Entity,
    EntityType,
    Extraction,
    Modality,
    Polarity,
    Settings,
    Span,
    find_status,
)
from kg.store import LINES, EmbeddedStore
from kg.vocabulary import slug

SEED = 7
PER_DOCUMENT = 10
"""Assertions a document."""

_TYPES = {
    EntityType.CONCEPT: 60, EntityType.PERSON: 12, EntityType.ORGANIZATION: 8, EntityType.PLACE: 8,
    EntityType.POSITION: 7, EntityType.COUNTRY: 5,
}  # fmt: skip
_VERBS = (
    "accuse ask back block buy call carry change close condemn create criticize cut defend delay demand deny drop "
    "end face fund grant greet halt help hold host invite join launch lead leave lift lose meet name need offer open "
    "oppose pay plan praise promise raise reach reject repeat replace report sell send shelve sign start strike sue "
    "support suspend threaten thank train urge use veto visit warn welcome win"
).split()
_ENDINGS = ("", "", "", " with", " to", " in", " over", " for", " against")
_HEADS = "sanctions talks plan levy treaty ban law strike border pipeline grain loan inquiry summit vote".split()
_FILLER = (
    "after weeks of quiet work on the text",
    "as the winter session drew to its close",
    "although few of those present had read it",
    "in a step that nobody in the room had foreseen",
    "while crowds waited in the square outside",
)
_MODALITIES = {Modality.CERTAIN: 74, Modality.PLANNED: 10, Modality.WANTED: 6, Modality.POSSIBLE: 6, Modality.ASKED: 4}
_WITHOUT_OBJECT, _LITERAL = 0.09, 0.08
_REPEATED = 0.15
"""The share of assertions that say what another document said before."""
_STAMP = "made up"


@dataclass(frozen=True)
class Size:
    """How large a graph is made; equal sizes give equal graphs. `is_dense` has every assertion lead to an entity."""

    assertions: int
    entities: int
    is_dense: bool = False

    @classmethod
    def of_quads(cls, quads: int) -> Size:
        """Return the size of a graph of about so many quads."""
        assertions = max(quads * 10 // 234, 1)
        return cls(assertions, max(assertions // 4, 10))


def make_quads(size: Size) -> Iterator[ox.Quad]:
    """Yield the quads of a made-up graph, graph by graph."""
    return rdf.quads(make_dataset(size), Settings(), version="made up")


def make_dataset(size: Size) -> Dataset:
    """Return a made-up dataset."""
    dice = random.Random(SEED)
    entities = list(_entities(size.entities, dice))
    # Of every thing something is said, so that none of them is left out of a projection.
    told = list(entities) if size.is_dense else []
    documents, assertions = [], []
    for number in range(-(-size.assertions // PER_DOCUMENT)):
        document = _document(number, dice)
        documents.append(document)
        for place in range(min(PER_DOCUMENT, size.assertions - len(assertions))):
            subject = told.pop() if told else _pick(entities, dice)
            found = _assertion(document, place, subject, entities, dice, is_dense=size.is_dense)
            if number and not told and dice.random() < _REPEATED:
                found = _repeat(found, dice.choice(assertions))
            assertions.append(found)
    return Dataset(tuple(documents), tuple(sorted(entities, key=lambda entity: entity.slug)), tuple(assertions))


def _entities(count: int, dice: random.Random) -> Iterator[Entity]:
    types = dice.choices(list(_TYPES), list(_TYPES.values()), k=count)
    for number, type_ in enumerate(types):
        word = _word(dice)
        label = {
            EntityType.CONCEPT: f"{dice.choice(_HEADS)} on {word}",
            EntityType.PERSON: f"{_word(dice)} {word}",
            EntityType.ORGANIZATION: f"{word} {dice.choice(('Bank', 'Party', 'Institute', 'Group'))}",
            EntityType.POSITION: f"minister of {word}",
        }.get(type_, word)
        label = f"{label} {number}"  # no two are the same
        yield Entity(
            slug(label), label, type_, names=(word, f"the {word}") if type_ is not EntityType.CONCEPT else (),
            wikidata=f"Q{10_000 + number}" if number % 9 == 0 else None,
            reasons=("one name is the other without its title",) if number % 4 == 0 else (),
        )  # fmt: skip


def _word(dice: random.Random) -> str:
    syllables = (dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(dice.choice((2, 3, 4))))
    return "".join(syllables).capitalize()


def _pick(entities: list[Entity], dice: random.Random) -> Entity:
    """Return a thing; some are in the news every day, and most but once."""
    return entities[int(len(entities) * dice.random() ** 3)]


def _document(number: int, dice: random.Random) -> Document:
    published = f"{dice.randint(2005, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    return Document(
        f"{number:016x}", "", f"news/{number % 100:02}/{number:07}.txt", title=f"{_word(dice)} and {_word(dice)}",
        published=published if dice.random() < 0.9 else None, publisher=f"The {_word(dice)} Post",
    )  # fmt: skip


def _assertion(
    document: Document, place: int, subject: Entity, entities: list[Entity], dice: random.Random, *, is_dense: bool
) -> Assertion:
    verb = dice.choice(_VERBS)
    predicate = verb + dice.choice(_ENDINGS)
    words, obj, type_, value = _object(entities, dice, is_dense=is_dense)
    source = _pick(entities, dice) if dice.random() < 0.3 else None
    where = _pick(entities, dice) if dice.random() < 0.1 else None
    polarity = Polarity.NEGATIVE if dice.random() < 0.08 else Polarity.POSITIVE
    (modality,) = dice.choices(list(_MODALITIES), list(_MODALITIES.values()))
    start = place // 2 * 200  # two assertions a sentence
    sentence = f"{subject.label} {predicate} {words or 'all morning'}, {dice.choice(_FILLER)}."
    middle = start + len(subject.label) + 1
    end = middle + len(predicate)
    return Assertion(
        id=f"a{document.id[4:]}{place:03x}", status=find_status(modality, polarity, is_attributed=source is not None),
        subject=subject.label, subject_id=f"ent:{subject.slug}", subject_type=subject.type,
        predicate=predicate, predicate_id=f"rel:{slug(predicate)}", phrase=f"{verb}s{predicate[len(verb) :]}",
        object=words, object_id=f"ent:{obj.slug}" if obj else None, object_type=type_,
        polarity=polarity, modality=modality,
        attributed_to=source.label if source else None, attributed_to_id=f"ent:{source.slug}" if source else None,
        attribution_chain=(source.label,) if source else (),
        time=document.published if dice.random() < 0.3 else None, place=where.label if where else None,
        confidence=round(dice.uniform(0.3, 0.99), 4), clause=f"{document.id}:{place // 2}:{place % 2}",
        document=document.id, source=document.source, published=document.published,
        sentence=sentence if place % 2 == 0 else f"{sentence} It did.", start=start, end=start + 190 + place % 2,
        subject_span=(Span(start, middle - 1),), predicate_span=(Span(middle, end),),
        object_span=(Span(end + 1, end + 1 + len(words)),) if words else (),
        subject_antecedent=None, object_antecedent=None, place_id=f"ent:{where.slug}" if where else None,
        attribution_chain_ids=(f"ent:{source.slug}",) if source else (), object_value=value,
    )  # fmt: skip


def _repeat(assertion: Assertion, before: Assertion) -> Assertion:
    """Return an assertion at the same place that says what one before it said."""
    return replace(
        assertion, subject=before.subject, subject_id=before.subject_id, subject_type=before.subject_type,
        predicate=before.predicate, predicate_id=before.predicate_id, object=before.object,
        object_id=before.object_id, object_type=before.object_type, object_value=before.object_value,
    )  # fmt: skip


def _object(
    entities: list[Entity], dice: random.Random, *, is_dense: bool
) -> tuple[str | None, Entity | None, EntityType | None, str | None]:
    """Return the words of an object, what it is, its type, and the value of a literal."""
    throw = 1.0 if is_dense else dice.random()
    if throw < _WITHOUT_OBJECT:
        return None, None, None, None
    if throw < _WITHOUT_OBJECT + _LITERAL:
        millions = dice.randint(1, 900)
        return f"${millions} million", None, EntityType.MONEY, f"{millions}000000 USD"
    obj = _pick(entities, dice)
    return obj.label, obj, obj.type, None


def publish(size: Size, where: Path, stamp: str | None = None) -> int:
    """Publish a made-up graph in the directory of a store, and return its number of quads."""
    with EmbeddedStore.open(where, write=True) as store:
        lines = (f"{quad} .\n" for quad in make_quads(size))
        while batch := list(islice(lines, LINES)):
            store.load("".join(batch))
        store.publish(stamp)
        return len(store)


def make_folder(size: Size, folder: Path) -> Dataset:
    """Make a graph folder of a made-up graph, with texts that hold the sentences, and return what it says."""
    dataset = make_dataset(size)
    sentences: dict[str, list[Assertion]] = {document.id: [] for document in dataset.documents}
    for assertion in dataset.assertions:
        sentences[assertion.document].append(assertion)
    with open_archive(folder, write=True) as archive:
        keep_settings(archive, Settings(), ())
        for document in dataset.documents:
            text = _write_text(sentences[document.id])
            extraction = Extraction(document.id, "made up", "1", (), (), ())
            archive.put(document.source, replace(document, text=text), extraction)
        archive.write_stamp(_STAMP)
    publish(size, folder / RDF_NAME, _STAMP)
    return dataset


def _write_text(assertions: Iterable[Assertion]) -> str:
    """Return a text in which every assertion has its sentence where it says."""
    text = ""
    for assertion in assertions:
        if assertion.start >= len(text):
            text = text.ljust(assertion.start) + assertion.sentence
    return text


if __name__ == "__main__":
    directory, *numbers = sys.argv[1:]
    assertions, things, is_dense = map(int, numbers)
    print(json.dumps({"quads": publish(Size(assertions, things, bool(is_dense)), Path(directory))}))
