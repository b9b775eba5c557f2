"""Applies a person's decisions to clusters: which of them a name means, what is split, joined and kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.decisions import Decisions, Reference
from kg.entities.clusters import Cluster
from kg.entities.naming import Group
from kg.grammar.names import normal_name
from kg.model import Merge
from kg.vocabulary import slug

DECIDED = "a person's decision"

Pair = tuple[Reference, Reference]


def split_clusters(clusters: Iterable[Cluster], different: Sequence[Pair]) -> list[Cluster]:
    """Return the clusters, those whose document uses both names of a pair for one thing parted by name.

    Where each of the names stands for something by itself, that is what is meant: "Berg" of one article is not Eva Berg
    of another, who is called Berg there as well.
    """
    clusters = list(clusters)
    different = [pair for pair in different if not all(_is_something(clusters, reference) for reference in pair)]
    if not different:
        return clusters
    found: list[Cluster] = []
    for cluster in clusters:
        is_split = any(
            _bears(cluster, left) and _bears(cluster, right)
            and slug(normal_name(left.name)) != slug(normal_name(right.name))
            for left, right in different
        )  # fmt: skip
        found += _by_form(cluster) if is_split and len(cluster.forms) > 1 else [cluster]
    return found


def _is_something(clusters: Iterable[Cluster], reference: Reference) -> bool:
    whole = replace(reference, type=None)
    return any(_is_in(cluster, whole) and _is_called(cluster, reference.name) for cluster in clusters)


def _by_form(cluster: Cluster) -> list[Cluster]:
    """Return a cluster for each name of one."""
    mentions = cluster.extraction.mentions
    parts = {form: [mentions[index] for _, index in places] for form, places in cluster.places_by_form().items()}
    return [replace(cluster, mentions=members, forms=[form]) for form, members in sorted(parts.items())]


def find_meant(clusters: Sequence[Cluster], reference: Reference) -> list[int]:
    """Return the clusters a reference means: those whose fullest name or linked label it is, else all that bear it."""
    ours = [number for number, cluster in enumerate(clusters) if _is_in(cluster, reference)]
    first = [number for number in ours if _is_called(clusters[number], reference.name)]
    return first or [number for number in ours if _bears(clusters[number], reference)]


def _is_in(cluster: Cluster, reference: Reference) -> bool:
    if reference.type is not None and cluster.type is not reference.type:
        return False
    wanted = reference.document
    document = cluster.document
    return wanted is None or document.id.startswith(wanted) or is_end_of_path(wanted, document.source)


def is_end_of_path(end: str, path: str) -> bool:
    """Whether a path ends so, whole names only.

    >>> is_end_of_path("b/c.txt", "a/b/c.txt"), is_end_of_path("c.txt", "a/bc.txt")
    (True, False)
    """
    return path == end or path.endswith(f"/{end}")


def _is_called(cluster: Cluster, name: str) -> bool:
    names = [*cluster.forms[:1], *([cluster.linked_label] if cluster.linked_label is not None else [])]
    return _key(name) in map(_key, names or [cluster.label])


def _bears(cluster: Cluster, reference: Reference) -> bool:
    return _is_in(cluster, replace(reference, type=None)) and _key(reference.name) in map(_key, cluster.forms)


def _key(name: str) -> str:
    return slug(normal_name(name))


def decide_groups(groups: Iterable[Group], decisions: Decisions) -> tuple[list[Group], list[str]]:
    """Return the groups with offices and concepts joined and parted as decided, and what could not be done, in words.

    Names among themselves are decided on before, cluster by cluster.
    """
    found, conflicts = list(groups), []
    for left, right in decisions.different:
        found = [part for group in found for part in _part(group, left, right)]
    for left, right in decisions.same:
        ours, theirs = _groups_meant(found, left), _groups_meant(found, right)
        if not ours or not theirs or all(group.is_named for group in (*ours, *theirs)) or ours == theirs:
            continue
        if len(ours) > 1 or len(theirs) > 1:
            several = left if len(ours) > 1 else right
            conflicts.append(f"{several.name} means several things: name the document of the one that is meant")
            continue
        kept, gone = sorted((ours[0], theirs[0]), key=lambda group: (not group.is_named, group.label, group.type))
        kept.clusters += gone.clusters
        kept.merges.append(Merge(kept.label, gone.label, DECIDED, 1.0))
        found.remove(gone)
    return found, conflicts


def _groups_meant(groups: Iterable[Group], reference: Reference) -> list[Group]:
    return [group for group in groups if any(_is_meant(cluster, group, reference) for cluster in group.clusters)]


def _is_meant(cluster: Cluster, group: Group, reference: Reference) -> bool:
    is_type = reference.type is None or group.type is reference.type
    names = [group.label, cluster.label, *cluster.forms[:1]]
    return is_type and _is_in(cluster, replace(reference, type=None)) and _key(reference.name) in map(_key, names)


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
