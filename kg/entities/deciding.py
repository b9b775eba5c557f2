"""Applies a person's decisions to names and groups: which of them a reference means, what is joined and parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.decisions import Decisions, Reference
from kg.entities.names import Name, is_in, keys_of
from kg.entities.naming import Group
from kg.entities.table import Member
from kg.model import Merge

DECIDED = "a person's decision"

Documents = Sequence[tuple[str, str]]
"""Identifier and source of each document, by number."""


class Bearers:
    """Which names have certain words, looked up by what equal ones have in common."""

    def __init__(self, names: Sequence[Name], documents: Documents) -> None:
        self._names, self._documents = names, documents
        self._called: dict[str, list[int]] = defaultdict(list)
        self._bearing: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(names):
            called = [*name.forms[:1], *([name.linked_label] if name.linked_label is not None else [])]
            for index, words in ((self._called, called), (self._bearing, name.forms)):
                for key in sorted(keys_of(words, name.type)):
                    index[key].append(number)

    def find_meant(self, reference: Reference) -> list[int]:
        """Return the names meant: those whose fullest form or linked label it is, else all that bear it."""
        called, bearing = (index.get(reference.key, ()) for index in (self._called, self._bearing))
        first = [number for number in called if self._is_meant(self._names[number], reference)]
        return first or [number for number in bearing if self._is_meant(self._names[number], reference)]

    def _is_meant(self, name: Name, reference: Reference) -> bool:
        if reference.type is not None and name.type is not reference.type:
            return False
        return is_name_in(name, reference, self._documents)


def is_name_in(name: Name, reference: Reference, documents: Documents) -> bool:
    """Whether a reference may mean a name by the documents that have it."""
    return reference.document is None or any(is_in(*documents[number], reference) for number in name.documents)


def decide_groups(
    groups: Iterable[Group], decisions: Decisions, documents: Documents, next_number: int
) -> tuple[list[Group], list[str]]:
    """Return the groups with offices and concepts joined and parted as decided, and what could not be done, in words.

    Names among themselves are decided on before. Groups that come of parting are numbered from `next_number`.
    """
    found, conflicts = list(groups), []
    if not decisions.same and not decisions.different:
        return found, []
    index = _Groups(found, documents)
    for left, right in decisions.different:
        for group in index.find(left):
            parts = index.part(group, left, right, next_number)
            if len(parts) > 1:
                index.replace(group, parts)
                next_number += 1
    for left, right in decisions.same:
        ours, theirs = index.find(left), index.find(right)
        if not ours or not theirs or all(group.is_named for group in (*ours, *theirs)) or ours == theirs:
            continue
        if len(ours) > 1 or len(theirs) > 1:
            several = left if len(ours) > 1 else right
            conflicts.append(f"{several.name} means several things: name the document of the one that is meant")
            continue
        kept, gone = sorted((ours[0], theirs[0]), key=lambda group: (not group.is_named, group.label, group.type))
        kept.take(gone)
        kept.merges.append(Merge(kept.label, gone.label, DECIDED, 1.0))
        index.replace(gone, [])
        index.replace(kept, [kept])
    return index.groups(), conflicts


class _Groups:
    """Groups in their order, looked up by the names that a reference may mean them by."""

    def __init__(self, groups: Iterable[Group], documents: Documents) -> None:
        self._documents = documents
        self._groups: dict[tuple[int, ...], Group] = {(place,): group for place, group in enumerate(groups)}
        self._places = {id(group): place for place, group in self._groups.items()}
        self._by_key: dict[str, set[tuple[int, ...]]] = defaultdict(set)
        for place, group in self._groups.items():
            self._note(place, group)

    def _note(self, place: tuple[int, ...], group: Group) -> None:
        for words in {group.label, *(m.label for m in group.members), *(name.forms[0] for name in group.names)}:
            for key in keys_of([words], group.type):
                self._by_key[key].add(place)

    def find(self, reference: Reference) -> list[Group]:
        """Return the groups that have a cluster which the reference means."""
        places = sorted(place for place in self._by_key.get(reference.key, ()) if place in self._groups)
        return [group for group in (self._groups[place] for place in places) if self._is_meant(group, reference)]

    def _is_meant(self, group: Group, reference: Reference) -> bool:
        if reference.type is not None and group.type is not reference.type:
            return False
        names = (
            name for name in group.names if reference.key in keys_of([group.label, name.forms[0]], group.type)
        )
        is_named = any(is_name_in(name, reference, self._documents) for name in names)
        return is_named or any(True for _ in self._meant_members(group, reference))

    def _meant_members(self, group: Group, reference: Reference) -> Iterator[Member]:
        if reference.type is not None and group.type is not reference.type:
            return
        for member in group.members:
            if reference.key in keys_of([group.label, member.label], group.type) and is_in(
                member.document, member.source, reference
            ):
                yield member

    def part(self, group: Group, left: Reference, right: Reference, number: int) -> list[Group]:
        """Return a group of offices or concepts in two, if a reference means only some of its documents."""
        if group.is_named:
            return [group]
        for reference, other in ((left, right), (right, left)):
            ours = list(self._meant_members(group, reference))
            rest = [member for member in group.members if member not in ours]
            parted = replace(group, members=rest)
            if ours and rest and any(True for _ in self._meant_members(parted, other)):
                return [replace(group, members=ours), replace(parted, number=number, taken=[], merges=[])]
        return [group]

    def replace(self, group: Group, parts: Sequence[Group]) -> None:
        """Put others in the place of a group."""
        place = self._places.pop(id(group))
        del self._groups[place]
        for number, part in enumerate(parts):
            self._groups[*place, number] = part
            self._places[id(part)] = (*place, number)
            self._note((*place, number), part)

    def groups(self) -> list[Group]:
        """Return the groups that are left."""
        return [self._groups[place] for place in sorted(self._groups)]
