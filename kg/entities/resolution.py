"""Summaries + decisions → things: names are joined, what has no name is labelled, and each gets a slug of its own.

Documents pass by one after the other; what is kept in memory grows with the number of distinct names, and the rest
stands in an `EntityTable`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.decisions import Decisions, Reference
from kg.entities.clustering import THRESHOLD, Clustering
from kg.entities.concepts import concept_label, group_key, is_government_of
from kg.entities.deciding import Bearers, decide_groups
from kg.entities.edges import IN_DOCUMENT, LINKED, Edge, find_edges, join_keys, sameness
from kg.entities.names import Census, Name, Names, Place, keys_of
from kg.entities.naming import Group, named_group, tell_apart
from kg.entities.offices import countries_of_office, in_text, office_label
from kg.entities.people import People
from kg.entities.summaries import DescribedThing, Summary
from kg.entities.table import EntityTable, Row
from kg.linking import Gazetteer
from kg.model import Document, Entity, EntityType, Merge
from kg.vocabulary import slug

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
class Outcome:
    """What resolution tells beside the things themselves.

    `doubts` are the doubtful pairs, those nearest to the line between one and two first; `conflicts` tell in words what
    decisions could not be applied; `met` are the references that something in the documents fits.
    """

    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[str, ...] = ()
    met: frozenset[Reference] = frozenset()


class Summaries(Protocol):
    """The summaries of all documents, in the order of the documents' identifiers, as often as they are asked for."""

    def named(self) -> Iterable[Summary]:
        """Yield them, if need be without what the documents describe."""
        ...

    def whole(self) -> Iterable[Summary]:
        """Yield them with all they hold."""
        ...


def resolve_summaries(
    summaries: Summaries, table: EntityTable, decisions: Decisions, gazetteer: Gazetteer
) -> Outcome:
    """Fill a table with the things that all documents speak of, and return what else is to be told of them."""
    return _Resolver(table, decisions, gazetteer).resolve(summaries)


class _Resolver:
    """One resolution, step by step."""

    def __init__(self, table: EntityTable, decisions: Decisions, gazetteer: Gazetteer) -> None:
        self._table, self._decisions = table, decisions
        self._census = Census(decisions)
        self._names = Names(self._census, gazetteer)
        self._numbers = array("L")  # the names of the clusters of all documents, one after the other
        self._held: list[tuple[int, str | None, list[int]]] = []
        self._groups: list[Group] = []
        self._group_of: array[int] = array("L")
        self._references = _References(decisions)
        self._decided: list[Group] = []

    def resolve(self, summaries: Summaries) -> Outcome:
        """Return what is told of the things that now stand in the table."""
        for summary in summaries.named():
            self._census.count(summary, self._names.label_of)
        for summary in summaries.named():
            self._gather(summary)
        clustering, conflicts = self._join()
        offices = self._offices()
        numbers = iter(self._numbers)
        for number, summary in enumerate(summaries.whole()):
            self._describe(number, summary, numbers, offices)
        conflicts += self._name_things()
        self._put_entities(offices)
        return Outcome(self._doubts(clustering), tuple(conflicts), self._references.settle(self._table))

    # Names

    def _gather(self, summary: Summary) -> None:
        """Take in the names of a document, and who holds offices."""
        number = len(self._names.documents)
        found = self._names.add(summary)
        self._table.add_document(number, summary.document, summary.source)
        self._table.add_named(number, ((thing.mentions, name) for thing, name in found))
        self._numbers.extend(name for _, name in found)
        self._references.note(number, summary, ((thing.forms, thing.type) for thing, _ in found))
        if summary.offices:
            owner = {mention: name for thing, name in found for mention in thing.mentions}
            for holder, parts in summary.offices:
                if holder in owner:
                    named = [owner[part] for part in parts if part in owner]
                    countries = [name for name in named if self._names.all[name].country is not None]
                    self._held.append((owner[holder], summary.published, countries))

    def _join(self) -> tuple[Clustering, list[str]]:
        """Join the names that are one thing's, and make a group of each."""
        names, decisions = self._names.all, self._decisions
        keys = [join_keys(name) for name in names]
        bearers = Bearers(names if decisions else (), self._names.documents)
        apart = [(bearers.find_meant(left), bearers.find_meant(right)) for left, right in decisions.different]
        touched = frozenset(number for sides in apart for side in sides for number in side)
        clustering = Clustering(names, keys)
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
                told = "were to be one, and another decision keeps them apart"
                conflicts.append(f"{pair[0].name} and {pair[1].name} {told}")
        clustering.join_all([*find_edges(names, keys, touched), *People(names, touched).edges()])
        self._group(clustering)
        return clustering, conflicts

    def _group(self, clustering: Clustering) -> None:
        members = clustering.forest.groups()
        self._groups = [
            named_group(place, [self._names.all[number] for number in numbers]) for place, numbers in enumerate(members)
        ]
        self._group_of = array("L", bytes(8 * len(self._names.all)))
        for place, numbers in enumerate(members):
            for number in numbers:
                self._group_of[number] = place
        _tell_merges(clustering, self._groups, self._group_of)
        self._table.join_names(members)
        for group in self._groups:
            self._table.add_thing(group.number, group.label, group.type, group.slug)

    def _label(self, name: int) -> str:
        return self._groups[self._group_of[name]].label

    def _offices(self) -> dict[str, str]:
        """Return the country of each office-holder, by labels."""
        names = self._names.all
        return countries_of_office(
            (self._label(holder), published, [country.label for n in owners if (country := names[n].country)])
            for holder, published, owners in self._held
        )

    # What has no name

    def _describe(self, number: int, summary: Summary, numbers: Iterator[int], offices: Mapping[str, str]) -> None:
        """Take in what a document speaks of without a name, with its label."""
        labels: dict[int, str] = {}
        clusters: dict[int, int] = {}
        count = 0
        for whole in summary.named:
            for thing in self._census.parted(whole, summary):
                labels |= dict.fromkeys(thing.mentions, self._label(next(numbers)))
                clusters |= dict.fromkeys(thing.mentions, count)
                count += 1
        for place, described in enumerate(summary.described, start=count):
            clusters |= dict.fromkeys(described.mentions, place)
        rows = [
            _row(place, thing, summary, labels, offices, clusters)
            for place, thing in enumerate(summary.described, start=count)
        ]
        self._table.add_described(number, rows)

    def _name_things(self) -> list[str]:
        """Give every thing a slug of its own, as decisions have it, and return what could not be done, in words."""
        first = len(self._groups)
        last = first + self._table.join_described(first, slug)
        groups = [*self._groups, *(self._load(number) for number in self._candidates())]
        groups, conflicts = decide_groups(groups, self._decisions, self._names.documents, last)
        if self._decisions:
            self._decided = [group for group in groups if not group.names]
            self._write(group for group in groups if group.members)
        for _ in range(2):  # a slug told apart may be another's: "georgia-country"
            for slug_, numbers in self._table.shared_slugs():
                self._tell_apart(slug_, numbers)
        return conflicts

    def _candidates(self) -> list[int]:
        """Return the numbers of the described things that a decision may mean."""
        keys = {reference.key for pair in (*self._decisions.same, *self._decisions.different) for reference in pair}
        if not keys:
            return []
        found = {
            number for number, label, type_, own in self._table.described_labels()
            if not keys.isdisjoint(keys_of((label, own), type_))
        }  # fmt: skip
        return sorted(found)

    def _load(self, number: int) -> Group:
        label, type_, slug_, members = self._table.described(number)
        return Group(number, label, type_, slug_, members=members)

    def _write(self, groups: Iterable[Group]) -> None:
        """Write groups that decisions changed into the table."""
        for group in groups:
            self._table.put_thing(group.number, group.label, group.type, group.slug)
            self._table.assign(group.number, group.members)
            for number in group.taken:
                self._table.drop_thing(number)

    def _tell_apart(self, slug_: str, numbers: Sequence[int]) -> None:
        count = len(self._groups)
        groups = [self._groups[number] if number < count else self._load(number) for number in numbers]
        for group in tell_apart(groups):
            if group.slug != slug_ or not set(numbers).isdisjoint(group.taken):
                self._write([group])

    # Entities

    def _put_entities(self, offices: Mapping[str, str]) -> None:
        """Write what is known of every thing."""
        countries = {group.label: group.slug for group in self._groups if group.type is EntityType.COUNTRY}
        self._table.put_entities(self._named_entities())
        self._table.put_entities(self._described_entities(countries, offices))

    def _named_entities(self) -> Iterator[Entity]:
        by_link = {name.link: group.slug for group in self._groups for name in group.names if name.link is not None}
        for group in self._groups:
            owners = {name.item.part_of for name in group.names if name.item is not None}
            yield _named_entity(group, {by_link[owner] for owner in owners if owner in by_link})

    def _described_entities(self, countries: Mapping[str, str], offices: Mapping[str, str]) -> Iterator[Entity]:
        """Yield offices and concepts; `countries` are the slugs of countries by their labels."""
        by_text = {in_text(label): slug_ for label, slug_ in countries.items()}
        reasons, merges = self._table.reasons_of_described(), {g.number: tuple(g.merges) for g in self._decided}
        for number, label, type_, slug_, inside in self._table.described_things():
            parts = {part for part, _, _ in inside}
            for _, owner, words in inside:
                governed = countries.get(offices.get(owner, ""))
                if governed is not None and is_government_of(words, label):
                    parts.add(governed)
            if type_ is EntityType.POSITION:
                parts |= _owners_of_office(label, by_text)
            found = merges.get(number, ())
            told = {*reasons.get(number, ()), *map(_tell, found)}
            yield Entity(
                slug_, label, type_, parts=tuple(sorted(parts - {slug_})), reasons=tuple(sorted(told)), merges=found
            )

    # What else is told

    def _doubts(self, clustering: Clustering) -> tuple[Doubt, ...]:
        """Return each doubtful pair of names once, the evidence the first mention of each, in order of doubt."""
        same, different = self._decisions.same, self._decisions.different
        decided = {frozenset((left.name, right.name)) for left, right in (*same, *different)}
        found: dict[tuple[object, ...], Doubt] = {}
        for is_merged, edges in ((True, clustering.needed), (False, clustering.left)):
            for edge in edges:
                is_one = clustering.forest.find(edge.left) == clustering.forest.find(edge.right)
                is_wide = DOUBTFUL[0] <= edge.score <= DOUBTFUL[1]
                if is_one is not is_merged or not is_wide or frozenset(edge.names) in decided:
                    continue
                doubt = _doubt(self._names.all, edge, is_merged)
                key = (doubt.left, doubt.right, doubt.evidence if edge.names[0] == edge.names[1] else "")
                if key not in found or found[key].score < doubt.score:
                    found[key] = doubt
        return tuple(
            sorted(found.values(), key=lambda d: (abs(d.score - THRESHOLD), d.left.name, d.right.name, d.evidence))
        )


def _tell_merges(clustering: Clustering, groups: Sequence[Group], group_of: Sequence[int]) -> None:
    """Give each group the reasons for which its names are one, each once, with the best score."""
    best: dict[int, dict[tuple[str, str, str], float]] = defaultdict(dict)
    for edge in clustering.joined:
        found, told = best[group_of[edge.left]], (*edge.names, edge.rule)
        found[told] = max(found.get(told, 0.0), edge.score)
    for group in groups:
        for name in group.names:
            if len(name.documents) > 1:
                score, rule = sameness(name)
                best[group.number].setdefault((name.forms[0], name.forms[0], rule), score)
        group.merges = [Merge(*told, score) for told, score in sorted(best[group.number].items())]


def _doubt(names: Sequence[Name], edge: Edge, is_merged: bool) -> Doubt:
    ends = [names[edge.left], names[edge.right]]
    is_same = edge.names[0] == edge.names[1]
    left, right = (
        Reference(words, end.type, end.source if is_same else None)
        for words, end in zip(edge.names, ends, strict=True)
    )
    return Doubt(left, right, is_merged, edge.score, tuple(edge.rule.split("; ")), (ends[0].first, ends[1].first))


def _row(
    cluster: int, thing: DescribedThing, summary: Summary, labels: Mapping[int, str], offices: Mapping[str, str],
    clusters: Mapping[int, int],
) -> Row:  # fmt: skip
    """Return a described thing with its label and what it joins others by."""
    if thing.type is EntityType.POSITION:
        label, reason = office_label(thing, summary.published, labels, offices)
    else:
        label, reason = concept_label(thing, labels), None
    key = group_key(thing, label, summary.document, labels)
    parts = tuple((clusters[part.mention], part.text) for part in thing.parts if part.mention in clusters)
    return Row(cluster, key, label, thing.mentions, parts, reason)


def _owners_of_office(label: str, countries: Mapping[str, str]) -> set[str]:
    """Return the slugs of the countries that an office is of; `countries` have them by the names in running text.

    >>> _owners_of_office("ambassador of Chile", {"Chile": "chile"})
    {'chile'}
    """
    words = label.split(" of ")
    owners = (" of ".join(words[start:]) for start in range(1, len(words)))
    return {countries[owner] for owner in owners if owner in countries}


def _named_entity(group: Group, wholes: set[str]) -> Entity:
    merges = _merges(group)
    names = {form for name in group.names for form in name.forms} if group.is_named else set()
    return Entity(
        slug=group.slug, label=group.label, type=group.type, names=tuple(sorted(names - {group.label})),
        wikidata=_linked_id(group), parts=tuple(sorted(wholes - {group.slug})),
        reasons=_reasons(group, merges), merges=merges,
    )  # fmt: skip


def _tell(merge: Merge) -> str:
    pair = merge.left if merge.left == merge.right else f"{merge.left} = {merge.right}"
    return f"{pair}: {merge.rule} ({merge.score:.2f})"


def _linked_id(group: Group) -> str | None:
    """Return the Wikidata item or IRI that a group is linked to."""
    return min({name.link_id for name in group.names} - {""}, default=None)


def _merges(group: Group) -> tuple[Merge, ...]:
    """Return the merges across documents and the other names each document uses, the surest first."""
    found = set(group.merges)
    for name in group.names:
        if name.country is not None:
            label = name.country.label
            found |= {Merge(label, form, "linked by table", LINKED) for form in name.forms if form != label}
        else:
            rule = "one chain in a document"
            found |= {Merge(name.forms[0], form, rule, IN_DOCUMENT) for form in name.forms[1:]}
    return tuple(sorted(found, key=lambda merge: (-merge.score, merge)))


def _reasons(group: Group, merges: Iterable[Merge]) -> tuple[str, ...]:
    reasons: set[str] = set()
    linked = [name for name in group.names if name.link is not None]
    if linked and _linked_id(group):
        table = "the table of countries" if linked[0].country is not None else "the gazetteer"
        forms = sorted({form for name in linked for form in name.forms})
        reasons.add(f"linked to {_linked_id(group)} by {table}: {', '.join(forms)}")
    if not any(name.country is not None for name in linked):
        reasons |= {_tell(merge) for merge in merges}
    return tuple(sorted(reasons))


class _References:
    """Which references of decisions something in the documents fits."""

    def __init__(self, decisions: Decisions) -> None:
        self._waiting: dict[str, set[Reference]] = defaultdict(set)
        for pair in (*decisions.same, *decisions.different):
            for reference in pair:
                self._waiting[reference.key].add(reference)
        self._noted: list[tuple[int, int, str, EntityType, Document]] = []

    def note(self, number: int, summary: Summary, things: Iterable[tuple[Sequence[str], EntityType]]) -> None:
        """Note what things of a document, in the order of its clusters, have names that are waited for."""
        if not self._waiting:
            return
        document = Document(summary.document, "", summary.source)
        for cluster, (forms, type_) in enumerate(things):
            for form in forms:
                if not self._waiting.keys().isdisjoint(keys_of([form], type_)):
                    self._noted.append((number, cluster, form, type_, document))

    def settle(self, table: EntityTable) -> frozenset[Reference]:
        """Return the references that something fits, now that all things have labels."""
        met: set[Reference] = set()
        for number, cluster, form, own, document in self._noted:
            label, type_ = table.thing_at(number, cluster)
            for kind in {own, type_}:
                met |= {ref for ref in self._wanted((form, label), kind) if ref.fits((form, label), kind, [document])}
        for number, label, type_ in table.labels() if self._waiting else ():
            wanted = self._wanted((label,), type_) - met
            for identifier, source in table.documents_of(number) if wanted else ():
                document = Document(identifier, "", source)
                met |= {reference for reference in wanted if reference.fits((label,), type_, [document])}
        return frozenset(met)

    def _wanted(self, names: Iterable[str], type_: EntityType) -> set[Reference]:
        return {reference for key in keys_of(names, type_) for reference in self._waiting.get(key, ())}
