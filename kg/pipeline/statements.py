"""One document after another → assertions, as decisions have it, without what a copy repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.assertions import make_assertions
from kg.copies import drop_repeated, sentence_keys
from kg.decisions import Decisions, Missed
from kg.entities import EntityTable, Summary, resolve_summaries, summarize
from kg.linking import Gazetteer
from kg.model import Assertion, Document, Entity, Extraction
from kg.pipeline.replay import Suppressor, place_all

Pair = tuple[Document, Extraction]


@dataclass(frozen=True)
class Added:
    """What missed facts add: the extractions that hold them by document, and what their new mentions are.

    `failed` tells by number in words why a fact could not be added.
    """

    extractions: Mapping[str, Extraction] = field(default_factory=dict)
    mentions: Mapping[tuple[str, int], Entity] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    failed: Mapping[int, str] = field(default_factory=dict)


class Statements:
    """Makes the assertions of any document of a graph; `used` are the decisions on wrong facts that were followed.

    `read` gives document and extraction by identifier, `copies` the original of each copy.
    """

    def __init__(
        self, table: EntityTable, decisions: Decisions, added: Added, copies: Mapping[str, str],
        read: Callable[[str], Pair],
    ) -> None:  # fmt: skip
        self._table, self._added, self._copies, self._read = table, added, copies, read
        self._suppressor = Suppressor(decisions.wrong, table.names_of)

    @property
    def used(self) -> set[int]:
        """The numbers of the decisions on wrong facts that left something out so far."""
        return self._suppressor.used

    def of(self, document: Document, extraction: Extraction) -> tuple[Assertion, ...]:
        """Return the assertions of one document, in text order."""
        index: dict[tuple[str, int], Entity] = {
            (document.id, mention): entity for mention, entity in self._table.index(document.id).items()
        }
        if document.id in self._added.extractions:
            extraction = self._added.extractions[document.id]
            index |= {place: entity for place, entity in self._added.mentions.items() if place[0] == document.id}
        found = self._suppressor.keep(document, make_assertions(document, extraction, index))
        original = self._copies.get(document.id)
        if original is not None and found:
            first, its_extraction = self._read(original)
            found = tuple(drop_repeated(found, sentence_keys(first, its_extraction.sentences)))
        return found


class Amended:
    """Summaries of which some are replaced by others."""

    def __init__(self, summaries: Callable[[], Iterable[Summary]], amended: Mapping[str, Summary]) -> None:
        self._summaries, self._amended = summaries, amended

    def named(self) -> Iterable[Summary]:
        """Yield them, in the order of the documents' identifiers."""
        return (self._amended.get(summary.document, summary) for summary in self._summaries())

    whole = named


def add_missed(
    candidates: Iterable[Pair],
    missed: Sequence[Missed],
    table: EntityTable,
    summaries: Callable[[], Iterable[Summary]],
    decisions: Decisions,
    gazetteer: Gazetteer,
) -> Added:
    """Return what the facts that a person added make of the documents that may have their sentences.

    `candidates` come in the order of source and identifier, and `table` has the things without the added mentions.
    What these are is told by resolving once more with them, and nothing else is taken from that: a missed fact changes
    no other entity.
    """
    if not missed:
        return Added()
    before = {pair[0].id: pair for pair in candidates}
    placed, failed = place_all(before.values(), missed)
    changed = {document.id: (document, found) for document, found in placed if found is not before[document.id][1]}
    extractions = {identifier: found for identifier, (_, found) in changed.items()}
    new = {
        (identifier, mention.index)
        for identifier, (_, found) in changed.items()
        for mention in found.mentions[len(before[identifier][1].mentions) :]
    }
    if not new:
        return Added(extractions, failed=failed)
    amended = {identifier: summarize(*pair, gazetteer) for identifier, pair in changed.items()}
    with EntityTable() as again:
        resolve_summaries(Amended(summaries, amended), again, decisions, gazetteer)
        mentions, entities = _attach(new, again, table)
    return Added(extractions, mentions, entities, failed)


def _attach(
    new: Iterable[tuple[str, int]], again: EntityTable, table: EntityTable
) -> tuple[dict[tuple[str, int], Entity], tuple[Entity, ...]]:
    """Return what added mentions are, and the entities that only these name, by slug."""
    mentions: dict[tuple[str, int], Entity] = {}
    entities: dict[str, Entity] = {}
    for place in sorted(new):
        thing = again.thing_of(*place)
        if thing is None:
            continue
        owners = (table.entity_at(*other) for other in again.places_of(thing))
        known = next((owner for owner in owners if owner is not None), None)
        if known is None:
            entity = again.entity_at(*place)
            if entity is None:
                continue
            whole = again.entity(entity.slug) or entity
            slug = whole.slug
            if table.entity(slug) is not None:
                slug = f"{slug}-{whole.type.value.lower()}"
            parts = tuple(part for part in whole.parts if table.entity(part) is not None)
            known = entities.setdefault(slug, replace(whole, slug=slug, parts=parts))
        mentions[place] = known
    return mentions, tuple(entities[slug] for slug in sorted(entities))
