"""Extraction → `Cluster`: the chains of a document that something can be said about, and what is known of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.grammar.names import country_of
from kg.grammar.state_bodies import StateBody, find_owner, find_state_body
from kg.lexicon import find_role, find_tenure, read_mapping
from kg.linking import (
    Country,
    Gazetteer,
    Item,
    choose_country,
    find_city,
    find_country,
    find_demonym,
    find_leader,
    is_shared,
)
from kg.model import Document, EntityType, Extraction, Mention, MentionKind

# Types that the tagger confuses for one and the same name; the commonest wins.
THINGS = frozenset(type_ for type_ in EntityType if type_.is_thing)
CONFUSABLE = THINGS | {EntityType.ORGANIZATION, EntityType.PLACE, EntityType.FACILITY}
# A document is about one country if so large a share of the countries, towns and peoples it names are of it.
MAIN_SHARE = 0.6
# The word before a name that says whose it is has no more characters than this.
LONGEST_OWNER = 40


_LITERALS = frozenset(type_ for type_ in EntityType if type_.is_literal)


@dataclass(eq=False, slots=True)
class Cluster:
    """The mentions of one document that refer to one thing; `forms` are its names, the fullest first.

    `country` or `item` is what a gazetteer links it to, `counts` tells how often the text uses each name.
    """

    document: Document
    extraction: Extraction
    mentions: list[Mention]
    type: EntityType = EntityType.CONCEPT
    country: Country | None = None
    item: Item | None = None
    offices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    forms: list[str] = field(default_factory=list)
    body: StateBody | None = None
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        """Count how often the text uses each name."""
        names = [mention.name for mention in self.mentions if mention.kind is MentionKind.NAME]
        self.counts = Counter(names) if names else Counter()


def find_clusters(document: Document, extraction: Extraction, gazetteer: Gazetteer) -> list[Cluster]:
    """Return the chains and single mentions of a document that are no pronouns and no literals alone."""
    chained = {index for chain in extraction.chains for index in chain}
    chains = [*extraction.chains, *((m.index,) for m in extraction.mentions if m.index not in chained)]
    found = []
    for chain in sorted(chains):
        mentions = [mention for index in chain if (mention := extraction.mentions[index]).type not in _LITERALS]
        if not all(mention.kind is MentionKind.PRONOUN for mention in mentions):
            found.append(Cluster(document, extraction, mentions))
    _classify(found, gazetteer)
    _describe(extraction, found)
    return found


def _classify(clusters: Sequence[Cluster], gazetteer: Gazetteer) -> None:
    """Set type, link and forms of the clusters."""
    others = frozenset(name for cluster in clusters for name in cluster.counts)
    for cluster in clusters:
        names = [mention for mention in cluster.mentions if mention.kind is MentionKind.NAME]
        nominals = [mention for mention in cluster.mentions if mention.kind is MentionKind.NOMINAL]
        countries = (_country(mention, others) for mention in names)
        cluster.country = next((found for found in countries if found is not None), None)
        cluster.type = commonest_type(mention.type for mention in names or nominals)
        if cluster.country is not None:
            cluster.type = EntityType.COUNTRY
        elif cluster.type is EntityType.COUNTRY:
            cluster.type = EntityType.PLACE
        cluster.forms = fullest_first(cluster.counts)
        if cluster.forms and cluster.country is None:
            _link(cluster, gazetteer, others)


def fullest_first(counts: Mapping[str, int]) -> list[str]:
    """Return names by their number of words, then the commonest first, then by alphabet."""
    return sorted(counts, key=lambda name: (-len(name.split()), -counts[name], name))


def _country(mention: Mention, others: frozenset[str]) -> Country | None:
    """Return the country a name stands for; of a name that others share, if the document's other names speak for it."""
    country = country_of(mention)
    if country is None or not is_shared(mention.name):
        return country
    return choose_country(mention.name, others)


def _link(cluster: Cluster, gazetteer: Gazetteer, others: frozenset[str]) -> None:
    """Set the item that all names of a cluster which have one denote, and its type with it."""
    forms = [*cluster.forms, *_without_initials(cluster)]
    items = {form: gazetteer.find(form, cluster.type, others) for form in forms}
    found = {item.key: item for item in items.values() if item is not None}
    if len(found) != 1:
        return
    (item,) = found.values()
    country = find_country(item.label) if item.type is EntityType.COUNTRY else None
    if country is not None and country.wikidata == item.id:
        cluster.country = country
    else:
        cluster.item = item
    cluster.type = item.type if item.type is not EntityType.THING else cluster.type


def _without_initials(cluster: Cluster) -> list[str]:
    """Return a leader's name without middle initials, as some papers write it: "Vladimir V. Putin"."""
    if cluster.type is not EntityType.PERSON or not cluster.forms:
        return []
    plain = re.sub(r"(?<=\w) [A-Z]\.(?= )", "", cluster.forms[0])
    is_leader = plain != cluster.forms[0] and find_leader(plain, cluster.document.published) is not None
    return [plain] if is_leader else []


def commonest_type(types: Iterable[EntityType]) -> EntityType:
    """Return the type most frequent, any other before `Thing`, then by name; a counter is taken as it is."""
    counts: Counter[EntityType] = types if isinstance(types, Counter) else Counter(types)
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda type_: (-counts[type_], type_ is EntityType.THING, type_.value))


def _describe(extraction: Extraction, clusters: Sequence[Cluster]) -> None:
    """Set what tells persons apart, offices, roles and forms of address, and the state of its bodies."""
    owner = {mention.index: cluster for cluster in clusters for mention in cluster.mentions}
    offices: dict[int, set[str]] = defaultdict(set)
    roles: dict[int, set[str]] = defaultdict(set)
    for proposition in extraction.propositions:
        holder = owner.get(proposition.arguments[0].mention) if proposition.arguments else None
        if proposition.lemma != "hold position" or holder is None:
            continue
        position = extraction.mentions[proposition.arguments[1].mention]
        roles[id(holder)].add(position.name.split()[-1].lower())
        for part in position.parts:
            country = country_of(extraction.mentions[part])
            if country is not None:
                role = bare_title(position.name).replace(extraction.mentions[part].text, "").strip().lower()
                offices[id(holder)].add(f"{role} of {country.wikidata}")
    about = _Countries(clusters)
    for cluster in clusters:
        cluster.offices, cluster.roles = frozenset(offices[id(cluster)]), frozenset(roles[id(cluster)])
        if cluster.type is EntityType.PERSON:
            cluster.genders = frozenset(
                feature for mention in cluster.mentions if mention.kind is MentionKind.NAME
                for feature in mention.features if feature.startswith("Gender=")
            )  # fmt: skip
        elif cluster.forms and cluster.country is None:
            cluster.body = _state_body(cluster, clusters, about)


def _begins_name(word: str, rest: str) -> bool:
    """Whether a word of tenure is a part of a name: "New Zealand's Prime Minister", "New York Governor"."""
    following = rest.split()[0]
    return word == "New" and following[0].isupper() and find_role(following) is None


def bare_title(title: str) -> str:
    """Return a title without how it is held: "Foreign Minister" for "the former Foreign Minister"."""
    title = re.sub(r"^\d+-year-old\s+", "", title)
    match = re.match(r"(\w+)[\s-]+(.+)$", title)
    while match and find_tenure(match.group(1)) is not None and not _begins_name(match.group(1), match.group(2)):
        title = match.group(2)
        match = re.match(r"(\w+)[\s-]+(.+)$", title)
    return title


class _Countries:
    """How often a document names each country, with its people, bodies, towns and states; counted when first asked."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._countries: dict[str, Country] = {}
        self._counts: Counter[str] | None = None

    def main_with(self, body: StateBody) -> Country | None:
        """Return the country whose body is meant: that of most such names, of those that may have one."""
        if self._counts is None:
            self._counts = self._count()
        may = {item: count for item, count in self._counts.items() if body.is_of(self._countries[item])}
        if not may:
            return None
        best = min(may, key=lambda item: (-may[item], item))
        is_main = may[best] > 1 and may[best] >= MAIN_SHARE * sum(may.values())
        return self._countries[best] if is_main else None

    def _count(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for cluster in self._clusters:
            if cluster.type is EntityType.PERSON:
                continue
            for name, count in cluster.counts.items():
                country = cluster.country or find_owner(name)[0] or find_city(name)
                if country is None and name in read_mapping("states"):
                    country = find_country("United States")
                if country is not None:
                    counts[country.wikidata] += count
                    self._countries[country.wikidata] = country
        return counts


def _state_body(cluster: Cluster, clusters: Sequence[Cluster], about: _Countries) -> StateBody | None:
    """Return what body of a state a cluster is: one named in the text, else that of the country the document is about.

    Where the document names such bodies of several states or towns, the short name is nobody's but its own.
    """
    bodies = [body for body in map(find_state_body, cluster.forms) if body is not None]
    if not bodies or len(bodies) < len(cluster.forms):
        return None
    named = next((body for body in bodies if body.country is not None), None)
    if named is not None:
        return named
    owner = _owner_in_text(cluster)
    if owner is not None:
        return replace(bodies[0], country=find_country(owner) or find_demonym(owner))
    fuller = {_owner_of(name, cluster) for other in clusters if other is not cluster for name in other.forms} - {""}
    if not fuller:
        return replace(bodies[0], country=about.main_with(bodies[0]))
    (owner,) = fuller if len(fuller) == 1 else ("",)
    return replace(bodies[0], country=find_country(owner))


def _owner_in_text(cluster: Cluster) -> str | None:
    """Return whose a body is said to be right beside its name: "the Senate of the state", "the Chilean Senate".

    A name that stands alone throughout has None.
    """
    text = cluster.document.text
    for mention in cluster.mentions:
        if mention.kind is MentionKind.NAME:
            near = text[max(0, mention.start - LONGEST_OWNER) : mention.start]
            before = re.search(r"([\w.]+)['’]s? $", near)
            adjective = re.search(r"(\w+) $", near)
            if adjective is not None and find_demonym(adjective[1]) is not None:
                before = adjective
            after = re.match(r" of (?:the )?([\w.]+)", text[mention.end :])
            found = before or after
            if found is not None:
                return found[1]
    return None


def _owner_of(name: str, short: Cluster) -> str:
    """Return the label of the country whose body a fuller name says a short one is; "?" if it says another owner."""
    body, ours = find_state_body(name), find_state_body(short.forms[0])
    if body is not None and ours is not None and body.kind == ours.kind:
        return body.country.label if body.country is not None else ""
    words = re.sub("^the ", "", name.lower())
    is_fuller = any(
        words.endswith(f" {form.lower()}") or words.startswith(f"{form.lower()} of ") for form in short.forms
    )
    return "?" if is_fuller else ""
