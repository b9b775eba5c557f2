"""Applies a person's decisions to clusters: which of them a name means, what is split, joined and kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.decisions import Reference
from kg.entities.clusters import Cluster
from kg.grammar.names import normal_name
from kg.vocabulary import slug

Pair = tuple[Reference, Reference]


def split_clusters(clusters: Iterable[Cluster], different: Sequence[Pair]) -> list[Cluster]:
    """Return the clusters, those whose document uses both names of a pair for one thing parted by name."""
    if not different:
        return list(clusters)
    found: list[Cluster] = []
    for cluster in clusters:
        is_split = any(
            _bears(cluster, left) and _bears(cluster, right)
            and slug(normal_name(left.name)) != slug(normal_name(right.name))
            for left, right in different
        )  # fmt: skip
        found += _by_form(cluster) if is_split and len(cluster.forms) > 1 else [cluster]
    return found


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
    names = [*cluster.forms[:1], *([cluster.country.label] if cluster.country is not None else [])]
    return _key(name) in map(_key, names or [cluster.label])


def _bears(cluster: Cluster, reference: Reference) -> bool:
    return _is_in(cluster, replace(reference, type=None)) and _key(reference.name) in map(_key, cluster.forms)


def _key(name: str) -> str:
    return slug(normal_name(name))
