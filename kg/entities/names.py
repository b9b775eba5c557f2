"""Summaries of all documents → `Name`: what bears the same names and is told apart by nothing, compared as one.

Comparing names, and not what each document says, lets resolution grow with the number of distinct names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.decisions import Decisions, Reference, is_place_of, name_key
from kg.entities.clusters import CONFUSABLE
from kg.entities.comparison import parse_person
from kg.entities.summaries import NamedThing, Summary
from kg.grammar.names import normal_name
from kg.linking import Country, Gazetteer, Item
from kg.linking.countries import countries_by_id
from kg.model import EntityType

Place = tuple[str, int]
"""The identifier of a document, and the index of a mention in it."""

# A name that more documents share than this, or than a twentieth of all, tells nothing of who stands beside it.
RARE_DOCUMENTS = 5


@dataclass(eq=False, slots=True)
class Name:
    """Clusters of some documents that are alike in all by which names are compared; `forms`, the fullest first.

    `first` is the first mention in the first document, by identifier, and `document` and `published` are that
    document's; `documents` are the numbers of all. `neighbours` are the rare names in the documents of a person.
    """

    first: Place
    source: str
    published: str | None
    forms: tuple[str, ...]
    type: EntityType
    country: Country | None = None
    item: Item | None = None
    body: str = ""
    body_of: Country | None = None
    offices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    neighbours: set[str] = field(default_factory=set)

    @property
    def document(self) -> str:
        """The identifier of the first document."""
        return self.first[0]

    @property
    def link(self) -> str | None:
        """What identifies the thing it is linked to."""
        return self.country.wikidata if self.country is not None else self.item.key if self.item is not None else None

    @property
    def link_id(self) -> str:
        """The Wikidata item or IRI of that thing; empty for one that has none."""
        return self.country.wikidata if self.country is not None else self.item.id if self.item is not None else ""

    @property
    def linked_label(self) -> str | None:
        """The label of the thing it is linked to."""
        return self.country.label if self.country is not None else self.item.label if self.item is not None else None


class Census:
    """What is counted in all documents before names are gathered: what kind a name mostly is, and how many share it."""

    def __init__(self, decisions: Decisions) -> None:
        self._different = decisions.different
        pairs = (*decisions.same, *decisions.different)
        self._keys = {reference.key for pair in pairs for reference in pair}
        self._by_document = {
            reference.key for pair in pairs for reference in pair if reference.document is not None
        }
        self._called: set[Reference] = set()
        self._kinds: dict[str, Counter[EntityType]] = defaultdict(Counter)
        self._shared: Counter[str] = Counter()
        self._documents = 0

    def count(self, summary: Summary, label_of: Callable[[NamedThing], str | None]) -> None:
        """Count the names of a document; `label_of` gives the label of what one is linked to."""
        for thing in summary.named:
            for form, count in zip(thing.forms, thing.counts, strict=True):
                if " " not in form:
                    self._kinds[form][thing.type] += count
        names = company_of(summary)
        self._documents += bool(names)
        self._shared.update(names)
        if self._different:
            self._count_called(summary, label_of)

    def _count_called(self, summary: Summary, label_of: Callable[[NamedThing], str | None]) -> None:
        wanted = [reference for pair in self._different for reference in pair if reference not in self._called]
        for thing in summary.named:
            names = [thing.forms[0], *filter(None, [label_of(thing)])]
            keys = keys_of(names, thing.type)
            self._called.update(
                reference for reference in wanted
                if reference.key in keys and is_in(summary.document, summary.source, reference)
            )  # fmt: skip

    def is_rare(self, name: str) -> bool:
        """Whether so few documents have a name that it tells who stands beside it."""
        return self._shared[name] <= max(RARE_DOCUMENTS, self._documents // 20)

    def agree(self, thing: NamedThing) -> EntityType:
        """Return the type of a thing: of a name of one word, a person's or a company's, what it is most often.

        Persons with a full name in their document are left alone.
        """
        is_bare = not thing.country and not thing.item and all(" " not in form for form in thing.forms)
        if not is_bare or not (thing.type is EntityType.PERSON or thing.type in CONFUSABLE):
            return thing.type
        kinds: Counter[EntityType] = Counter()
        for form in thing.forms:
            kinds.update({kind: n for kind, n in self._kinds[form].items() if kind is not EntityType.COUNTRY})
        return min(kinds, key=lambda kind: (-kinds[kind], kind is EntityType.THING, kind.value))

    def parted(self, thing: NamedThing, summary: Summary) -> list[NamedThing]:
        """Return a thing, or one for each of its names where a person decided that two of them are two things.

        Where each of the names stands for something by itself, that is what is meant: "Berg" of one article is not Eva
        Berg of another, who is called Berg there as well.
        """
        if len(thing.forms) < 2:
            return [thing]
        keys = {key for kind in (thing.type, self.agree(thing)) for key in keys_of(thing.forms, kind)}
        for left, right in self._different:
            is_one = {left.key, right.key} <= keys and left.key != right.key
            if is_one and not {left, right} <= self._called and all(
                is_in(summary.document, summary.source, side) for side in (left, right)
            ):  # fmt: skip
                return thing.by_form()
        return [thing]

    def is_alone(self, thing: NamedThing, type_: EntityType) -> bool:
        """Whether a cluster is compared by itself: a person of one name, and what a decision names by document."""
        if type_ is EntityType.PERSON and not thing.country and not parse_person(thing.forms[0]).is_full:
            return True
        if thing.body and not thing.body_of:
            return True
        return bool(self._by_document) and not self._by_document.isdisjoint(keys_of(thing.forms, type_))


def keys_of(names: Iterable[str], type_: EntityType) -> set[str]:
    """Return what references find names by, with the type and without it: "USA" and "usa" of the United States."""
    return {name_key(name, kind) for name in names for kind in (type_, None)}


def is_in(document: str, source: str, reference: Reference) -> bool:
    """Whether a reference may mean something of a document."""
    return reference.document is None or is_place_of(document, source, reference.document)


def company_of(summary: Summary) -> set[str]:
    """Return the names in a document beside countries: what persons and bodies are known by."""
    return {normal_name(thing.forms[0]) for thing in summary.named if not thing.country}


class Names:
    """All names, in the order of the documents' identifiers, whatever order they were read in.

    `add` wants the summaries in that order; `numbers` then gives the names of each cluster of a document.
    """

    def __init__(self, census: Census, gazetteer: Gazetteer) -> None:
        self._census, self._gazetteer = census, gazetteer
        self._known: dict[tuple[object, ...], int] = {}
        self.all: list[Name] = []
        self.documents: list[tuple[str, str]] = []

    def label_of(self, thing: NamedThing) -> str | None:
        """Return the label of what a thing is linked to."""
        if thing.country:
            return countries_by_id()[thing.country].label
        item = self._gazetteer.get(thing.item) if thing.item else None
        return item.label if item is not None else None

    def add(self, summary: Summary) -> list[tuple[NamedThing, int]]:
        """Return the things that a document names with the number of their names, adding new ones."""
        number = len(self.documents)
        self.documents.append((summary.document, summary.source))
        company = {name for name in company_of(summary) if self._census.is_rare(name)}
        found, seen = [], Counter[int]()
        for whole in summary.named:
            for thing in self._census.parted(whole, summary):
                name = self._find(thing, summary, number, seen)
                self._note(self.all[name], thing, number, company)
                found.append((thing, name))
        return found

    def _find(self, thing: NamedThing, summary: Summary, number: int, seen: Counter[int]) -> int:
        type_ = self._census.agree(thing)
        alone = (number, thing.mentions[0]) if self._census.is_alone(thing, type_) else ()
        key: tuple[object, ...] = (
            thing.forms, type_, thing.country, thing.item, thing.body, thing.body_of, thing.offices, thing.roles,
            thing.genders, alone,
        )  # fmt: skip
        found = self._known.get(key)
        if found is not None and type_ is EntityType.PERSON and number in self.all[found].documents:
            key = (*key, number, thing.mentions[0])  # two persons of one name in one document
            found = None
        if found is None:
            found = self._known[key] = len(self.all)
            self.all.append(self._make(thing, type_, summary))
        return found

    def _make(self, thing: NamedThing, type_: EntityType, summary: Summary) -> Name:
        countries = countries_by_id()
        return Name(
            (summary.document, thing.mentions[0]), summary.source, summary.published, thing.forms, type_,
            countries[thing.country] if thing.country else None,
            self._gazetteer.get(thing.item) if thing.item else None,
            thing.body, countries[thing.body_of] if thing.body_of else None,
            frozenset(thing.offices), frozenset(thing.roles), frozenset(thing.genders),
        )  # fmt: skip

    @staticmethod
    def _note(name: Name, thing: NamedThing, number: int, company: set[str]) -> None:
        name.documents.add(number)
        for form, count in zip(thing.forms, thing.counts, strict=True):
            name.counts[form] += count
        if name.type is EntityType.PERSON and name.country is None:
            name.neighbours |= company - {normal_name(form) for form in name.forms}
