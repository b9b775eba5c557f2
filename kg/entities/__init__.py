"""Resolves the mentions of all documents into entities: equal names join, countries are linked by table.

The outcome does not depend on the order of the documents: groups are joined by union-find over names, and every
choice (label, type, identifier) is made from sorted counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.decisions import Decisions, Reference
from kg.grammar.names import country_of, normal_name
from kg.lexicon import find_role, find_tenure, find_title
from kg.linking import Country, find_country, find_leader
from kg.model import Assertion, Document, Entity, EntityType, Extraction, Mention, MentionKind
from kg.vocabulary import slug

Place = tuple[str, int]
EntityIndex = Mapping[Place, Entity]

# Types that the tagger confuses for one and the same name; the commonest wins.
THINGS = frozenset(type_ for type_ in EntityType if type_.is_thing)
CONFUSABLE = THINGS | {EntityType.ORGANIZATION, EntityType.PLACE, EntityType.FACILITY}
OWNERS = CONFUSABLE | {EntityType.COUNTRY}
GOVERNMENT = re.compile(r"['’]?s? (?:government|regime|administration|cabinet|forces|army|troops)\b")


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
    """The entities of all documents, sorted by slug; the doubtful pairs, the most doubtful first; what decisions left
    undone, in words.
    """

    entities: tuple[Entity, ...]
    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass
class _Cluster:
    """The mentions of one document that refer to one thing, with what becomes of them."""

    document: Document
    extraction: Extraction
    mentions: list[Mention]
    type: EntityType = EntityType.CONCEPT
    country: Country | None = None
    label: str = ""
    parts: list[Place] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def places(self) -> list[Place]:
        return [(self.document.id, mention.index) for mention in self.mentions]

    def names(self) -> Counter[str]:
        return Counter(mention.name for mention in self.mentions if mention.kind is MentionKind.NAME)


@dataclass
class _Group:
    """The clusters of all documents that are one entity."""

    clusters: list[_Cluster]
    label: str
    type: EntityType
    slug: str

    @property
    def is_named(self) -> bool:
        return self.type not in (EntityType.CONCEPT, EntityType.POSITION)


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


def resolve(pairs: Iterable[tuple[Document, Extraction]], *, decisions: Decisions | None = None) -> Resolution:
    """Return the entities of all documents; the order of `pairs` does not matter.

    Unresolved pronouns and literals become no entity.
    """
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    clusters = [cluster for document, extraction in ordered for cluster in _clusters(document, extraction)]
    named = [cluster for cluster in clusters if cluster.names()]
    _agree_on_types(named)
    groups = [_named_group(members) for members in _join_named(named)]
    labels = {place: group.label for group in groups for cluster in group.clusters for place in cluster.places()}
    offices = _countries_of_office(ordered, named, labels)
    described = [cluster for cluster in clusters if not cluster.names()]
    for cluster in described:
        _describe(cluster, labels, offices)
    groups += _join_described(described)
    return Resolution(_entities(_told_apart(groups), offices))


# Clusters


def _clusters(document: Document, extraction: Extraction) -> Iterable[_Cluster]:
    """Yield the chains and single mentions of a document that something can be said about."""
    chained = {index for chain in extraction.chains for index in chain}
    chains = [*extraction.chains, *((m.index,) for m in extraction.mentions if m.index not in chained)]
    for chain in sorted(chains):
        mentions = [extraction.mentions[index] for index in chain if not extraction.mentions[index].type.is_literal]
        if all(mention.kind is MentionKind.PRONOUN for mention in mentions):
            continue
        cluster = _Cluster(document, extraction, mentions)
        _classify(cluster)
        yield cluster


def _classify(cluster: _Cluster) -> None:
    names = [mention for mention in cluster.mentions if mention.kind is MentionKind.NAME]
    nominals = [mention for mention in cluster.mentions if mention.kind is MentionKind.NOMINAL]
    for mention in names:
        cluster.country = cluster.country or country_of(mention)
    cluster.type = _commonest(mention.type for mention in names or nominals)
    if cluster.country is not None:
        cluster.type = EntityType.COUNTRY
    elif cluster.type is EntityType.COUNTRY:
        cluster.type = EntityType.PLACE


def _commonest(types: Iterable[EntityType]) -> EntityType:
    counts = Counter(types)
    return min(counts, key=lambda type_: (-counts[type_], type_ is EntityType.THING, type_.value))


# Named things


def _agree_on_types(clusters: list[_Cluster]) -> None:
    """Let a name of one word that is a person in one document and a company in others be what it is most often.

    Persons with a full name in their document are left alone.
    """
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for cluster in clusters:
        for name, count in cluster.names().items():
            votes[name][cluster.type] += count
    for cluster in clusters:
        names = cluster.names()
        is_bare = cluster.country is None and all(" " not in name for name in names)
        if is_bare and (cluster.type is EntityType.PERSON or cluster.type in CONFUSABLE):
            kinds = Counter({k: n for name in names for k, n in votes[name].items() if k is not EntityType.COUNTRY})
            cluster.type = min(kinds, key=lambda kind: (-kinds[kind], kind is EntityType.THING, kind.value))


def _join_named(clusters: list[_Cluster]) -> list[list[_Cluster]]:
    """Return the clusters of all documents grouped by equal names or the same linked country."""
    leader = list(range(len(clusters)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    first: dict[tuple[str, str], int] = {}
    for number, cluster in enumerate(clusters):
        for key in _join_keys(cluster):
            left, right = sorted((find(first.setdefault(key, number)), find(number)))
            leader[right] = left
    for bare, full in _same_holders(clusters):
        if len({find(number) for number in full}) == 1:
            left, right = sorted((find(full[0]), find(bare)))
            leader[right] = left
    groups: dict[int, list[_Cluster]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        groups[find(number)].append(cluster)
    return list(groups.values())


def _same_holders(clusters: list[_Cluster]) -> list[tuple[int, list[int]]]:
    """Return for each person known by surname alone those of this surname in the same national office.

    "Turkish president Erdogan" is "Recep Tayyip Erdogan, president of Turkey", if just one such person is known.
    """
    full: dict[tuple[str, str], list[int]] = defaultdict(list)
    bare: list[tuple[int, tuple[str, str]]] = []
    for number, cluster in enumerate(clusters):
        if cluster.type is not EntityType.PERSON or cluster.country is not None:
            continue
        names = cluster.names()
        is_full = any(" " in name for name in names)
        for key in sorted({(name.split()[-1], office) for name in names for office in _held_offices(cluster)}):
            if is_full:
                full[key].append(number)
            else:
                bare.append((number, key))
    return [(number, full[key]) for number, key in bare if key in full]


def _join_keys(cluster: _Cluster) -> list[tuple[str, str]]:
    """Return what a cluster joins others by: a surname alone counts only where the document has no fuller form."""
    if cluster.country is not None:
        return [("country", cluster.country.wikidata)]
    kind = "thing" if cluster.type in CONFUSABLE else cluster.type.value
    names = {normal_name(name) for name in cluster.names()}
    if cluster.type is EntityType.PERSON:
        names = {name for name in names if " " in name} or names
    return sorted((kind, slug(name)) for name in names)


def _held_offices(cluster: _Cluster) -> set[str]:
    """Return the national offices a person holds in a document: "President of Q159"; with the surname they identify."""
    mentions = cluster.extraction.mentions
    ours = {mention.index for mention in cluster.mentions}
    found = set()
    for proposition in cluster.extraction.propositions:
        if proposition.lemma != "hold position" or proposition.arguments[0].mention not in ours:
            continue
        position = mentions[proposition.arguments[1].mention]
        for part in position.parts:
            country = country_of(mentions[part])
            if country is not None:
                role = _bare_title(position.name).replace(mentions[part].text, "").strip().lower()
                found.add(f"{role} of {country.wikidata}")
    return found


def _bare(name: str, type_: EntityType) -> str:
    """Return a name without its article, which only towns keep: The Hague."""
    is_town = type_ is EntityType.PLACE and name.startswith("The ")
    return name if is_town else re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)


def _named_group(clusters: list[_Cluster]) -> _Group:
    """Label a group: the linked label, else the fullest name, the commonest of these, then the first by alphabet."""
    country = next((cluster.country for cluster in clusters if cluster.country is not None), None)
    if country is not None:
        return _Group(clusters, country.label, EntityType.COUNTRY, slug(country.label))
    counts: Counter[str] = Counter()
    for cluster in clusters:
        counts.update(cluster.names())
    label = min(counts, key=lambda name: (-len(name.split()), -counts[name], name))
    type_ = _commonest(cluster.type for cluster in clusters for _ in range(cluster.names().total()))
    label = _bare(label, type_)
    return _Group(clusters, label, type_, slug(label))


# Offices and concepts


def _countries_of_office(
    pairs: list[tuple[Document, Extraction]], named: list[_Cluster], labels: Mapping[Place, str]
) -> dict[str, str]:
    """Return for the label of each office-holder the label of the country of the office: Bashar Assad → Syria."""
    countries = {
        place: cluster.country for cluster in named for place in cluster.places() if cluster.country is not None
    }
    found: dict[str, set[str]] = defaultdict(set)
    for document, extraction in pairs:
        for proposition in extraction.propositions:
            if proposition.lemma != "hold position" or proposition.time == "former":
                continue
            holder, position = (argument.mention for argument in proposition.arguments[:2])
            label = labels.get((document.id, holder))
            owners = [countries.get((document.id, part)) for part in extraction.mentions[position].parts]
            if label is None:
                continue
            leads = find_leader(label, document.published) if " " in label and not any(owners) else None
            owners += [leads[0]] if leads is not None else []
            found[label] |= {owner.label for owner in owners if owner is not None}
    return {label: next(iter(owners)) for label, owners in found.items() if len(owners) == 1}


def _describe(cluster: _Cluster, labels: Mapping[Place, str], offices: Mapping[str, str]) -> None:
    """Set label and parts of an office or a concept from its fullest mention."""
    nominals = [mention for mention in cluster.mentions if mention.kind is MentionKind.NOMINAL]
    mention = max(nominals, key=lambda nominal: (len(nominal.name), -nominal.index))
    document = cluster.document.id
    cluster.parts = [(document, part) for part in mention.parts]
    if cluster.type is EntityType.POSITION:
        cluster.label = _office_label(cluster, mention, labels, offices)
    else:
        cluster.label = _concept_label(cluster, mention, labels)


def _office_label(cluster: _Cluster, mention: Mention, labels: Mapping[Place, str], offices: Mapping[str, str]) -> str:
    """Return "Foreign Minister of Russia" for "Russian Foreign Minister", "CEO of Acme" for "Acme CEO"."""
    name = find_title(_bare_title(mention.name)) or _bare_title(mention.name)
    for place in cluster.parts:
        label = labels.get(place)
        words = cluster.extraction.mentions[place[1]].text
        part = cluster.extraction.mentions[place[1]]
        if part.kind is MentionKind.PRONOUN and label is None:
            name = re.sub(rf"^{re.escape(words)}\s+", "", name, flags=re.IGNORECASE)
        if label is None or (part.type not in OWNERS and part.kind is not MentionKind.PRONOUN):
            continue
        owner = _in_text(label)
        before = re.match(rf"{re.escape(words)}(?:['’]s?)?\s+(.+)$", name, flags=re.IGNORECASE)
        if before and part.type is not EntityType.GROUP:  # "Republican Senator" is no senator of Republican
            return _office_of(_bare_title(before.group(1)), owner)
        name = re.sub(rf"\bof (?:the )?{re.escape(words)}$", f"of {owner}", name)
    holder = _holder_label(cluster, mention, labels)
    is_national = not cluster.parts and "party" not in name.lower().split()  # "party leader", though he leads both
    country = offices.get(holder) if holder is not None and is_national else None
    if country is None or find_leader(holder or "", cluster.document.published) is None:
        return name
    cluster.reasons.append(f"{holder} is a leader of {country} in the table of leaders")
    return f"{name} of {_in_text(country)}"


def _office_of(title: str, owner: str) -> str:
    """Return an office with whose it is: "ambassador of Russia to the United Nations", "Foreign Minister of Russia"."""
    parts = re.match(r"(.+?)( (?:to|for|from|at|in) .+)$", title)
    return f"{parts.group(1)} of {owner}{parts.group(2)}" if parts else f"{title} of {owner}"


def _begins_name(word: str, rest: str) -> bool:
    """Whether a word of tenure is a part of a name: "New Zealand's Prime Minister", "New York Governor"."""
    following = rest.split()[0]
    return word == "New" and following[0].isupper() and find_role(following) is None


def _bare_title(title: str) -> str:
    """Return a title without how it is held: "Foreign Minister" for "the former Foreign Minister"."""
    title = re.sub(r"^\d+-year-old\s+", "", title)
    match = re.match(r"(\w+)[\s-]+(.+)$", title)
    while match and find_tenure(match.group(1)) is not None and not _begins_name(match.group(1), match.group(2)):
        title = match.group(2)
        match = re.match(r"(\w+)[\s-]+(.+)$", title)
    return title


def _in_text(label: str) -> str:
    country = find_country(label)
    return country.name_in_text if country is not None and country.label == label else label


def _holder_label(cluster: _Cluster, mention: Mention, labels: Mapping[Place, str]) -> str | None:
    for proposition in cluster.extraction.propositions:
        if proposition.lemma == "hold position" and proposition.arguments[1].mention == mention.index:
            return labels.get((cluster.document.id, proposition.arguments[0].mention))
    return None


def _concept_label(cluster: _Cluster, mention: Mention, labels: Mapping[Place, str]) -> str:
    """Return the words with possessive pronouns put right: "Russia's opposition" for "its opposition"."""
    name = mention.name
    for place in cluster.parts:
        part = cluster.extraction.mentions[place[1]]
        if part.kind is not MentionKind.PRONOUN:
            continue
        label = labels.get(place)
        owner = f"{_possessive(_in_text(label))} " if label is not None else ""
        name = re.sub(rf"\b{re.escape(part.text)}\s+", owner, name, count=1, flags=re.IGNORECASE)
    return name.removeprefix("the ").strip() or mention.name


def _possessive(name: str) -> str:
    """Return a name with its possessive ending as newspapers write it: Russia's, the United States'."""
    return f"{name}'" if name.endswith("s") and name.startswith("the ") else f"{name}'s"


def _join_described(clusters: list[_Cluster]) -> list[_Group]:
    groups: dict[tuple[EntityType, str], list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        groups[cluster.type, slug(cluster.label)].append(cluster)
    found = []
    for (type_, slug_), members in sorted(groups.items()):
        counts = Counter(cluster.label for cluster in members)
        found.append(_Group(members, min(counts, key=lambda label: (-counts[label], label)), type_, slug_))
    return found


# Entities


def _told_apart(groups: list[_Group]) -> list[_Group]:
    """Return the groups with slugs of their own: equal ones are told apart by type (`georgia-country`).

    A noun phrase written exactly as a name is that name; a noun that only sounds alike is not ("apple", Apple).
    """
    by_slug: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        by_slug[group.slug].append(group)
    found = []
    for slug_, same in sorted(by_slug.items()):
        merged: dict[EntityType, _Group] = {}
        for group in sorted(same, key=_precedence):
            twin = next((other for other in merged.values() if other.label == group.label), None)
            if group.type in merged or (twin is not None and not group.is_named):
                target = merged.get(group.type) or twin
                assert target is not None
                target.clusters += group.clusters
            else:
                merged[group.type] = group
        names = [group for group in merged.values() if group.is_named]
        for group in merged.values():
            is_alone = len(merged) == 1 or (group.is_named and len(names) == 1)
            group.slug = slug_ if is_alone else f"{slug_}-{group.type.value.lower()}"
            found.append(group)
    return found


def _precedence(group: _Group) -> tuple[bool, bool, str, str]:
    """Names come first, then offices: "president of Chile" that somebody holds is the one others speak of."""
    return not group.is_named, group.type is EntityType.CONCEPT, group.type.value, group.label


def _entities(groups: list[_Group], offices: Mapping[str, str]) -> tuple[Entity, ...]:
    slugs = {place: group.slug for group in groups for cluster in group.clusters for place in cluster.places()}
    by_label = {group.label: group.slug for group in groups if group.type is EntityType.COUNTRY}
    labels = {group.slug: group.label for group in groups}
    return tuple(
        _entity(group, slugs, labels, offices, by_label) for group in sorted(groups, key=lambda group: group.slug)
    )


def _entity(
    group: _Group,
    slugs: Mapping[Place, str],
    labels: Mapping[str, str],
    offices: Mapping[str, str],
    countries: Mapping[str, str],
) -> Entity:
    country = next((cluster.country for cluster in group.clusters if cluster.country is not None), None)
    names = {name for cluster in group.clusters for name in cluster.names()} if group.is_named else set()
    parts = set()
    for cluster in group.clusters:
        for place in cluster.parts if not group.is_named else []:
            part = slugs.get(place)
            parts |= {part} if part is not None else set()
            words = cluster.extraction.mentions[place[1]].text
            governed = offices.get(labels.get(part or "", ""))
            if governed is not None and governed in countries and _is_government_of(words, group.label):
                parts.add(countries[governed])
    if group.type is EntityType.POSITION:
        parts |= {slug_ for label, slug_ in countries.items() if group.label.endswith(f" of {_in_text(label)}")}
    return Entity(
        slug=group.slug, label=group.label, type=group.type, names=tuple(sorted(names - {group.label})),
        wikidata=country.wikidata if country is not None else None,
        mentions=tuple(sorted(place for cluster in group.clusters for place in cluster.places())),
        parts=tuple(sorted(parts - {group.slug})), reasons=_reasons(group, country),
    )  # fmt: skip


def _is_government_of(words: str, label: str) -> bool:
    """Whether a label speaks of the government of a person: "penalties against the Assad government"."""
    return re.search(re.escape(words) + GOVERNMENT.pattern, label) is not None


def _reasons(group: _Group, country: Country | None) -> tuple[str, ...]:
    reasons = {reason for cluster in group.clusters for reason in cluster.reasons}
    if not group.is_named:
        return tuple(sorted(reasons))
    names = sorted({name for cluster in group.clusters for name in cluster.names()})
    if country is not None:
        reasons.add(f"linked to {country.wikidata} by the table of countries: {', '.join(names)}")
    elif len(names) > 1:
        reasons.add(f"short and full forms in one document: {', '.join(names)}")
    if len({cluster.document.id for cluster in group.clusters}) > 1 and country is None:
        reasons.add(f"equal names in several documents: {group.label}")
    return tuple(sorted(reasons))
