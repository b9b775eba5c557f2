"""Links names to organisations, regions, cities, people and what users add: exactly one item, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.linking.choices import choose_item, is_shared
from kg.linking.countries import Country, countries_by_id, find_demonym, is_ambiguous
from kg.linking.names import name_key, name_keys, read_table, split_values
from kg.model import EntityType

WELL_KNOWN_TABLES = ("regions.tsv", "organizations.tsv", "seats.tsv", "capitals.tsv", "people.tsv", "events.tsv")
"""The tables written by hand, in the order in which they give an item its label."""
DERIVED_TABLES = ("relations.tsv",)
"""Tables aligned by machine and filtered: their names count only for mentions of the very type."""

_PLACES = frozenset({EntityType.PLACE, EntityType.FACILITY, EntityType.COUNTRY})
_BODIES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP})
_NAMELESS = frozenset({EntityType.CONCEPT, EntityType.POSITION})


@dataclass(frozen=True, slots=True)
class Item:
    """What a name is linked to; items are equal if all their fields are.

    `id` is a Wikidata number (`Q1065`), of a user's row also an IRI, or empty: then the names are those of one thing
    that has no link. `label` is the name as a newspaper writes it, `names` the others. `short` are names that count
    only where the document also names `part_of` or the item in full: "General Assembly" beside "the UN"; the label
    may be one of them. `part_of` is the item of the country or body it belongs to, or empty. `is_well_known` says
    that the names hardly denote anything else, so a type that taggers confuse does not stand against the link;
    `is_own` that a user gave the item.
    """

    id: str
    label: str
    type: EntityType
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    part_of: str = ""
    is_well_known: bool = False
    is_own: bool = False

    @property
    def key(self) -> str:
        """What identifies the item: its number or IRI; without one, its label and type."""
        return self.id or f"{self.label}|{self.type}"

    def accepts(self, type_: EntityType | None) -> bool:
        """Whether a mention of that type can be this item; things, and mentions without a type, are open."""
        return self.is_of(type_) or self._is_near(type_)

    def is_of(self, type_: EntityType | None) -> bool:
        """Whether the type says nothing against the item at all."""
        if type_ in (None, EntityType.THING, self.type):
            return True
        is_open = self.type is EntityType.THING and (self.is_own or type_ is not EntityType.PERSON)
        return is_open and _is_named(type_)

    def _is_near(self, type_: EntityType | None) -> bool:
        """Whether taggers give such a thing this type too: a body taken for a group or, if well known, for a place."""
        if type_ is None or not _is_named(type_) or EntityType.PERSON in (type_, self.type):
            return False
        if self.type in _BODIES:
            return type_ in _BODIES or (self.is_well_known and type_ is not EntityType.COUNTRY)
        if self.type in _PLACES:
            return type_ in _PLACES - {EntityType.COUNTRY}
        return type_.is_thing


def _is_named(type_: EntityType | None) -> bool:
    return type_ is not None and type_ not in _NAMELESS and not type_.is_literal


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name of an item: what it takes for the name to count."""

    item: Item
    is_short: bool = False
    is_exact: bool = False

    def counts(self, type_: EntityType | None, named: Collection[str]) -> bool:
        """Whether the name means the item for a mention of that type, beside names of the items `named`."""
        if self.is_exact and type_ is not self.item.type:
            return False
        if self.is_short and not {self.item.key, self.item.part_of} & set(named):
            return False
        return self.item.accepts(type_)


class Gazetteer:
    """Names and what they are linked to. A user's rows win over the tables that ship with the package."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.key: item for item in items}
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for item in self._items.values():
            for key, entry in _entries_of(item):
                self._entries[key].append(entry)

    @staticmethod
    def shipped() -> Gazetteer:
        """Return the tables that ship with the package; they are read once."""
        return _shipped()

    def with_rows(self, rows: Iterable[Item]) -> Gazetteer:
        """Return a gazetteer in which these rows are added and win.

        A row of an item that is known adds its names and gives it its label and, unless that is open, its type.
        """
        items = dict(self._items)
        for row in rows:
            known = items.pop(row.key, None)
            items[row.key] = _joined(row, known) if known is not None else row
        return Gazetteer(items.values())

    def find(self, name: str, type: EntityType | None = None, others: Collection[str] = ()) -> Item | None:
        """Return the item that a name denotes for a mention of that type, or None if there is none or several.

        `others` are the other names in the document: they decide names that several things share, such as Georgia,
        and short forms such as "General Assembly".

        >>> gazetteer = Gazetteer.shipped()
        >>> gazetteer.find("NATO").id, gazetteer.find("London", EntityType.PLACE).id
        ('Q7184', 'Q84')
        >>> gazetteer.find("London", EntityType.PERSON) is None
        True
        """
        entries = self._entries.get(name_key(name), ())
        own = self._choose([entry for entry in entries if entry.item.is_own], type, others)
        if own:
            return own[0] if len(own) == 1 else None
        if is_shared(name) and find_demonym(name) is None:  # an adjective is no name of the country
            id_ = choose_item(name, others)
            item = self._items.get(id_) if id_ else None
            return item if item is not None and item.accepts(type) else None
        found = self._choose(entries, type, others)
        return found[0] if len(found) == 1 else None

    def get(self, id: str) -> Item | None:
        """Return the item of a Wikidata number or a user's IRI, or None."""
        return self._items.get(id)

    def __iter__(self) -> Iterator[Item]:
        """Yield the items: the shipped ones in the order of their tables, then the user's."""
        return iter(self._items.values())

    def _choose(self, entries: Iterable[_Entry], type_: EntityType | None, others: Collection[str]) -> list[Item]:
        """Return the items that a name denotes, each once: those of the very type, else those of a type near it."""
        entries = list(entries)
        named: set[str] = set()
        if any(entry.is_short for entry in entries):
            named = {item.key for other in others for item in self._plain(other)}
        found = {entry.item.key: entry.item for entry in entries if entry.counts(type_, named)}
        return [item for item in found.values() if item.is_of(type_)] or list(found.values())

    def _plain(self, name: str) -> list[Item]:
        """Return the items that a name denotes by itself."""
        return [entry.item for entry in self._entries.get(name_key(name), ()) if not entry.is_short]


def find_seat(name: str) -> Item | None:
    """Return the seat of power of that name, as the body that acts there, or None.

    `part_of` is the country. A seat is a node of its own, not the country: docs/decisions/0010-linking.md.

    >>> find_seat("the Kremlin").part_of, find_seat("Moscow") is None
    ('Q159', True)
    """
    return _seats().get(name_key(name))


def _entries_of(item: Item) -> Iterator[tuple[str, _Entry]]:
    """Yield the keys of an item with its entries; a name that is listed as short counts only as such."""
    short = {key for name in item.short for key in name_keys(name)}
    plain = {key for name in (item.label, *item.names) for key in name_keys(name)}
    if item.type is EntityType.COUNTRY:
        country = countries_by_id().get(item.id)
        plain |= {name_key(abbreviation) for abbreviation in (country.abbreviations if country else ())}
    for key in sorted(plain - short):
        is_exact = not item.is_own and item.type is EntityType.COUNTRY and is_ambiguous(key)
        yield key, _Entry(item, is_exact=is_exact)
    for key in sorted(short):
        yield key, _Entry(item, is_short=True)


def _joined(row: Item, known: Item) -> Item:
    """Return a row with the names of the same item that was known before."""
    names = {*row.names, known.label, *known.names} - {row.label}
    short = {*row.short, *known.short} - ({row.label, *row.names} if row.is_own else set())
    type_ = known.type if row.type is EntityType.THING else row.type
    return replace(
        row, type=type_, names=tuple(sorted(names)), short=tuple(sorted(short)), part_of=row.part_of or known.part_of
    )


@cache
def _shipped() -> Gazetteer:
    items = {country.wikidata: _country_item(country) for country in countries_by_id().values()}
    for table in (*WELL_KNOWN_TABLES, *DERIVED_TABLES):
        for item in _read_items(table):
            known = items.get(item.key)
            items[item.key] = _joined(known, item) if known is not None else item
    return Gazetteer(items.values())


@cache
def _seats() -> dict[str, Item]:
    bodies = [item for item in _read_items("seats.tsv") if item.type in _BODIES]
    return {key: item for item in bodies for name in (item.label, *item.names) for key in name_keys(name)}


def _read_items(table: str) -> Iterator[Item]:
    """Yield the items of a table: id, type, label, names, short, part_of."""
    for row in read_table(table):
        yield Item(
            id=row["id"],
            label=row["label"],
            type=EntityType(row["type"]),
            names=split_values(row["names"]),
            short=split_values(row.get("short", "")),
            part_of=row.get("part_of", ""),
            is_well_known=table in WELL_KNOWN_TABLES,
        )


def _country_item(country: Country) -> Item:
    return Item(country.wikidata, country.label, EntityType.COUNTRY, country.names, is_well_known=True)
