"""The graph of named things: who and what the facts join, where a name inside another counts as itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING

from kg.model import EntityType, Status
from kg.rdf import Fact, Thing

if TYPE_CHECKING:
    import networkx

NAMED = frozenset(
    type_ for type_ in EntityType if not type_.is_literal and type_ not in (EntityType.CONCEPT, EntityType.POSITION)
)
"""What is counted unless asked otherwise: what has a name of its own. "Report" and "president" would join everybody."""

Parts = Mapping[str, tuple[Thing, ...]]
"""The things whose name stands inside that of another one, by identifier of that one."""

Statement = tuple[str, str, str]
"""Identifiers of subject, relation and object; facts that share it say the same."""


def statement_of(fact: Fact) -> Statement:
    """Return what a fact states, whoever says so and however sure; "" stands for no object."""
    return fact.subject.id, fact.predicate_id, fact.object.id if fact.object is not None else ""


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts by the date of their documents, undated ones last, then by identifier."""
    return sorted(facts, key=lambda fact: (fact.text.published or "9999", fact.id))


def named_in(thing: Thing | None, parts: Parts, types: frozenset[EntityType]) -> list[Thing]:
    """Return the thing itself if it is of one of the types, else those whose name stands inside its own.

    "Russia" is Russia; "sanctions on Syria" and "foreign minister of Syria" are about Syria.
    """
    if thing is None:
        return []
    return [thing] if thing.type in types else [part for part in parts.get(thing.id, ()) if part.type in types]


def is_specific(thing: Thing, parts: Parts) -> bool:
    """Whether a thing is the same in every document: "plan for Syria" is, "the plan" may be another one in each.

    So is a number or a date, and an office, which is its holder's.
    """
    return thing.type is not EntityType.CONCEPT or bool(named_in(thing, parts, NAMED))


def join_things(facts: Iterable[Fact], parts: Parts, types: frozenset[EntityType] = NAMED) -> networkx.Graph[str]:
    """Return the graph of the things of these types that asserted or reported facts join, sorted, each with an edge.

    Nodes have `label` and `type`. The `weight` of an edge is the number of statements that join the two, however often
    they are repeated; `facts` are the identifiers of all that make them, parted by blanks, and `strength` is the
    probability that at least one of the statements is right, each as sure as the surest fact that makes it.
    """
    import networkx

    things: dict[str, Thing] = {}
    joined: dict[tuple[str, str], dict[Statement, list[Fact]]] = {}
    for fact in facts:
        if fact.status in (Status.ASSERTED, Status.REPORTED):
            for one, other in _pairs(fact, parts, types):
                things |= {one.id: one, other.id: other}
                joined.setdefault((one.id, other.id), {}).setdefault(statement_of(fact), []).append(fact)
    graph: networkx.Graph[str] = networkx.Graph()
    for name, thing in sorted(things.items()):
        graph.add_node(name, label=thing.label, type=thing.type.value)
    graph.add_edges_from((*ends, _describe(joined[ends])) for ends in sorted(joined))
    return graph


def _pairs(fact: Fact, parts: Parts, types: frozenset[EntityType]) -> Iterator[tuple[Thing, Thing]]:
    """Yield the pairs that a fact joins, each in the order of the identifiers."""
    ends = named_in(fact.subject, parts, types), named_in(fact.object, parts, types)
    for one, other in product(*ends):
        if one.id != other.id:
            yield (one, other) if one.id < other.id else (other, one)


def _describe(statements: Mapping[Statement, list[Fact]]) -> dict[str, int | float | str]:
    doubt = 1.0
    for facts in statements.values():
        doubt *= 1 - max(fact.confidence for fact in facts)
    names = " ".join(fact.id for facts in statements.values() for fact in facts)
    return {"weight": len(statements), "strength": 1 - doubt, "facts": names}
