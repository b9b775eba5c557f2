"""Resolves the mentions of all documents into entities, with the reasons, and what a person should look at.

Chains become clusters, and clusters that are alike one name; edges between names have a score and a rule; names are
joined along the edges, the surest first. Nothing depends on the order of the documents, and a person's decisions go
before all edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.decisions import Decisions
from kg.entities.names import Place
from kg.entities.resolution import Doubt, Outcome, resolve_summaries
from kg.entities.summaries import Summary, decode_summary, encode_summary, summarize
from kg.entities.table import EntityTable
from kg.linking import Gazetteer
from kg.model import Assertion, Document, Entity, EntityType, Extraction

__all__ = [
    "Doubt",
    "EntityIndex",
    "EntityTable",
    "Outcome",
    "Resolution",
    "Summary",
    "SummaryList",
    "decode_summary",
    "encode_summary",
    "index_entities",
    "is_used",
    "resolve",
    "resolve_summaries",
    "summarize",
    "used_entities",
]

EntityIndex = Mapping[Place, Entity]


@dataclass(frozen=True)
class Resolution:
    """The entities of all documents, sorted by slug; the doubtful pairs, those nearest to the line between one and two
    first; and, in words, what decisions could not be applied.
    """

    entities: tuple[Entity, ...]
    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[str, ...] = ()


def resolve(
    pairs: Iterable[tuple[Document, Extraction]],
    *,
    decisions: Decisions | None = None,
    gazetteer: Gazetteer | None = None,
) -> Resolution:
    """Return the entities of all documents, with their mentions; the order of `pairs` does not matter.

    `gazetteer` is what names are linked by: the tables of the package unless another is given. Unresolved pronouns and
    literals become no entity. Everything is kept in memory: `resolve_summaries` is for many documents.
    """
    gazetteer = gazetteer or Gazetteer.shipped()
    summaries = SummaryList([summarize(*pair, gazetteer) for pair in pairs])
    with EntityTable() as table:
        outcome = resolve_summaries(summaries, table, decisions or Decisions(), gazetteer)
        mentions = table.mentions()
        entities = tuple(replace(entity, mentions=tuple(mentions[entity.slug])) for entity in table.entities())
    return Resolution(entities, outcome.doubts, outcome.conflicts)


class SummaryList:
    """Summaries in memory, in the order of their documents' identifiers; a document that comes twice counts once."""

    def __init__(self, summaries: Iterable[Summary]) -> None:
        found = {summary.document: summary for summary in summaries}
        self._summaries: Sequence[Summary] = [found[document] for document in sorted(found)]

    def named(self) -> Iterable[Summary]:
        """Return them."""
        return self._summaries

    def whole(self) -> Iterable[Summary]:
        """Return them."""
        return self._summaries


def index_entities(entities: Iterable[Entity]) -> EntityIndex:
    """Return the entity of every mention, looked up by (document id, mention index)."""
    return {place: entity for entity in entities for place in entity.mentions}


def used_entities(entities: Iterable[Entity], assertions: Iterable[Assertion]) -> tuple[Entity, ...]:
    """Return the entities a graph needs, in their order: all names, and of the rest what some assertion speaks of."""
    used: set[str | None] = set()
    for assertion in assertions:
        used |= {assertion.subject_id, assertion.object_id, assertion.place_id, *assertion.attribution_chain_ids}
    return tuple(entity for entity in entities if is_used(entity, used))


def is_used(entity: Entity, used: set[str | None]) -> bool:
    """Whether a graph needs an entity, where `used` are the identifiers that its assertions speak of."""
    return entity.type not in (EntityType.CONCEPT, EntityType.POSITION) or f"ent:{entity.slug}" in used
