"""The page of an entity: what it is, what is said of it, and what it is said together with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg import rdf
from kg.projection import SHOWN
from kg.vocabulary import item_number
from kg.web.state import State
from kg.web.state.facts import Fact
from kg.web.views.parts import Json, assertion_parts, links_of, status_counts, thing_part

_MOST_NEIGHBOURS = 50
_MONTH = len("2012-09")

Told = tuple[str, Fact]
"""A fact, and the role of the entity in it."""


@dataclass(frozen=True)
class Choice:
    """Which facts are wanted; what is empty leaves a side open. `predicates` are prefixed names or labels."""

    statuses: Collection[str] = ()
    predicates: Collection[str] = ()
    roles: Collection[str] = ()

    def takes(self, role: str, fact: Fact) -> bool:
        """Whether a fact is wanted."""
        return (
            (not self.statuses or fact.status in self.statuses)
            and (not self.predicates or bool({fact.predicate_id, fact.predicate} & {*self.predicates}))
            and (not self.roles or role in self.roles)
        )


def entity_page(state: State, identifier: str, choice: Choice, *, offset: int, limit: int) -> Json | None:
    """Return the page of an entity, with `limit` of the facts that are wanted; None if there is no such entity.

    Counts, neighbours and timeline are those of all facts. Facts come by role, then the newest first.
    """
    entity = state.entities.get(identifier)
    if entity is None:
        return None
    told = state.facts_about(identifier)
    wanted = [item for item in told if choice.takes(*item)]
    shown = wanted[offset : offset + limit]
    return {
        **thing_part(entity),
        "names": list(entity.names),
        "wikidata": item_number(entity.wikidata),
        "links": links_of(entity.wikidata),
        "reasons": list(entity.reasons),
        "counts": status_counts(fact.status for _, fact in told),
        "predicates": _predicates(told),
        "roles": dict(Counter(role for role, _ in told)),
        "facts": _facts(state, shown),
        "more": max(0, len(wanted) - offset - len(shown)),
        "neighbours": _neighbours(identifier, told),
        "timeline": _timeline(told),
    }


def _facts(state: State, told: Iterable[Told]) -> list[Json]:
    roles = {fact.id: role for role, fact in told}
    return [record | {"role": roles[record["id"]]} for record in assertion_parts(state, [*roles])]


def _predicates(told: Iterable[Told]) -> list[Json]:
    """Return the relations that the facts have, the commonest first."""
    counts = Counter(fact.predicate_id for _, fact in told)
    labels = {fact.predicate_id: fact.predicate for _, fact in told}
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return [{"id": name, "label": labels[name], "facts": counts[name]} for name in ordered]


def _neighbours(identifier: str, told: Iterable[Told]) -> list[Json]:
    """Return the things at the other end of what the texts assert or report of the entity, the most joined first."""
    counts: Counter[rdf.Thing] = Counter()
    for _, fact in told:
        if fact.status in SHOWN and identifier in (_id(fact.subject), _id(fact.object)):
            ends = (end for end in (fact.subject, fact.object) if end is not None)
            counts.update(end for end in ends if end.id != identifier)
    ordered = sorted(counts, key=lambda thing: (-counts[thing], thing.id))
    return [thing_part(thing) | {"facts": counts[thing]} for thing in ordered[:_MOST_NEIGHBOURS]]


def _timeline(told: Iterable[Told]) -> list[Json]:
    """Return how many facts of each status the documents of each month state, the first month first."""
    months: dict[str, list[str]] = defaultdict(list)
    for _, fact in told:
        if fact.text.published is not None:
            months[fact.text.published[:_MONTH]].append(fact.status)
    return [{"month": month, "counts": status_counts(months[month])} for month in sorted(months)]


def _id(thing: rdf.Thing | None) -> str | None:
    return thing.id if thing is not None else None
