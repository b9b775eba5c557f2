"""What is kept in memory of each assertion, so that all that is said of an entity is counted at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg import rdf
from kg import vocabulary as v
from kg.store import Store

ROLES = ("subject", "object", "mentioned", "source", "place")
"""What an entity is in a fact: the first that fits. It is mentioned where the name of another thing holds its name."""


class Fact(NamedTuple):
    """The bones of an assertion; `order` is its place in the text; an end that is no entity is None."""

    id: str
    status: str
    subject: rdf.Thing | None
    predicate_id: str
    predicate: str
    object: rdf.Thing | None
    text: rdf.Text
    order: tuple[int, tuple[int, ...], str]


class Facts:
    """All facts of a graph, found by what they are about."""

    def __init__(self, wholes: Mapping[str, Sequence[str]]) -> None:
        """Begin without a fact; `wholes` are the things that have an entity in their name, by that entity."""
        self._wholes = wholes
        self._facts: list[Fact] = []
        self._about: dict[str, list[tuple[str, int]]] = defaultdict(list)

    def add(self, rows: Iterable[rdf.Row]) -> None:
        """Add the assertions of a document."""
        for row in rows:
            fact = Fact(
                row.id, row.status, row.subject, row.predicate_id, row.predicate, row.object, row.text, row.order
            )
            ends = {
                "subject": row.subject.id if row.subject else "",
                "object": row.object.id if row.object else "",
                "source": row.attributed_to_id,
                "place": row.place_id,
            }
            for role, thing in ends.items():
                if thing:
                    self._about[thing].append((role, len(self._facts)))
            self._facts.append(fact)

    def about(self, thing: str) -> list[tuple[str, Fact]]:
        """Return what is said of a thing: its role in each fact, by role, then the newest first; each fact once."""
        found: dict[int, str] = {}
        mentioned = (
            ("mentioned", place)
            for whole in self._wholes.get(thing, ())
            for role, place in self._about.get(whole, ())
            if role in ("subject", "object")
        )
        for role, place in (*self._about.get(thing, ()), *mentioned):
            found[place] = min(found.get(place, role), role, key=ROLES.index)
        told = [(role, self._facts[place]) for place, role in found.items()]
        told.sort(key=_by_place)
        told.sort(key=lambda item: item[1].text.published or "", reverse=True)
        told.sort(key=lambda item: ROLES.index(item[0]))
        return told


def _by_place(item: tuple[str, Fact]) -> tuple[str, tuple[int, tuple[int, ...], str]]:
    fact = item[1]
    return fact.text.source, fact.order


def find_facts_about(store: Store, things: Sequence[str]) -> list[str]:
    """Return the IRIs of the assertions about the first of these things, and about the others as an end of them."""
    iris = [store.namespaces.expand(thing) for thing in things]
    asked = [(place, iri) for place in (v.SUBJECT, v.OBJECT) for iri in iris]
    asked += [(place, iris[0]) for place in (v.ATTRIBUTED_TO, v.PLACE)]
    quads = (quad for place, iri in asked for quad in store.quads(predicate=place, object=iri))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
