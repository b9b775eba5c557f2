"""Finds entities and relations by name, in any of the forms that records, exports and tables print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.errors import AmbiguousEntity, EntityNotFound, KGError
from kg.model import Entity, EntityType

if TYPE_CHECKING:
    from kg.rdf import QuadSource

# In percent of letters; "Vladimir Puten", "Lavrof" and "opose" find what is meant with it, few others do.
LIKENESS = 70
_SUGGESTIONS = 5
_CHOICES = 20


@dataclass(frozen=True)
class Relation:
    """A relation of the graph: its prefixed name, its label and the phrases that state it, sorted."""

    id: str
    label: str
    phrases: tuple[str, ...]


def find_entity(entities: Sequence[Entity], name: str) -> Entity:
    """Return the entity that `name` means: an identifier, a label, another name, or some words of a label.

    The first of these ways that finds something counts. Raises `AmbiguousEntity` if it finds
    several, with the choices, and `EntityNotFound`, with near names, if none does.
    """
    wanted = fold(name)
    slug = local_name(name, "ent")
    ways: tuple[Callable[[Entity], bool], ...] = (
        lambda entity: entity.slug == slug,
        lambda entity: fold(entity.label) == wanted,
        lambda entity: wanted in map(fold, entity.names),
        lambda entity: entity.type is not EntityType.CONCEPT and _holds_words(entity.label, wanted),
        lambda entity: entity.type is not EntityType.CONCEPT and _has_ends(entity.label, wanted),
        lambda entity: _holds_words(entity.label, wanted),
    )
    for way in ways:
        found = [entity for entity in entities if way(entity)]
        if len(found) == 1:
            return found[0]
        if found:
            raise ambiguous(name, found)
    raise EntityNotFound(f"no entity is named {name!r}{_tell_suggestions(wanted, entities)}")


def read_relations(source: QuadSource, namespaces: v.Namespaces) -> list[Relation]:
    """Return all relations, by prefixed name."""
    labels: dict[str, str] = {}
    phrases: dict[str, set[str]] = {}
    for quad in source.quads(graph=v.RELATIONS_GRAPH):
        iri, text = quad.subject.value, quad.object.value  # type: ignore[union-attr]
        if quad.predicate.value == v.LABEL:
            labels[iri] = text
        elif quad.predicate.value == v.PHRASE:
            phrases.setdefault(iri, set()).add(text)
    return [
        Relation(namespaces.shorten(iri), label, tuple(sorted(phrases.get(iri, ()))))
        for iri, label in sorted(labels.items())
    ]


def find_relation(relations: Iterable[Relation], name: str) -> Relation:
    """Return the relation of that prefixed name, IRI or label, else the only one stated by that phrase.

    Raises `KGError`, with near names, if there is none.
    """
    wanted, local = fold(name), local_name(name, "rel")
    known = list(relations)
    for relation in known:
        if local == relation.id.removeprefix("rel:") or wanted == fold(relation.label):
            return relation
    stated = [relation for relation in known if wanted in map(fold, relation.phrases)]
    if len(stated) == 1:
        return stated[0]
    if stated:
        raise KGError(f"{name!r} states several relations: {', '.join(relation.label for relation in stated)}")
    near = find_near(wanted, {fold(relation.label): relation.label for relation in known})
    hint = f"; is it {' or '.join(near)}?" if near else "; kg find lists what there is"
    raise KGError(f"no relation is named {name!r}{hint}")


def find_near(wanted: str, names: Mapping[str, str], *, limit: int = _SUGGESTIONS) -> list[str]:
    """Return what the folded `names` most like `wanted` stand for, the likest first, each once."""
    from rapidfuzz import fuzz, process

    near = process.extract(wanted, sorted(names), scorer=fuzz.ratio, limit=2 * limit, score_cutoff=LIKENESS)
    return list(dict.fromkeys(names[name] for name, _, _ in near))[:limit]


def fold(name: str) -> str:
    """Return a name as it is compared: small letters, plain apostrophes, single blanks."""
    return " ".join(name.casefold().replace("’", "'").split())


def local_name(name: str, prefix: str) -> str:
    """Return the local part of a prefixed name or of an IRI, in brackets or not.

    >>> local_name("ent:russia", "ent"), local_name("<https://kg.example/entity/russia>", "ent")
    ('russia', 'russia')
    """
    return name.strip().strip("<>").removeprefix(f"{prefix}:").rpartition("/")[2]


def ambiguous(name: str, found: Sequence[Entity]) -> AmbiguousEntity:
    """Return the error that lists what a name may mean."""
    lines = [f"  ent:{entity.slug}  {entity.label} ({entity.type.value})" for entity in found[:_CHOICES]]
    if len(found) > _CHOICES:
        lines.append(f"  and {len(found) - _CHOICES} more; kg find lists them")
    message = "\n".join([f"{name!r} may be one of {len(found)}; name one by its identifier:", *lines])
    return AmbiguousEntity(message, tuple((entity.label, f"ent:{entity.slug}") for entity in found))


def _holds_words(label: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted} " in f" {fold(label)} "


def _has_ends(label: str, wanted: str) -> bool:
    """Whether a name is another one without its middle: "Hillary Clinton" for "Hillary Rodham Clinton"."""
    words = fold(label).split()
    return len(words) > 2 and [words[0], words[-1]] == wanted.split()


def _tell_suggestions(wanted: str, entities: Iterable[Entity]) -> str:
    # What comes last counts: of all that have the word, the shortest name of a person, a place or the like.
    ordered = sorted(
        entities, key=lambda entity: (entity.type is not EntityType.CONCEPT, -len(entity.label), entity.slug)
    )
    labels = {word: entity.label for entity in ordered for word in fold(entity.label).split() if len(word) > 3}
    labels |= {fold(name): entity.label for entity in ordered for name in (*entity.names, entity.label)}
    found = find_near(wanted, labels)
    return f"; is it {' or '.join(found)}?" if found else f"; kg find {wanted!r} searches the texts"
