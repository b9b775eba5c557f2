"""Extractions + decisions → `Dataset`: documents, entities and assertions, in an order that theirs does not change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.decisions import FILE_NAME, Decisions, Missed, Reference, Wrong, name_key, settle
from kg.model import Dataset, Document, Entity, Extraction

if TYPE_CHECKING:
    from kg.entities import Doubt
    from kg.linking import Gazetteer

Pair = tuple[Document, Extraction]


@dataclass(frozen=True)
class Outcome:
    """What all documents say once they are resolved.

    `doubts` are pairs of names that a person may decide on; `warnings` tell in words which decisions contradict each
    other, so that none of them is followed, and which mean nothing in these documents.
    """

    dataset: Dataset
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()


def make_dataset(pairs: Iterable[Pair], *, gazetteer: Gazetteer | None = None) -> Dataset:
    """Return documents, entities and assertions resolved over all `pairs`, without decisions."""
    return materialise(pairs, gazetteer=gazetteer).dataset


def materialise(
    pairs: Iterable[Pair], decisions: Decisions | None = None, *, gazetteer: Gazetteer | None = None
) -> Outcome:
    """Return what all `pairs` say, as the decisions have it; the order of the pairs does not matter.

    `gazetteer` is what names are linked by: the tables of the package unless another is given.
    """
    from kg.assertions import make_assertions
    from kg.entities import index_entities, resolve, used_entities
    from kg.pipeline.replay import Suppressor, add_missed, attach_added, find_added

    followed, contradictions = settle(decisions or Decisions())
    archived = sorted(pairs, key=lambda pair: (pair[0].source, pair[0].id))
    pairs, failed = add_missed(archived, followed.missed)
    resolution = resolve(archived, decisions=followed, gazetteer=gazetteer)
    entities = resolution.entities
    added = find_added(archived, pairs)
    if added:
        again = resolve(pairs, decisions=followed, gazetteer=gazetteer)
        entities = attach_added(entities, again.entities, added)
    index = index_entities(entities)
    suppressor = Suppressor(followed.wrong, entities)
    assertions = tuple(
        assertion for pair in pairs for assertion in suppressor.keep(pair[0], make_assertions(*pair, index))
    )
    warnings = [f"{FILE_NAME}: {found.message}; neither is followed until one is deleted" for found in contradictions]
    warnings += [f"{FILE_NAME}: {conflict}" for conflict in resolution.conflicts]
    warnings += _tell_unused(followed, pairs, entities, failed, suppressor.used)
    return Outcome(
        Dataset(
            tuple(document for document, _ in pairs), used_entities(entities, assertions), assertions
        ),
        resolution.doubts, tuple(warnings),
    )  # fmt: skip


def _tell_unused(
    decisions: Decisions, pairs: Sequence[Pair], entities: Sequence[Entity], failed: dict[int, str], used: set[int]
) -> Iterator[str]:
    """Yield in words, by line, which decisions mean nothing here: an edit may have taken what they name."""
    found: list[tuple[int, str]] = []
    for reference, line in _find_unmet(decisions, pairs, entities):
        found.append((line, f"nothing here is {reference}"))
    for number, wrong in enumerate(decisions.wrong):
        if number not in used:
            found.append((decisions.line("wrong", number), f"{_tell_fact(wrong)} is found in no such sentence"))
    for number, reason in failed.items():
        told = _tell_fact(decisions.missed[number])
        found.append((decisions.line("missed", number), f"{told} is not added: {reason}"))
    for line, message in sorted(dict.fromkeys(found)):
        yield f"{FILE_NAME}, line {line}: {message}"


def _tell_fact(fact: Wrong | Missed) -> str:
    return " | ".join(part for part in (fact.subject, fact.predicate, fact.object) if part is not None)


def _find_unmet(
    decisions: Decisions, pairs: Sequence[Pair], entities: Sequence[Entity]
) -> Iterator[tuple[Reference, int]]:
    """Yield the references that nothing fits, with their lines."""
    named = [
        (reference, decisions.line(kind, number))
        for kind, references in (("same", decisions.same), ("different", decisions.different))
        for number, pair in enumerate(references) for reference in pair
    ]  # fmt: skip
    if not named:
        return
    documents = {document.id: (document, extraction.mentions) for document, extraction in pairs}
    waiting: dict[str, set[Reference]] = defaultdict(set)
    for reference, _ in named:
        waiting[reference.key].add(reference)
    for entity in entities:
        for identifier, number in entity.mentions:
            document, mentions = documents[identifier]
            name, types = mentions[number].name, {mentions[number].type, entity.type}
            for key in {name_key(name, None), name_key(entity.label, None), name_key(entity.label, entity.type)}:
                for reference in tuple(waiting.get(key, ())):
                    if any(reference.fits((name, entity.label), type_, [document]) for type_ in types):
                        waiting[key].discard(reference)
    yield from ((reference, line) for reference, line in named if reference in waiting[reference.key])
