"""Decides by the other names in a document what a name that several things share denotes: Georgia, Congo, Korea."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kg.linking.countries import (
    Country,
    countries_by_id,
    find_capital,
    find_city,
    find_country,
    find_demonym,
    find_leader,
)
from kg.linking.names import name_key, name_keys, read_table, split_values


@dataclass(frozen=True)
class Reading:
    """One of the things that a shared name denotes: the item, and the names that speak for it.

    `id` is empty for what has no item. `is_usual` says that a document without any such name means this one.
    """

    id: str
    is_usual: bool
    evidence: frozenset[str]


def choose_country(name: str, others: Collection[str] = ()) -> Country | None:
    """Return the country that a name or a demonym denotes beside the other names in its document, or None.

    A name that no other thing shares denotes its country whatever stands beside it.

    >>> choose_country("Georgia", ["Tbilisi", "Moscow"]).label, choose_country("Georgia", ["Atlanta"]) is None
    ('Georgia', True)
    >>> choose_country("Congo", ["Brazzaville"]).label, choose_country("Korea", ["Pyongyang"]).label
    ('Republic of Congo', 'North Korea')
    """
    if is_shared(name):
        return countries_by_id().get(choose_item(name, others) or "")
    return find_country(name) or find_demonym(name)


def is_shared(name: str) -> bool:
    """Whether several things share a name so evenly that the document has to decide."""
    return name_key(name) in _readings()


def choose_item(name: str, others: Collection[str] = ()) -> str | None:
    """Return the Wikidata item of what a shared name denotes beside the other names in its document, or None.

    The reading for which most names speak wins; of two with as many neither does. Where no name speaks, it is the
    usual one, if there is one, unless a person in the document bears the name: "Jordan" beside "Lena Jordan".
    """
    key = name_key(name)
    readings = _readings().get(key, ())
    names = {name_key(other) for other in others} - {key}
    counts = [(sum(_speaks_for(reading, other) for other in names), reading) for reading in readings]
    best = max((count for count, _ in counts), default=0)
    if best > 0:
        chosen = [reading for count, reading in counts if count == best]
    elif any(_is_bearer(other, key) for other in names):
        chosen = []
    else:
        chosen = [reading for reading in readings if reading.is_usual]
    return (chosen[0].id or None) if len(chosen) == 1 else None


def _speaks_for(reading: Reading, name: str) -> bool:
    """Whether a name is evidence for a reading: one of those listed, or a city, leader or people of the country."""
    if name in reading.evidence:
        return True
    country = countries_by_id().get(reading.id)
    if is_shared(name) or country is None or country.kind != "state":
        return False  # "American Samoans" do not make "Samoa" American
    leader = find_leader(name) if " " in name else None
    found = (find_capital(name), find_city(name), find_demonym(name), leader[0] if leader else None)
    return any(country is not None and country.wikidata == reading.id for country in found)


def _is_bearer(name: str, key: str) -> bool:
    """Whether a name of two or three words looks like a person who bears the name: "Lena Jordan", "Chad Okafor"."""
    words = name.split()
    is_place = find_country(name) is not None or find_city(name) is not None or is_shared(name)
    return 2 <= len(words) <= 3 and key in (words[0], words[-1]) and not is_place and words[0] not in _DIRECTIONS


_DIRECTIONS = frozenset("North South East West New Northern Southern Eastern Western Central Republic Port".split())


@cache
def _readings() -> dict[str, tuple[Reading, ...]]:
    found: dict[str, tuple[Reading, ...]] = {}
    for row in read_table("shared_names.tsv"):
        evidence = frozenset(key for name in split_values(row["evidence"]) for key in name_keys(name))
        reading = Reading(row["id"], row["usual"] == "yes", evidence)
        for key in sorted({key for name in split_values(row["names"]) for key in name_keys(name)}):
            found[key] = (*found.get(key, ()), reading)
    return found
