"""Finds entities by name, and the assertions a person asks about."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import AmbiguousEntity, EntityNotFound, KGError
from kg.model import Assertion, Entity, EntityType

# difflib's own default: "Vladimir Puten" and "Lavrof" find their men with it.
_LIKENESS = 0.6
_SUGGESTIONS = 5
_SHORTEST_IDENTIFIER = 4


def find_entity(entities: Sequence[Entity], name: str) -> Entity:
    """Return the entity that `name` means: an identifier, a label, another name, or some words of a label.

    The first of these ways that finds something counts. Raises `AmbiguousEntity` if it finds
    several, with the choices, and `EntityNotFound`, with near names, if none does.
    """
    wanted = _fold(name)
    slug = name.strip().removeprefix("ent:").rpartition("/")[2]
    ways: tuple[Callable[[Entity], bool], ...] = (
        lambda entity: entity.slug == slug,
        lambda entity: _fold(entity.label) == wanted,
        lambda entity: wanted in map(_fold, entity.names),
        lambda entity: entity.type is not EntityType.CONCEPT and _holds_words(entity.label, wanted),
        lambda entity: _holds_words(entity.label, wanted),
    )
    for way in ways:
        found = [entity for entity in entities if way(entity)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousEntity(_tell_choices(name, found), tuple((e.label, f"ent:{e.slug}") for e in found))
    raise EntityNotFound(f"no entity is named {name!r}{_tell_suggestions(wanted, entities)}")


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _holds_words(label: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted} " in f" {_fold(label)} "


def _tell_choices(name: str, found: Sequence[Entity]) -> str:
    lines = [f"  ent:{entity.slug}  {entity.label} ({entity.type.value})" for entity in found]
    return "\n".join([f"{name!r} may be one of {len(found)}; name one by its identifier:", *lines])


def _tell_suggestions(wanted: str, entities: Iterable[Entity]) -> str:
    labels = {word: entity.label for entity in entities for word in _fold(entity.label).split() if len(word) > 3}
    labels |= {_fold(name): entity.label for entity in entities for name in (*entity.names, entity.label)}
    near = difflib.get_close_matches(wanted, sorted(labels), n=_SUGGESTIONS, cutoff=_LIKENESS)
    found = list(dict.fromkeys(labels[name] for name in near))
    return f"; is it {' or '.join(found)}?" if found else "; kg stats lists what there is"


@dataclass(frozen=True)
class Facts:
    """What a graph says of one entity: as subject, as object, and inside the name of another thing."""

    entity: Entity
    as_subject: tuple[Assertion, ...]
    as_object: tuple[Assertion, ...]
    in_part: tuple[Assertion, ...]

    def __len__(self) -> int:
        return len(self.as_subject) + len(self.as_object) + len(self.in_part)

    def only(self, statuses: Iterable[str]) -> Facts:
        """Return those facts that have one of the statuses."""
        kept = frozenset(statuses)
        groups = (self.as_subject, self.as_object, self.in_part)
        return Facts(self.entity, *(tuple(fact for fact in group if fact.status in kept) for group in groups))


def find_facts(entity: Entity, entities: Iterable[Entity], assertions: Iterable[Assertion]) -> Facts:
    """Return the assertions about an entity, each once, by date and place in the text."""
    name = f"ent:{entity.slug}"
    wholes = {f"ent:{other.slug}" for other in entities if entity.slug in other.parts}
    groups: tuple[list[Assertion], list[Assertion], list[Assertion]] = ([], [], [])
    for assertion in assertions:
        if assertion.subject_id == name:
            groups[0].append(assertion)
        elif assertion.object_id == name:
            groups[1].append(assertion)
        elif assertion.subject_id in wholes or assertion.object_id in wholes:
            groups[2].append(assertion)
    return Facts(entity, *(tuple(sorted(group, key=_by_date)) for group in groups))


def _by_date(assertion: Assertion) -> tuple[str, str, int, str]:
    return assertion.published or "9999", assertion.source, assertion.start, assertion.id


def find_assertions(
    assertions: Iterable[Assertion], entities: Sequence[Entity], words: Sequence[str]
) -> Iterator[Assertion]:
    """Yield the assertions that `words` name: one identifier or its beginning, or subject, predicate, object.

    Raises `EntityNotFound` or `AmbiguousEntity` for a name, and `KGError` if nothing is meant.
    """
    if len(words) == 1:
        identifier = words[0].rpartition("/")[2].lower()
        if len(identifier) < _SHORTEST_IDENTIFIER:
            raise KGError(
                f"{words[0]!r} is too short for an identifier; give {_SHORTEST_IDENTIFIER} characters or more"
            )
        yield from (assertion for assertion in assertions if assertion.id.startswith(identifier))
        return
    subject, predicate, obj = words
    subject_id = f"ent:{find_entity(entities, subject).slug}"
    object_ids = _find_ids(entities, obj)
    for assertion in assertions:
        is_object = assertion.object_id in object_ids or _fold(assertion.object or "") == _fold(obj)
        if assertion.subject_id == subject_id and is_object and _is_predicate(assertion, predicate):
            yield assertion


def _find_ids(entities: Sequence[Entity], name: str) -> frozenset[str]:
    """Return the identifiers that an object's name may mean; none for a literal."""
    try:
        return frozenset({f"ent:{find_entity(entities, name).slug}"})
    except EntityNotFound:
        return frozenset()


def _is_predicate(assertion: Assertion, words: str) -> bool:
    wanted = _fold(words.rpartition("/")[2].removeprefix("rel:"))
    names = (assertion.predicate, assertion.predicate_id.removeprefix("rel:"), assertion.phrase)
    return wanted in map(_fold, names)
