"""Labels groups of clusters and mints their slugs: equal ones are told apart by type or a describing word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.entities.clusters import commonest_type, fullest_first
from kg.entities.names import Name, Place
from kg.entities.table import Member
from kg.model import EntityType, Merge
from kg.vocabulary import slug


@dataclass(eq=False, slots=True)
class Group:
    """What all documents have of one entity: its names, or the clusters without a name.

    `number` is that of the thing in the table; `taken` are the numbers of the groups that became part of this one.
    """

    number: int
    label: str
    type: EntityType
    slug: str
    names: list[Name] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)

    def documents(self) -> set[int]:
        """Return the numbers of the documents it is spoken of in."""
        return {member.number for member in self.members}.union(*(name.documents for name in self.names))

    @property
    def first(self) -> Place:
        """Where it is first spoken of, in the order of the documents' identifiers."""
        return min([*(name.first for name in self.names), *((m.document, m.first) for m in self.members)])

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own."""
        return self.type not in (EntityType.CONCEPT, EntityType.POSITION)

    def take(self, other: Group) -> None:
        """Take in all that another group is."""
        self.names += other.names
        self.members += other.members
        self.taken += [other.number, *other.taken]


def named_group(number: int, names: list[Name]) -> Group:
    """Label a group: the linked label, else the fullest name, the commonest of these, then the first by alphabet."""
    linked = [(name.linked_label, name.type) for name in names if name.linked_label is not None]
    if linked:
        label, type_ = min(linked)
        return Group(number, label, type_, slug(label), names)
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(name.counts)
    label = fullest_first(counts)[0]
    type_ = commonest_type(_types(names))
    label = _bare(label, type_)
    return Group(number, label, type_, slug(label), names)


def _types(names: Iterable[Name]) -> Counter[EntityType]:
    """Return how often the texts use a name as one of each type."""
    found: Counter[EntityType] = Counter()
    for name in names:
        found[name.type] += name.counts.total()
    return found


def _bare(name: str, type_: EntityType) -> str:
    """Return a name without its article, which only towns keep: The Hague."""
    is_town = type_ is EntityType.PLACE and name.startswith("The ")
    return name if is_town else re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)


def tell_apart(groups: Iterable[Group]) -> list[Group]:
    """Return the groups with slugs of their own: equal ones are told apart by type (`georgia-country`), then by what
    else is known of them.

    A noun phrase written exactly as a name is that name; a noun that only sounds alike is not ("apple", Apple).
    """
    by_slug: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_slug[group.slug].append(group)
    found = []
    for slug_, same in sorted(by_slug.items()):
        merged = _take_in_nouns(same)
        names = [group for group in merged if group.is_named]
        for type_ in sorted({group.type for group in merged}):
            alike = [group for group in merged if group.type is type_]
            is_first = len({group.type for group in merged}) == 1 or (
                alike[0].is_named and len({group.type for group in names}) == 1
            )
            stem = slug_ if is_first else f"{slug_}-{type_.value.lower()}"
            _describe_apart(stem, alike)
            found += alike
    return found


def _take_in_nouns(groups: list[Group]) -> list[Group]:
    """Return the groups of one slug; a noun written as the one name, or as an office of its article, is that."""
    kept: list[Group] = []
    for group in sorted(groups, key=_precedence):
        twin = _twin(group, kept) if group.type is EntityType.CONCEPT else None
        if twin is not None:
            twin.take(group)
        else:
            kept.append(group)
    return kept


def _twin(group: Group, others: Iterable[Group]) -> Group | None:
    """Return the one name, or the one office in the same articles, that is written as a noun."""
    alike = [other for other in others if other.label == group.label and other.type is not EntityType.CONCEPT]
    documents = group.documents()
    found = [other for other in alike if other.is_named or other.documents() & documents]
    return found[0] if len(found) == 1 else None


def _precedence(group: Group) -> tuple[object, ...]:
    """Names come first, then offices: "president of Chile" that somebody holds is the one others speak of."""
    return not group.is_named, group.type is EntityType.CONCEPT, group.type.value, group.label, group.first


def _describe_apart(stem: str, groups: Sequence[Group]) -> None:
    """Give groups of one name and type slugs by the first description that tells all apart: office, country, article.

    If only one of them is known from several articles, it needs none.
    """
    if len(groups) == 1:
        groups[0].slug = stem
        return
    wide = [group for group in groups if len(group.documents()) > 1]
    for describe in _DESCRIPTIONS:
        words = [describe(group) if wide != [group] else "" for group in groups]
        if len(set(words)) == len(words):
            for group, word in zip(groups, words, strict=True):
                group.slug = f"{stem}-{word}" if word else stem
            return


def _role(group: Group) -> str:
    roles: Counter[str] = Counter()
    for name in group.names:
        roles.update(dict.fromkeys(name.roles, len(name.documents)))
    return slug(min(roles, key=lambda role: (-roles[role], role))) if roles else ""


def _country(group: Group) -> str:
    found = {name.body_of.label for name in group.names if name.body_of is not None}
    return slug(min(found)) if found else ""


def _article(group: Group) -> str:
    """Return a part of the identifier of the first article, which comes from its words."""
    return group.first[0][:6]


def _passage(group: Group) -> str:
    """Return the first article and the place among its mentions at which the thing is first spoken of."""
    document, index = group.first
    return f"{document}-{index}"


_DESCRIPTIONS: tuple[Callable[[Group], str], ...] = (_role, _country, _article, _passage)
