"""Which entity of one graph is which of another: by where they stand in the texts, else by their names.

A slug follows from a name, and the same thing may get another one as soon as it is merged, split or better known. What
stays is the place in the text: what stood there as subject or object before, and what stands there now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.lookup import fold
from kg.model import Assertion, Entity, EntityType, Span

Place = tuple[str, tuple[tuple[int, int], ...]]


class EntityKind(StrEnum):
    """What became of entities, in the order in which it is told."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    CHANGED = "changed"
    CAME = "came"
    VANISHED = "vanished"


@dataclass(frozen=True)
class EntityChange:
    """What became of entities: those `before` and those `after`, each sorted by slug.

    Several that are one now are *merged*, one that is several now is *split*; a *renamed* one has another identifier,
    and with it most often another label; a *changed* one another label, type or link; one *came* or *vanished*.
    """

    kind: EntityKind
    before: tuple[Entity, ...]
    after: tuple[Entity, ...]

    @property
    def entity(self) -> Entity:
        """The entity that tells best what is meant: one of those after, if there is any."""
        return (self.after or self.before)[0]


class Alignment:
    """Learns from texts which entities of two graphs are the same, and after `settle` tells it."""

    def __init__(self, before: Iterable[Entity], after: Iterable[Entity]) -> None:
        self._before = {entity.slug: entity for entity in before}
        self._after = {entity.slug: entity for entity in after}
        self._seen: set[tuple[str, str]] = set()
        self._same: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._images: dict[str, str] = {}
        self._sources: dict[str, str] = {}

    def keep(self, identifiers: Iterable[str]) -> None:
        """Note which entities stand where they stood."""
        slugs = (identifier.removeprefix("ent:") for identifier in identifiers if identifier.startswith("ent:"))
        self._seen.update((slug, slug) for slug in slugs)

    def learn(self, before: Iterable[Assertion], after: Iterable[Assertion]) -> None:
        """Note which entity stands where another one stood in the same sentence; a pronoun tells nothing of names."""
        stood, stands = _find_places(before), _find_places(after)
        self._seen.update((stood[place], stands[place]) for place in stood.keys() & stands.keys())

    def settle(self) -> None:
        """Decide what is the same.

        An identifier that both graphs have means the same thing, unless it stands nowhere where it stood and another
        one does. What is gone and what is new are found by name, where the texts do not tell.
        """
        moved = {slug for pair in self._seen if pair[0] != pair[1] for slug in pair}
        known = self._before.keys() & self._after.keys()
        self._same = {slug for slug in known if (slug, slug) in self._seen or slug not in moved}
        # Where both stay what they are, a single mention of one is one of the other now.
        self._pairs = {pair for pair in self._seen if pair[0] != pair[1] and not self._same.issuperset(pair)}
        before, after = _index_names(self._before.values()), _index_names(self._after.values())
        to, source = self._link()
        gone = [entity for slug, entity in self._before.items() if not to[slug]]
        new = [entity for slug, entity in self._after.items() if not source[slug]]
        for entity in gone:
            had = {other.slug for other in before[fold(entity.label)]}
            found = [other for other in after.get(fold(entity.label), []) if source[other.slug].isdisjoint(had)]
            self._pairs.update((entity.slug, slug) for slug in _choose(entity, found))
        for entity in new:
            has = {other.slug for other in after[fold(entity.label)]}
            found = [other for other in before.get(fold(entity.label), []) if to[other.slug].isdisjoint(has)]
            self._pairs.update((slug, entity.slug) for slug in _choose(entity, found))
        self._images = dict(sorted(self._pairs, reverse=True))
        self._sources = {after: before for before, after in sorted(self._pairs, reverse=True)}

    def is_same(self, before: str, after: str) -> bool:
        """Whether two slugs mean the same thing."""
        return before in self._same if before == after else (before, after) in self._pairs

    def image(self, slug: str) -> str | None:
        """Return the slug after of a slug before, of several the first; None if the thing is gone."""
        return slug if slug in self._same else self._images.get(slug)

    def source(self, slug: str) -> str | None:
        """Return the slug before of a slug after, of several the first; None if the thing is new."""
        return slug if slug in self._same else self._sources.get(slug)

    def changes(self) -> list[EntityChange]:
        """Return what became of the entities, in the order of `EntityKind`, those with names before mere concepts."""
        return sorted(self._changes(), key=_rank)

    def _changes(self) -> Iterator[EntityChange]:
        to, source = self._link()
        for slug, entity in self._after.items():
            if len(source[slug]) > 1:
                yield EntityChange(EntityKind.MERGED, _pick(self._before, source[slug]), (entity,))
            elif not source[slug]:
                yield EntityChange(EntityKind.CAME, (), (entity,))
        for slug, entity in self._before.items():
            if len(to[slug]) > 1:
                yield EntityChange(EntityKind.SPLIT, (entity,), _pick(self._after, to[slug]))
            elif not to[slug]:
                yield EntityChange(EntityKind.VANISHED, (entity,), ())
            elif to[slug] == {slug}:
                if _describe(entity) != _describe(self._after[slug]):
                    yield EntityChange(EntityKind.CHANGED, (entity,), (self._after[slug],))
            elif all(len(source[other]) == 1 and _is_told(entity, self._after[other]) for other in to[slug]):
                yield EntityChange(EntityKind.RENAMED, (entity,), _pick(self._after, to[slug]))

    def _link(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Return what each entity became, and what each came from."""
        to: dict[str, set[str]] = defaultdict(set)
        source: dict[str, set[str]] = defaultdict(set)
        for before, after in (*self._pairs, *((slug, slug) for slug in self._same)):
            to[before].add(after)
            source[after].add(before)
        return to, source


def _find_places(assertions: Iterable[Assertion]) -> dict[Place, str]:
    """Return the slugs of the entities that stand somewhere in a text, by sentence and characters in it."""
    found: dict[Place, str] = {}
    for fact in assertions:
        ends = (
            (fact.subject_id, fact.subject_span, fact.subject_antecedent),
            (fact.object_id, fact.object_span, fact.object_antecedent),
        )
        for identifier, spans, antecedent in ends:
            if identifier and spans and antecedent is None:
                found[fact.sentence, places_in_sentence(fact, spans)] = identifier.removeprefix("ent:")
    return found


def places_in_sentence(assertion: Assertion, spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Return spans as characters of the sentence, so that text before it does not shift them."""
    return tuple((span.start - assertion.start, span.end - assertion.start) for span in spans)


def _index_names(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Return the entities that have a name, by the name."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for name in {fold(name) for name in (entity.label, *entity.names)}:
            found[name].append(entity)
    return found


def _choose(entity: Entity, found: Sequence[Entity]) -> Sequence[str]:
    """Return which of the entities of its name an entity is: the one of its type, else the only one, else none."""
    of_type = [other.slug for other in found if other.type is entity.type]
    slugs = of_type or [other.slug for other in found]
    return slugs if len(slugs) == 1 else ()


def _pick(entities: Mapping[str, Entity], slugs: Iterable[str]) -> tuple[Entity, ...]:
    return tuple(entities[slug] for slug in sorted(slugs))


def _describe(entity: Entity) -> tuple[str, EntityType, str | None]:
    return entity.label, entity.type, entity.wikidata


def _is_told(before: Entity, after: Entity) -> bool:
    """Whether a new identifier is worth a word: that of a nominal such as "aid group" may die with any edit."""
    return before.type is not EntityType.CONCEPT or _describe(before) != _describe(after)


def _rank(change: EntityChange) -> tuple[int, bool, str, str]:
    order = list(EntityKind).index(change.kind)
    entity = change.entity
    first = change.before[0].slug if change.before else ""
    return order, entity.type is EntityType.CONCEPT, entity.slug, first
