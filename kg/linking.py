"""Links names to countries by table: names, adjectives, capitals, cities and leaders, with the Wikidata item.

The tables in `kg/gazetteers/` are derived by `python -m kg.gazetteers.derive`; each is read on first use and kept.
Names compare without accents, dots or hyphens, and with case: `Turkey` and the headline's `TURKEY` are the country,
`turkey` is not; of abbreviations only the capitals count, so the pronoun `us` is never the United States.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

# Shorter names are not looked up in capitals: `CAR` and `ALI` in a headline are more often something else.
SHORTEST_IN_CAPITALS = 4
# In these countries the family name comes first: "Hu Jintao" is Hu, "Lee Myung-bak" is Lee.
FAMILY_NAME_FIRST = frozenset({"Q148", "Q865", "Q423", "Q884", "Q881", "Q424"})
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
    return _countries_by_name().get(_key(name))


def find_demonym(word: str) -> Country | None:
    """Return the country of an adjective or a demonym, singular or plural, or None.

    >>> find_demonym("Chinese").label, find_demonym("Britons").label, find_demonym("polish")
    ('China', 'United Kingdom', None)
    """
    return _demonyms().get(_key(word))


def find_capital(name: str) -> Country | None:
    """Return the country whose government the capital's name can stand for, or None.

    Capitals that share the country's name, or mostly mean something else (Brussels, Kingston), stand for none.

    >>> find_capital("Moscow").label, find_capital("Kiev").label, find_capital("Brussels")
    ('Russia', 'Ukraine', None)
    """
    return _capitals().get(_key(name))


def find_city(name: str) -> Country | None:
    """Return the country in which a city or region lies, or None.

    >>> find_city("Vladivostok").label, find_city("São Paulo").label, find_city("Atlantis")
    ('Russia', 'Brazil', None)
    """
    return _cities().get(_key(name))


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
    return _countries()[last.country], last.role


def is_ambiguous(name: str) -> bool:
    """Whether a name or adjective known here is as well something else, so that a caller should ask for more evidence.

    >>> is_ambiguous("Georgia"), is_ambiguous("the Congo"), is_ambiguous("Russia")
    (True, True, False)
    """
    return _key(name) in _ambiguous_names()


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    """Return what names are compared by: no accents, dots, hyphens or leading article."""
    words = " ".join(_fold(name).replace(".", "").replace("-", " ").split())
    return words[4:] if words[:4] in ("the ", "The ") else words


def _fold(name: str) -> str:
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _leader_key(name: str) -> str:
    """Return a person's name without `al-`, so that Bashar al-Assad and Bashar Assad meet."""
    words = _key(name).split()
    return " ".join(word for word in words if word not in ("al", "Al", "el", "as")).lower()


def _read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table in `kg/gazetteers/` by column name."""
    text = (files("kg") / "gazetteers" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    columns = next(rows)
    for row in rows:
        yield dict(zip(columns, row, strict=True))


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("; ") if part)


@cache
def _countries() -> dict[str, Country]:
    """Return the countries by Wikidata item."""
    return {
        row["wikidata"]: Country(
            wikidata=row["wikidata"],
            label=row["label"],
            kind=row["kind"],
            article=row["article"] == "the",
            names=_split(row["names"]),
            abbreviations=_split(row["abbreviations"]),
            capitals=_split(row["capitals"]),
            seats=_split(row["seats"]),
            ambiguous=_split(row["ambiguous"]),
        )
        for row in _read_table("countries.tsv")
    }


@cache
def _countries_by_name() -> dict[str, Country]:
    """Return the countries by the key of each name; a sovereign state keeps a name that a territory shares."""
    found: dict[str, Country] = {}
    for country in sorted(_countries().values(), key=lambda country: (country.kind != "state", country.label)):
        for name in (country.label, *country.names):
            _add(found, name, country)
        for abbreviation in country.abbreviations:
            found.setdefault(_key(abbreviation), country)
    return found


@cache
def _demonyms() -> dict[str, Country]:
    found: dict[str, Country] = {}
    rows = list(_read_table("nationalities.tsv"))
    for row in sorted(rows, key=lambda row: (_countries()[row["wikidata"]].kind != "state", row["word"])):
        _add(found, row["word"], _countries()[row["wikidata"]])
    return found


@cache
def _capitals() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in _countries().values():
        for seat in country.seats:
            _add(found, seat, country)
    return found


@cache
def _cities() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in _read_table("places.tsv"):
        _add(found, row["name"], _countries()[row["wikidata"]])
    return found


@cache
def _leaders() -> dict[str, tuple[Term, ...]]:
    """Return the terms in office by full name."""
    found: dict[str, tuple[Term, ...]] = {}
    for row in _read_table("leaders.tsv"):
        term = Term(row["name"], row["wikidata"], row["role"], row["from"], row["to"])
        key = _leader_key(term.name)
        found[key] = (*found.get(key, ()), term)
    return found


@cache
def _surnames() -> dict[str, tuple[Term, ...]]:
    """Return the terms in office by family name; kings of one name and a number have none."""
    found: dict[str, tuple[Term, ...]] = {}
    for term in (term for terms in _leaders().values() for term in terms):
        words = [word for word in _key(term.name).split() if word not in NAME_PARTICLES]
        if len(words) > 1:
            key = words[0 if term.country in FAMILY_NAME_FIRST else -1].lower()
            found[key] = (*found.get(key, ()), term)
    return found


@cache
def _ambiguous_names() -> frozenset[str]:
    names = {_key(name) for country in _countries().values() for name in country.ambiguous}
    names |= {_key(row["word"]) for row in _read_table("nationalities.tsv") if row["ambiguous"]}
    return frozenset(names | {_key(row["name"]) for row in _read_table("places.tsv") if row["ambiguous"]})


def _add(found: dict[str, Country], name: str, country: Country) -> None:
    """Enter a name as it is written and in capitals, unless another country holds it already."""
    key = _key(name)
    found.setdefault(key, country)
    if len(key) >= SHORTEST_IN_CAPITALS:
        found.setdefault(key.upper(), country)
