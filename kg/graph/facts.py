"""The assertions that a person asks about, found by index: those of an entity, and those behind a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.errors import AmbiguousEntity, EntityNotFound, KGError
from kg.graph.lookup import ambiguous, find_entity, find_relation, fold, local_name, read_relations
from kg.model import Assertion, Entity, Settings

if TYPE_CHECKING:
    import pandas

    from kg.store import Store

_SHORTEST_IDENTIFIER = 4
_NEAR_FACTS = 5


@dataclass(frozen=True)
class Facts:
    """What a graph says of one entity: as subject, as object, and inside the name of another thing."""

    entity: Entity
    as_subject: tuple[Assertion, ...]
    as_object: tuple[Assertion, ...]
    in_part: tuple[Assertion, ...]

    def __len__(self) -> int:
        return len(self.as_subject) + len(self.as_object) + len(self.in_part)

    def __iter__(self) -> Iterator[Assertion]:
        yield from (*self.as_subject, *self.as_object, *self.in_part)

    def __repr__(self) -> str:
        groups = ((self.as_subject, "as subject"), (self.as_object, "as object"), (self.in_part, "inside other names"))
        told = ", ".join(f"{len(group):,} {where}" for group, where in groups)
        return f"<Facts about {self.entity.label} (ent:{self.entity.slug}): {told}>"

    def df(self) -> pandas.DataFrame:
        """Return a DataFrame of the assertion records, with a column `role` before: subject, object or in part."""
        from kg.graph.answers import Assertions, make_frame

        groups = (("subject", self.as_subject), ("object", self.as_object), ("in part", self.in_part))
        rows = ({"role": role, **told} for role, group in groups for told in Assertions(group).rows())
        return make_frame(rows, ("role", *Assertions().columns))

    def only(self, statuses: Iterable[str]) -> Facts:
        """Return those facts that have one of the statuses."""
        kept = frozenset(statuses)
        groups = (self.as_subject, self.as_object, self.in_part)
        return Facts(self.entity, *(tuple(fact for fact in group if fact.status in kept) for group in groups))


def find_facts(store: Store, settings: Settings, entity: Entity) -> Facts:
    """Return the assertions about an entity, each once, by date and place in the text."""
    name = f"ent:{entity.slug}"
    iri = store.namespaces.expand(name)
    wholes = [_iri(quad.subject) for quad in store.quads(predicate=v.MENTIONS, object=iri, graph=v.ENTITIES_GRAPH)]
    found = {part: find_by_argument(store, part) for part in (iri, *wholes)}
    groups: tuple[list[Assertion], list[Assertion], list[Assertion]] = ([], [], [])
    for assertion in read_assertions(store, settings, sorted(set().union(*found.values()))):
        group = 0 if assertion.subject_id == name else 1 if assertion.object_id == name else 2
        groups[group].append(assertion)
    return Facts(entity, *(tuple(sorted(group, key=_by_date)) for group in groups))


def find_by_argument(store: Store, iri: str) -> set[str]:
    """Return the IRIs of the assertions that have an entity as subject or as object."""
    return {_iri(quad.subject) for place in (v.SUBJECT, v.OBJECT) for quad in store.quads(predicate=place, object=iri)}


def find_assertions(
    store: Store, settings: Settings, entities: Sequence[Entity], words: Sequence[str]
) -> list[Assertion]:
    """Return the assertions that `words` name: an identifier or its beginning, or subject, predicate and object.

    A line "Russia | oppose | sanctions", as the tables print it, is one way to give the three; without
    an object, all that the subject and the predicate say. Raises `EntityNotFound` or `AmbiguousEntity`
    for a name, and `KGError` for a relation that is not known and where nothing is meant.
    """
    if len(words) == 1:
        words = [part.strip() for part in words[0].split(" | ")]
    if len(words) == 1:
        return _find_identified(store, settings, words[0])
    if len(words) > 3:
        raise KGError("give SUBJECT PREDICATE OBJECT, or the identifier of an assertion")
    subject, predicate, obj = [*words, None][:3]
    said = _find_said(store, settings, entities, subject or "")
    stated = [assertion for assertion in said if _is_predicate(assertion, predicate or "")]
    found = stated if obj is None else _with_object(stated, entities, obj)
    if not found:
        relation = find_relation(read_relations(store, store.namespaces), predicate or "")
        raise KGError(_tell_near_facts(words, said, relation.id, obj))
    return found


def _find_identified(store: Store, settings: Settings, word: str) -> list[Assertion]:
    identifier = local_name(word, "kg").partition("#")[0].lower()
    if len(identifier) < _SHORTEST_IDENTIFIER:
        raise KGError(f"{word!r} is too short for an identifier; give {_SHORTEST_IDENTIFIER} characters or more")
    beginning = store.namespaces.assertion(identifier)
    all_of_them = (_iri(quad.subject) for quad in store.quads(predicate=v.STATUS))
    found = [iri for iri in all_of_them if iri.startswith(beginning)]
    if not found:
        raise KGError(f"no assertion has the identifier {word!r}; kg show prints them, and kg find {word!r} searches")
    return list(read_assertions(store, settings, sorted(found)))


def _find_said(store: Store, settings: Settings, entities: Sequence[Entity], subject: str) -> list[Assertion]:
    iri = store.namespaces.expand(f"ent:{find_entity(entities, subject).slug}")
    quads = store.quads(predicate=v.SUBJECT, object=iri)
    return list(read_assertions(store, settings, sorted(_iri(quad.subject) for quad in quads)))


def _with_object(assertions: Sequence[Assertion], entities: Sequence[Entity], name: str) -> list[Assertion]:
    """Return the assertions whose object has that name: an entity, or a literal in words or by its value."""
    wanted = fold(name)
    named = [a for a in assertions if wanted in (fold(a.object or ""), fold(a.object_value or ""))]
    try:
        identifier = f"ent:{find_entity(entities, name).slug}"
    except EntityNotFound:
        return named
    except AmbiguousEntity as error:
        choices = {identifier for _, identifier in error.choices}
        found = [assertion for assertion in assertions if assertion.object_id in choices]
        meant = {assertion.object_id for assertion in found}
        if len(meant) > 1:
            raise ambiguous(name, [entity for entity in entities if f"ent:{entity.slug}" in meant]) from error
        return found
    return [assertion for assertion in assertions if assertion.object_id == identifier] or named


def _is_predicate(assertion: Assertion, words: str) -> bool:
    names = (assertion.predicate, assertion.predicate_id.removeprefix("rel:"), assertion.phrase)
    return fold(words) in map(fold, names) or local_name(words, "rel") == names[1]


def _tell_near_facts(words: Sequence[str], said: Sequence[Assertion], relation: str, obj: str | None) -> str:
    """Return that nothing is said so, with what is said of the subject that comes near."""
    near = [a for a in said if a.predicate_id == relation or (obj and fold(obj) in fold(a.object or ""))]
    lines = dict.fromkeys(" | ".join(filter(None, (a.subject, a.predicate, a.object))) for a in near)
    message = f"no document says: {' | '.join(words)}"
    if not lines:
        return f"{message}; kg show lists what is said of {words[0]}"
    return "\n".join([f"{message}; said is:", *(f"  {line}" for line in list(lines)[:_NEAR_FACTS])])


def _by_date(assertion: Assertion) -> tuple[str, str, int, str]:
    return assertion.published or "9999", assertion.source, assertion.start, assertion.id


def _iri(term: object) -> str:
    return getattr(term, "value", "")


def read_assertions(store: Store, settings: Settings, iris: Iterable[str]) -> Iterator[Assertion]:
    """Return the assertions of those IRIs as `kg.rdf.select_assertions` does; who needs none loads nothing."""
    from kg.rdf import select_assertions

    return select_assertions(store, settings, iris)


def find_in_document(store: Store, iri: str) -> list[str]:
    """Return the identifiers of the assertions that a document makes, sorted."""
    beginning = store.namespaces.assertion("")
    found = (_iri(quad.subject) for quad in store.quads(predicate=v.STATUS, graph=iri))
    return sorted(name.removeprefix(beginning) for name in found)
