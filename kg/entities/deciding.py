"""Applies a person's decisions to clusters: which of them a name means, what is split, joined and kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.decisions import Decisions, Reference, is_document, name_key
from kg.entities.clusters import Cluster
from kg.entities.naming import Group
from kg.model import EntityType, Merge

DECIDED = "a person's decision"

Pair = tuple[Reference, Reference]


def split_clusters(clusters: Iterable[Cluster], different: Sequence[Pair]) -> list[Cluster]:
    """Return the clusters, those whose document uses both names of a pair for one thing parted by name.

    Where each of the names stands for something by itself, that is what is meant: "Berg" of one article is not Eva Berg
    of another, who is called Berg there as well.
    """
    clusters = list(clusters)
    if not different:
        return clusters
    bearers, split = Bearers(clusters), set[int]()
    for pair in different:
        if pair[0].key != pair[1].key and not all(map(bearers.has_called, pair)):
            left, right = (bearers.find_bearing(reference) for reference in pair)
            split |= set(left) & set(right)
    found: list[Cluster] = []
    for number, cluster in enumerate(clusters):
        found += _by_form(cluster) if number in split and len(cluster.forms) > 1 else [cluster]
    return found


def _by_form(cluster: Cluster) -> list[Cluster]:
    """Return a cluster for each name of one."""
    mentions = cluster.extraction.mentions
    parts = {form: [mentions[index] for _, index in places] for form, places in cluster.places_by_form().items()}
    return [replace(cluster, mentions=members, forms=[form]) for form, members in sorted(parts.items())]


class Bearers:
    """Which clusters have a name, looked up by what equal names have in common."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._called: dict[str, list[int]] = defaultdict(list)
        self._bearing: dict[str, list[int]] = defaultdict(list)
        for number, cluster in enumerate(clusters):
            for index, names in ((self._called, _called(cluster)), (self._bearing, cluster.forms)):
                for key in sorted(_keys(names, cluster.type)):
                    index[key].append(number)

    def find_meant(self, reference: Reference) -> list[int]:
        """Return the clusters meant: those whose fullest name or linked label it is, else all that bear it."""
        called, bearing = (index.get(reference.key, ()) for index in (self._called, self._bearing))
        first = [number for number in called if _is_in(self._clusters[number], reference)]
        return first or [number for number in bearing if _is_in(self._clusters[number], reference)]

    def find_bearing(self, reference: Reference) -> list[int]:
        """Return the clusters of any type that bear a name."""
        whole = replace(reference, type=None)
        bearing = self._bearing.get(reference.key, ())
        return [number for number in bearing if _is_in(self._clusters[number], whole)]

    def has_called(self, reference: Reference) -> bool:
        """Whether it is the fullest name or the linked label of some cluster of any type."""
        whole = replace(reference, type=None)
        return any(_is_in(self._clusters[number], whole) for number in self._called.get(reference.key, ()))


def _is_in(cluster: Cluster, reference: Reference) -> bool:
    if reference.type is not None and cluster.type is not reference.type:
        return False
    return reference.document is None or is_document(cluster.document, reference.document)


def _keys(names: Iterable[str], type_: EntityType) -> set[str]:
    """Return what references find names by, with the type and without it: "USA" and "usa" of the United States."""
    return {name_key(name, kind) for name in names for kind in (type_, None)}


def _called(cluster: Cluster) -> list[str]:
    names = [*cluster.forms[:1], *([cluster.linked_label] if cluster.linked_label is not None else [])]
    return names or [cluster.label]


def decide_groups(groups: Iterable[Group], decisions: Decisions) -> tuple[list[Group], list[str]]:
    """Return the groups with offices and concepts joined and parted as decided, and what could not be done, in words.

    Names among themselves are decided on before, cluster by cluster.
    """
    found, conflicts = list(groups), []
    if not decisions.same and not decisions.different:
        return found, []
    index = _Groups(found)
    for left, right in decisions.different:
        for group in index.find(left):
            parts = _part(group, left, right)
            if len(parts) > 1:
                index.replace(group, parts)
    for left, right in decisions.same:
        ours, theirs = index.find(left), index.find(right)
        if not ours or not theirs or all(group.is_named for group in (*ours, *theirs)) or ours == theirs:
            continue
        if len(ours) > 1 or len(theirs) > 1:
            several = left if len(ours) > 1 else right
            conflicts.append(f"{several.name} means several things: name the document of the one that is meant")
            continue
        kept, gone = sorted((ours[0], theirs[0]), key=lambda group: (not group.is_named, group.label, group.type))
        kept.clusters += gone.clusters
        kept.merges.append(Merge(kept.label, gone.label, DECIDED, 1.0))
        index.replace(gone, [])
        index.replace(kept, [kept])
    return index.groups(), conflicts


class _Groups:
    """Groups in their order, looked up by the names that a reference may mean them by."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups: dict[tuple[int, ...], Group] = {(place,): group for place, group in enumerate(groups)}
        self._places = {id(group): place for place, group in self._groups.items()}
        self._by_key: dict[str, set[tuple[int, ...]]] = defaultdict(set)
        for place, group in self._groups.items():
            self._note(place, group)

    def _note(self, place: tuple[int, ...], group: Group) -> None:
        for cluster in group.clusters:
            for key in _keys(_names_meant(cluster, group), group.type):
                self._by_key[key].add(place)

    def find(self, reference: Reference) -> list[Group]:
        """Return the groups that have a cluster which the reference means."""
        places = sorted(place for place in self._by_key.get(reference.key, ()) if place in self._groups)
        found = (self._groups[place] for place in places)
        return [group for group in found if any(_is_meant(cluster, group, reference) for cluster in group.clusters)]

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


def _names_meant(cluster: Cluster, group: Group) -> list[str]:
    return [group.label, cluster.label, *cluster.forms[:1]]


def _is_meant(cluster: Cluster, group: Group, reference: Reference) -> bool:
    is_type = reference.type is None or group.type is reference.type
    is_there = is_type and _is_in(cluster, replace(reference, type=None))
    return is_there and reference.key in _keys(_names_meant(cluster, group), group.type)


def _part(group: Group, left: Reference, right: Reference) -> list[Group]:
    """Return a group of offices or concepts in two, if a reference means only some of its documents."""
    if group.is_named:
        return [group]
    for reference, other in ((left, right), (right, left)):
        ours = [cluster for cluster in group.clusters if _is_meant(cluster, group, reference)]
        rest = [cluster for cluster in group.clusters if cluster not in ours]
        if ours and rest and any(_is_meant(cluster, group, other) for cluster in rest):
            return [Group(members, group.label, group.type, group.slug) for members in (ours, rest)]
    return [group]
