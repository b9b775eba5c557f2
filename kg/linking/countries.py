"""Links names to countries by table: names, adjectives, capitals, cities and leaders, with the Wikidata item."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kg.linking.names import SHORTEST_IN_CAPITALS, name_key, read_table, split_values

# In these countries the family name comes first: "Hu Jintao" is Hu, "Lee Myung-bak" is Lee.
FAMILY_NAME_FIRST = frozenset({"Q148", "Q865", "Q423", "Q884", "Q881", "Q424"})
SHARED_SEATS = frozenset({"Brussels"})
NAME_PARTICLES = frozenset({"al", "as", "el", "bin", "ibn", "de", "da", "dos", "van", "von", "la", "II", "III", "Jr"})


@dataclass(frozen=True)
class Country:
    """A country, territory or former state of the gazetteer; `wikidata` alone identifies it.

    `label` is the name as a newspaper writes it; `article` says whether running text puts "the" before it; `kind` is
    state, territory or former. `names` are its other names, `seats` the cities whose name can stand for its government.
    `ambiguous` are those of its names that are as well something else: Georgia, Jordan, Turkey, Congo.
    """

    wikidata: str
    label: str
    kind: str = "state"
    article: bool = False
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()

    @property
    def name_in_text(self) -> str:
        """The label with its article where it takes one: `the United States`."""
        return f"the {self.label}" if self.article else self.label


@dataclass(frozen=True)
class Term:
    """A leader's time in office: country, role in words, first and last day (ISO; `end` empty if still in office)."""

    name: str
    country: str
    role: str
    start: str
    end: str

    def includes(self, date: str) -> bool:
        """Whether the leader was in office on that day (ISO date)."""
        return self.start <= date and (not self.end or date <= self.end)


def find_country(name: str) -> Country | None:
    """Return the country that a name or an abbreviation denotes, or None.

    >>> find_country("the U.S.").label, find_country("Russian Federation").label, find_country("us")
    ('United States', 'Russia', None)
    """
    return _countries_by_name().get(name_key(name))


def find_demonym(word: str) -> Country | None:
    """Return the country of an adjective or a demonym, singular or plural, or None.

    >>> find_demonym("Chinese").label, find_demonym("Britons").label, find_demonym("polish")
    ('China', 'United Kingdom', None)
    """
    return _demonyms().get(name_key(word))


def find_capital(name: str, others: Collection[str] = ()) -> Country | None:
    """Return the country whose government the capital's name can stand for, or None.

    Capitals that share the country's name, or mostly mean something else, stand for none, but for those that the
    country's name or adjective is found beside in `others`, the other names in the document: Kingston, San José.
    Brussels, which is the European Union's as well, stands for neither.

    >>> find_capital("Moscow").label, find_capital("Kiev").label, find_capital("Brussels")
    ('Russia', 'Ukraine', None)
    >>> find_capital("Kingston"), find_capital("Kingston", ["Jamaican"]).label
    (None, 'Jamaica')
    """
    key = name_key(name)
    found = _capitals().get(key)
    shy = _shy_capitals().get(key) if found is None and others else None
    is_named = shy is not None and any(shy in (find_country(other), find_demonym(other)) for other in others)
    return shy if is_named else found


def find_city(name: str) -> Country | None:
    """Return the country in which a city or region lies, or None.

    >>> find_city("Vladivostok").label, find_city("São Paulo").label, find_city("Atlantis")
    ('Russia', 'Brazil', None)
    """
    return _cities().get(name_key(name))


def find_leader(name: str, date: str | None = None) -> tuple[Country, str] | None:
    """Return the country and role of a head of state or government, by full name or surname, or None.

    A surname with a date (ISO) counts only if exactly one country had such a leader on that day; without a date, only
    if no other country had one since 1990. A full name needs no date; with one, the role is the one held that day,
    else the last.

    >>> country, role = find_leader("Assad", "2012-09-08")
    >>> country.label, role
    ('Syria', 'President')
    >>> find_leader("Clinton", "2012-09-08") is None
    True
    """
    key = _leader_key(name)
    full = _leaders().get(key, ())
    terms = full or _surnames().get(key, ())
    if date is not None:
        in_office = tuple(term for term in terms if term.includes(date))
        terms = in_office or full
    if len({term.country for term in terms}) != 1:
        return None
    last = max(terms, key=lambda term: (term.start, term.role, term.name))
    return countries_by_id()[last.country], last.role


def is_ambiguous(name: str) -> bool:
    """Whether a name or adjective known here is as well something else, so that a caller should ask for more evidence.

    >>> is_ambiguous("Georgia"), is_ambiguous("the Congo"), is_ambiguous("Russia")
    (True, True, False)
    """
    return name_key(name) in _ambiguous_names()


def _leader_key(name: str) -> str:
    """Return a person's name without `al-`, so that Bashar al-Assad and Bashar Assad meet."""
    words = name_key(name).split()
    return " ".join(word for word in words if word not in ("al", "Al", "el", "as")).lower()


@cache
def countries_by_id() -> dict[str, Country]:
    """Return the countries by Wikidata item."""
    return {
        row["wikidata"]: Country(
            wikidata=row["wikidata"],
            label=row["label"],
            kind=row["kind"],
            article=row["article"] == "the",
            names=split_values(row["names"]),
            abbreviations=split_values(row["abbreviations"]),
            capitals=split_values(row["capitals"]),
            seats=split_values(row["seats"]),
            ambiguous=split_values(row["ambiguous"]),
        )
        for row in read_table("countries.tsv")
    }


@cache
def _countries_by_name() -> dict[str, Country]:
    """Return the countries by the key of each name; a sovereign state keeps a name that a territory shares."""
    found: dict[str, Country] = {}
    for country in sorted(countries_by_id().values(), key=lambda country: (country.kind != "state", country.label)):
        for name in (country.label, *country.names):
            _add(found, name, country)
        for abbreviation in country.abbreviations:
            found.setdefault(name_key(abbreviation), country)
    return found


@cache
def _demonyms() -> dict[str, Country]:
    found: dict[str, Country] = {}
    rows = list(read_table("nationalities.tsv"))
    for row in sorted(rows, key=lambda row: (countries_by_id()[row["wikidata"]].kind != "state", row["word"])):
        _add(found, row["word"], countries_by_id()[row["wikidata"]])
    return found


@cache
def _capitals() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in countries_by_id().values():
        for seat in country.seats:
            _add(found, seat, country)
    return found


@cache
def _shy_capitals() -> dict[str, Country]:
    """Return the countries of the capitals that stand for their government only where the country is named."""
    found: dict[str, Country] = {}
    for country in countries_by_id().values():
        for capital in country.capitals:
            if capital not in (*country.seats, country.label, *SHARED_SEATS) and country.kind == "state":
                _add(found, capital, country)
    return found


@cache
def _cities() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in read_table("places.tsv"):
        _add(found, row["name"], countries_by_id()[row["wikidata"]])
    return found


@cache
def _leaders() -> dict[str, tuple[Term, ...]]:
    """Return the terms in office by full name."""
    found: dict[str, tuple[Term, ...]] = {}
    for row in read_table("leaders.tsv"):
        term = Term(row["name"], row["wikidata"], row["role"], row["from"], row["to"])
        key = _leader_key(term.name)
        found[key] = (*found.get(key, ()), term)
    return found


@cache
def _surnames() -> dict[str, tuple[Term, ...]]:
    """Return the terms in office by family name; kings of one name and a number have none."""
    found: dict[str, tuple[Term, ...]] = {}
    for term in (term for terms in _leaders().values() for term in terms):
        words = [word for word in name_key(term.name).split() if word not in NAME_PARTICLES]
        if len(words) > 1:
            key = words[0 if term.country in FAMILY_NAME_FIRST else -1].lower()
            found[key] = (*found.get(key, ()), term)
    return found


@cache
def _ambiguous_names() -> frozenset[str]:
    names = {name_key(name) for country in countries_by_id().values() for name in country.ambiguous}
    names |= {name_key(row["word"]) for row in read_table("nationalities.tsv") if row["ambiguous"]}
    return frozenset(names | {name_key(row["name"]) for row in read_table("places.tsv") if row["ambiguous"]})


def _add(found: dict[str, Country], name: str, country: Country) -> None:
    """Enter a name as it is written and in capitals, unless another country holds it already."""
    key = name_key(name)
    found.setdefault(key, country)
    if len(key) >= SHORTEST_IN_CAPITALS:
        found.setdefault(key.upper(), country)
