"""Finds which clusters of all documents may be one by equal names, links and short forms, with score and rule.

What is found does not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.entities.clusters import CONFUSABLE, Cluster
from kg.grammar.names import CORPORATE_ENDINGS, normal_name
from kg.model import EntityType
from kg.vocabulary import slug

Key = tuple[str, ...]

LINKED, IN_DOCUMENT, EQUAL_NAME = 1.0, 0.95, 0.95
DEFINED_ACRONYM, CORPORATE_FORM, STATE_BODY, SHORT_NAME = 0.9, 0.9, 0.85, 0.75


@dataclass(frozen=True, order=True, slots=True)
class Edge:
    """Two clusters, by number, that may be one: the names compared, the score from 0 to 1, the reasons."""

    score: float
    left: int
    right: int
    names: tuple[str, str]
    rule: str


def find_edges(
    clusters: Sequence[Cluster], keys: Sequence[tuple[Key, ...]], touched: frozenset[int] = frozenset()
) -> list[Edge]:
    """Return the pairs of named clusters that may be one; `keys` are those of `join_keys`, in the same order.

    Equal names are joined to the first of them; where decisions touch some, each is to each other, so that what is
    kept apart from one does not lose the rest. What persons have beyond equal links is found in `kg.entities.people`.
    """
    return [*_equal_edges(clusters, keys, touched), *_short_edges(clusters, keys)]


def join_keys(cluster: Cluster) -> tuple[Key, ...]:
    """Return what a cluster joins others by: its link, its names, or of a body of a state its kind with the state.

    Persons are compared apart. A body of a state that nobody knows joins nothing outside its document.
    """
    links: tuple[Key, ...] = (("link", cluster.link),) if cluster.link is not None else ()
    if cluster.country is not None or cluster.type is EntityType.PERSON:
        return links
    if cluster.body is not None:
        owner = cluster.body.country
        of = owner.wikidata if owner is not None else f"document {cluster.document.id}"
        return (*links, ("body", cluster.body.kind, of))
    if links:
        return links
    kind = kind_of(cluster)
    return tuple(sorted({(kind, slug(normal_name(name))) for name in main_forms(cluster)}))


def kind_of(cluster: Cluster) -> str:
    """Return what names have to have in common to be compared: the type, or "thing" where types are confused."""
    return "thing" if cluster.type in CONFUSABLE else cluster.type.value


def main_forms(cluster: Cluster) -> list[str]:
    """Return the names of a cluster that others are sure to share: not the short forms of a longer one."""
    return [name for name in cluster.forms if not any(_is_short_form(name, full) for full in cluster.forms)]


def _is_short_form(name: str, full: str) -> bool:
    return len(name.split()) < len(full.split())


def _equal_edges(clusters: Sequence[Cluster], keys: Sequence[tuple[Key, ...]], touched: frozenset[int]) -> list[Edge]:
    """Return the edges between clusters with a key in common."""
    members: dict[Key, list[int]] = defaultdict(list)
    for number, own in enumerate(keys):
        for key in own:
            members[key].append(number)
    edges = []
    for key, numbers in members.items():
        for left, right in pairs_to_join(numbers, touched):
            score, rule = _equality(clusters[right], key)
            edges.append(Edge(score, left, right, (clusters[left].forms[0], clusters[right].forms[0]), rule))
    return edges


def pairs_to_join(numbers: Sequence[int], touched: frozenset[int]) -> Iterable[tuple[int, int]]:
    """Return the pairs of equals to join: each with the first, or all where decisions touch them."""
    if touched and not touched.isdisjoint(numbers):
        return combinations(numbers, 2)
    return ((numbers[0], number) for number in numbers[1:])


def _equality(cluster: Cluster, key: Key) -> tuple[float, str]:
    if key[0] == "link":
        return LINKED, f"both linked to {cluster.linked_label}"
    if key[0] == "body" and cluster.body is not None and cluster.body.country is not None:
        return STATE_BODY, f"the same body of {cluster.body.country.name_in_text}"
    return EQUAL_NAME, "the same name"


def _short_edges(clusters: Sequence[Cluster], keys: Sequence[tuple[Key, ...]]) -> list[Edge]:
    """Return edges from a name to the one fuller name that other documents use it for: SDF, Acme for Acme Corp."""
    fuller: dict[Key, dict[Key, int]] = defaultdict(dict)
    for number, cluster in enumerate(clusters):
        if cluster.type is EntityType.PERSON or cluster.link is not None or cluster.body is not None:
            continue
        mains = main_forms(cluster)
        for name in cluster.forms:
            if name not in mains:
                fuller[kind_of(cluster), slug(normal_name(name))].setdefault(keys[number][0], number)
        for name in mains:
            words = name.split()
            if len(words) > 1 and words[-1].strip(".,").lower() in CORPORATE_ENDINGS:
                fuller[kind_of(cluster), slug(" ".join(words[:-1]))].setdefault(keys[number][0], number)
    edges = []
    for number, own in enumerate(keys):
        for key in own:
            found = {target: other for target, other in fuller.get(key, {}).items() if target not in own}
            if len(found) == 1:
                (other,) = found.values()
                edges.append(_short_edge(clusters, other, number))
    return edges


def _short_edge(clusters: Sequence[Cluster], full: int, short: int) -> Edge:
    names = clusters[full].forms[0], clusters[short].forms[0]
    if names[0].split()[-1].strip(".,").lower() in CORPORATE_ENDINGS and names[0].startswith(names[1]):
        score, rule = CORPORATE_FORM, "a firm without its legal form"
    elif names[1].isupper() and len(names[1]) > 2:
        score, rule = DEFINED_ACRONYM, "an acronym that another document explains"
    else:
        score, rule = SHORT_NAME, "a short form that another document uses"
        if clusters[full].type is not clusters[short].type or len(names[1].split()) == 1:
            score -= 0.15
    return Edge(score, full, short, names, rule)
