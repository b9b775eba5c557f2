"""Extractions + decisions → `Dataset`: all that some documents say, in memory, whatever order they come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.archive import sketch_of
from kg.copies import find_copies
from kg.decisions import FILE_NAME, Contradiction, Decisions, Missed, Reference, Wrong, settle
from kg.entities import Doubt, EntityTable, SummaryList, resolve_summaries, summarize, used_entities
from kg.linking import Gazetteer
from kg.model import Dataset, Document, Extraction
from kg.pipeline.statements import Added, Statements, add_missed

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

    `gazetteer` is what names are linked by: the tables of the package unless another is given. Everything is kept in
    memory; `kg.pipeline.deriving` does the same for many documents.
    """
    gazetteer = gazetteer or Gazetteer.shipped()
    followed, contradictions = settle(decisions or Decisions())
    archived = sorted(pairs, key=lambda pair: (pair[0].source, pair[0].id))
    by_id = {document.id: (document, extraction) for document, extraction in archived}
    summaries = SummaryList(summarize(*pair, gazetteer) for pair in archived)
    copies = find_copies(lambda: (sketch_of(document) for document, _ in archived))
    with EntityTable() as table:
        resolved = resolve_summaries(summaries, table, followed, gazetteer)
        added = add_missed(archived, followed.missed, table, summaries.named, followed, gazetteer)
        statements = Statements(table, followed, added, copies, by_id.__getitem__)
        assertions = tuple(assertion for pair in archived for assertion in statements.of(*pair))
        mentions = table.mentions()
        known = {
            entity.slug: replace(entity, mentions=tuple(mentions[entity.slug])) for entity in table.entities()
        }
    for place, entity in added.mentions.items():
        whole = known.get(entity.slug, entity)
        known[entity.slug] = replace(whole, mentions=tuple(sorted({*whole.mentions, place})))
    entities = used_entities((known[slug] for slug in sorted(known)), assertions)
    warnings = tell_decisions(
        followed, contradictions, resolved.conflicts, resolved.met, added, statements.used
    )
    documents = tuple(document for document, _ in archived)
    return Outcome(Dataset(documents, entities, assertions, copies), resolved.doubts, warnings)


def tell_decisions(
    decisions: Decisions, contradictions: Iterable[Contradiction], conflicts: Iterable[str],
    met: Collection[Reference], added: Added, used: Collection[int],
) -> tuple[str, ...]:  # fmt: skip
    """Return in words which decisions are not followed, and why: an edit may have taken what they name.

    `met` are the references that something fits, `used` the numbers of the wrong facts that were found.
    """
    warnings = [f"{FILE_NAME}: {found.message}; neither is followed until one is deleted" for found in contradictions]
    warnings += [f"{FILE_NAME}: {conflict}" for conflict in conflicts]
    return (*warnings, *_tell_unused(decisions, met, added, used))


def _tell_unused(
    decisions: Decisions, met: Collection[Reference], added: Added, used: Collection[int]
) -> Iterator[str]:
    """Yield in words, by line, which decisions mean nothing here."""
    found: list[tuple[int, str]] = []
    for kind, references in (("same", decisions.same), ("different", decisions.different)):
        for number, pair in enumerate(references):
            unmet = (reference for reference in pair if reference not in met)
            found += [(decisions.line(kind, number), f"nothing here is {reference}") for reference in unmet]
    for number, wrong in enumerate(decisions.wrong):
        if number not in used:
            found.append((decisions.line("wrong", number), f"{_tell_fact(wrong)} is found in no such sentence"))
    for number, reason in added.failed.items():
        told = _tell_fact(decisions.missed[number])
        found.append((decisions.line("missed", number), f"{told} is not added: {reason}"))
    for line, message in sorted(dict.fromkeys(found)):
        yield f"{FILE_NAME}, line {line}: {message}"


def _tell_fact(fact: Wrong | Missed) -> str:
    return " | ".join(part for part in (fact.subject, fact.predicate, fact.object) if part is not None)
