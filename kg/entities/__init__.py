"""Resolves the mentions of all documents into entities, with the reasons, and what a person should look at.

Chains become clusters; edges between them have a score and a rule; clusters are joined along the edges, the surest
first. Nothing depends on the order of the documents, and a person's decisions go before all edges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.decisions import Decisions, Reference
from kg.entities.clustering import THRESHOLD, Clustering
from kg.entities.clusters import CONFUSABLE, Cluster, Place, find_clusters
from kg.entities.concepts import concept_label, group_key, is_government_of
from kg.entities.deciding import Bearers, decide_groups, split_clusters
from kg.entities.edges import IN_DOCUMENT, LINKED, Edge, find_edges, join_keys
from kg.entities.naming import Group, named_group, tell_apart
from kg.entities.offices import countries_of_office, in_text, office_label
from kg.entities.people import People
from kg.linking import Gazetteer
from kg.model import Assertion, Document, Entity, EntityType, Extraction, MentionKind, Merge
from kg.vocabulary import slug

EntityIndex = Mapping[Place, Entity]

# Pairs with scores between these are worth a look: joined though not surely, or nearly joined.
DOUBTFUL = (0.45, 0.84)


@dataclass(frozen=True)
class Doubt:
    """A pair of names that was merged though not surely (`merged`), or nearly was; `evidence` is a mention of each."""

    left: Reference
    right: Reference
    merged: bool
    score: float
    reasons: tuple[str, ...]
    evidence: tuple[Place, Place]


@dataclass(frozen=True)
class Resolution:
    """The entities of all documents, sorted by slug; the doubtful pairs, those nearest to the line between one and two
    first; and, in words, what decisions could not be applied.
    """

    entities: tuple[Entity, ...]
    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[str, ...] = ()


def index_entities(entities: Iterable[Entity]) -> EntityIndex:
    """Return the entity of every mention, looked up by (document id, mention index)."""
    return {place: entity for entity in entities for place in entity.mentions}


def used_entities(entities: Iterable[Entity], assertions: Iterable[Assertion]) -> tuple[Entity, ...]:
    """Return the entities a graph needs, in their order: all names, and of the rest what some assertion speaks of."""
    used: set[str | None] = set()
    for assertion in assertions:
        used |= {assertion.subject_id, assertion.object_id, assertion.place_id, *assertion.attribution_chain_ids}
    entities = tuple(entities)
    nameless = (EntityType.CONCEPT, EntityType.POSITION)
    return tuple(entity for entity in entities if entity.type not in nameless or f"ent:{entity.slug}" in used)


def resolve(
    pairs: Iterable[tuple[Document, Extraction]],
    *,
    decisions: Decisions | None = None,
    gazetteer: Gazetteer | None = None,
) -> Resolution:
    """Return the entities of all documents; the order of `pairs` does not matter.

    `gazetteer` is what names are linked by: the tables of the package unless another is given.

    Unresolved pronouns and literals become no entity.
    """
    decisions, gazetteer = decisions or Decisions(), gazetteer or Gazetteer.shipped()
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    clusters = [cluster for pair in ordered for cluster in find_clusters(*pair, gazetteer)]
    named = split_clusters((cluster for cluster in clusters if cluster.forms), decisions.different)
    _agree_on_types(named)
    joining = _join_named(named, decisions)
    labels = {
        place: group.label for group in joining.groups for cluster in group.clusters for place in cluster.places()
    }
    offices = countries_of_office(ordered, named, labels)
    described = [cluster for cluster in clusters if not cluster.forms]
    for cluster in described:
        _describe(cluster, labels, offices)
    groups, conflicts = decide_groups([*joining.groups, *_join_described(described)], decisions)
    return Resolution(_entities(tell_apart(groups), offices), joining.doubts, (*joining.conflicts, *conflicts))


# Named things


def _agree_on_types(clusters: Sequence[Cluster]) -> None:
    """Let a name of one word that is a person in one document and a company in others be what it is most often.

    Persons with a full name in their document are left alone.
    """
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for cluster in clusters:
        for name, count in cluster.names().items():
            votes[name][cluster.type] += count
    for cluster in clusters:
        names = cluster.names()
        is_bare = cluster.link is None and all(" " not in name for name in names)
        if is_bare and (cluster.type is EntityType.PERSON or cluster.type in CONFUSABLE):
            kinds = Counter({k: n for name in names for k, n in votes[name].items() if k is not EntityType.COUNTRY})
            cluster.type = min(kinds, key=lambda kind: (-kinds[kind], kind is EntityType.THING, kind.value))


@dataclass
class _Joining:
    """The groups of named clusters, what is doubtful about them, and the decisions that could not be applied."""

    groups: list[Group]
    doubts: tuple[Doubt, ...]
    conflicts: tuple[str, ...]


def _join_named(clusters: Sequence[Cluster], decisions: Decisions) -> _Joining:
    keys = [join_keys(cluster) for cluster in clusters]
    bearers = Bearers(clusters if decisions else ())
    apart = [(bearers.find_meant(left), bearers.find_meant(right)) for left, right in decisions.different]
    touched = frozenset(number for sides in apart for side in sides for number in side)
    clustering = Clustering(clusters, keys)
    for left, right in apart:
        both = set(left) & set(right)
        for one in left:
            for other in right:
                if not (one in both and other in both):
                    clustering.forest.keep_apart(one, other)
    conflicts = []
    for pair in decisions.same:
        meant = [bearers.find_meant(reference) for reference in pair]
        if all(meant) and not clustering.decide([*meant[0], *meant[1]]):
            conflicts.append(f"{pair[0].name} and {pair[1].name} were to be one, and another decision keeps them apart")
    clustering.join_all([*find_edges(clusters, keys, touched), *People(clusters, touched).edges()])
    members = clustering.forest.groups()
    groups = [named_group([clusters[number] for number in numbers]) for numbers in members]
    owner = {number: group for numbers, group in zip(members, groups, strict=True) for number in numbers}
    _tell_merges(clustering, owner)
    return _Joining(groups, _doubts(clusters, clustering, decisions), tuple(conflicts))


def _tell_merges(clustering: Clustering, owner: Mapping[int, Group]) -> None:
    """Give each group the reasons for which its names are one, each once, with the best score."""
    best: dict[int, dict[tuple[str, str, str], float]] = defaultdict(dict)
    for edge in clustering.joined:
        found, told = best[id(owner[edge.left])], (*edge.names, edge.rule)
        found[told] = max(found.get(told, 0.0), edge.score)
    for group in owner.values():
        group.merges = [Merge(*told, score) for told, score in sorted(best[id(group)].items())]


def _doubts(clusters: Sequence[Cluster], clustering: Clustering, decisions: Decisions) -> tuple[Doubt, ...]:
    """Return each doubtful pair of names once, the evidence the first mention of each, in order of doubt."""
    decided = {frozenset((left.name, right.name)) for left, right in (*decisions.same, *decisions.different)}
    found: dict[tuple[object, ...], Doubt] = {}
    for is_merged, edges in ((True, clustering.needed), (False, clustering.left)):
        for edge in edges:
            is_one = clustering.forest.find(edge.left) == clustering.forest.find(edge.right)
            if is_one is not is_merged or not DOUBTFUL[0] <= edge.score <= DOUBTFUL[1] or set(edge.names) in decided:
                continue
            doubt = _doubt(clusters, edge, is_merged)
            key = (doubt.left, doubt.right, doubt.evidence if edge.names[0] == edge.names[1] else "")
            if key not in found or found[key].score < doubt.score:
                found[key] = doubt
    return tuple(
        sorted(found.values(), key=lambda d: (abs(d.score - THRESHOLD), d.left.name, d.right.name, d.evidence))
    )


def _doubt(clusters: Sequence[Cluster], edge: Edge, is_merged: bool) -> Doubt:
    ends = [clusters[edge.left], clusters[edge.right]]
    is_same = edge.names[0] == edge.names[1]
    left, right = (
        Reference(name, end.type, end.document.source if is_same else None)
        for name, end in zip(edge.names, ends, strict=True)
    )
    evidence = (ends[0].places()[0], ends[1].places()[0])
    return Doubt(left, right, is_merged, edge.score, tuple(edge.rule.split("; ")), evidence)


# Offices and concepts


def _describe(cluster: Cluster, labels: Mapping[Place, str], offices: Mapping[str, str]) -> None:
    """Set label and parts of an office or a concept from its fullest mention."""
    nominals = [mention for mention in cluster.mentions if mention.kind is MentionKind.NOMINAL]
    mention = max(nominals, key=lambda nominal: (len(nominal.name), -nominal.index))
    document = cluster.document.id
    cluster.parts = [(document, part) for part in mention.parts]
    if cluster.type is EntityType.POSITION:
        cluster.label = office_label(cluster, mention, labels, offices)
    else:
        cluster.label = concept_label(cluster, mention, labels)
    cluster.key = group_key(cluster, mention, labels)


def _join_described(clusters: Iterable[Cluster]) -> list[Group]:
    groups: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        groups[cluster.key].append(cluster)
    found = []
    for _, members in sorted(groups.items()):
        counts = Counter(cluster.label for cluster in members)
        label = min(counts, key=lambda label: (-counts[label], label))
        found.append(Group(members, label, members[0].type, slug(label)))
    return found


# Entities


def _entities(groups: Sequence[Group], offices: Mapping[str, str]) -> tuple[Entity, ...]:
    slugs = {place: group.slug for group in groups for cluster in group.clusters for place in cluster.places()}
    by_label = {group.label: group.slug for group in groups if group.type is EntityType.COUNTRY}
    by_link = {cluster.link: group.slug for group in groups for cluster in group.clusters if cluster.link is not None}
    labels = {group.slug: group.label for group in groups}
    found = []
    for group in sorted(groups, key=lambda group: group.slug):
        entity = _entity(group, slugs, labels, offices, by_label)
        owners = {cluster.item.part_of for cluster in group.clusters if cluster.item is not None}
        wholes = {by_link[owner] for owner in owners if owner in by_link}
        found.append(replace(entity, parts=tuple(sorted({*entity.parts, *wholes} - {group.slug}))))
    return tuple(found)


def _entity(
    group: Group,
    slugs: Mapping[Place, str],
    labels: Mapping[str, str],
    offices: Mapping[str, str],
    countries: Mapping[str, str],
) -> Entity:
    names = {name for cluster in group.clusters for name in cluster.forms} if group.is_named else set()
    parts = set()
    for cluster in group.clusters:
        for place in cluster.parts if not group.is_named else []:
            part = slugs.get(place)
            parts |= {part} if part is not None else set()
            words = cluster.extraction.mentions[place[1]].text
            governed = offices.get(labels.get(part or "", ""))
            if governed is not None and governed in countries and is_government_of(words, group.label):
                parts.add(countries[governed])
    if group.type is EntityType.POSITION:
        parts |= {slug_ for label, slug_ in countries.items() if group.label.endswith(f" of {in_text(label)}")}
    merges = _merges(group)
    return Entity(
        slug=group.slug, label=group.label, type=group.type, names=tuple(sorted(names - {group.label})),
        wikidata=_linked_id(group),
        mentions=tuple(sorted(place for cluster in group.clusters for place in cluster.places())),
        parts=tuple(sorted(parts - {group.slug})), reasons=_reasons(group, merges), merges=merges,
    )  # fmt: skip


def _tell(merge: Merge) -> str:
    pair = merge.left if merge.left == merge.right else f"{merge.left} = {merge.right}"
    return f"{pair}: {merge.rule} ({merge.score:.2f})"


def _linked_id(group: Group) -> str | None:
    """Return the Wikidata item or IRI that a group is linked to."""
    ids = {cluster.link_id for cluster in group.clusters}
    return min(ids - {""}, default=None)


def _merges(group: Group) -> tuple[Merge, ...]:
    """Return the merges across documents and the other names each document uses, the surest first."""
    found = set(group.merges)
    for cluster in (cluster for cluster in group.clusters if cluster.forms):
        if cluster.country is not None:
            label = cluster.country.label
            found |= {Merge(label, name, "linked by table", LINKED) for name in cluster.forms if name != label}
        else:
            rule = "one chain in a document"
            found |= {Merge(cluster.forms[0], name, rule, IN_DOCUMENT) for name in cluster.forms[1:]}
    return tuple(sorted(found, key=lambda merge: (-merge.score, merge)))


def _reasons(group: Group, merges: Iterable[Merge]) -> tuple[str, ...]:
    reasons = {reason for cluster in group.clusters for reason in cluster.reasons}
    linked = [cluster for cluster in group.clusters if cluster.link is not None]
    if linked and _linked_id(group):
        table = "the table of countries" if linked[0].country is not None else "the gazetteer"
        names = sorted({name for cluster in linked for name in cluster.forms})
        reasons.add(f"linked to {_linked_id(group)} by {table}: {', '.join(names)}")
    if not any(cluster.country is not None for cluster in linked):
        reasons |= {_tell(merge) for merge in merges}
    return tuple(sorted(reasons))
