"""Bodies that many states have under one name: parliaments, ministries, armies, and which state's a name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import read_table
from kg.linking import Country, find_country, find_demonym

# A country's name or adjective has at most so many words here: "Bosnia and Herzegovina".
LONGEST_COUNTRY = 3
_SPELLINGS = {"defence": "defense", "labour": "labor", "foreign": "foreign affairs", "finances": "finance"}
_LOCAL = frozenset({"police", "fire", "sheriff's", "county", "city", "state"})


@dataclass(frozen=True)
class StateBody:
    """A kind of body that many states have: `kind` in small letters, and the state whose a name says it is, if any.

    `states` are the Wikidata items of the states that have one; empty if most have.
    """

    kind: str
    country: Country | None = None
    states: frozenset[str] = frozenset()

    def is_of(self, country: Country) -> bool:
        """Whether a state may have such a body."""
        return country.wikidata in self.states or not self.states


@lru_cache(maxsize=20_000)
def find_state_body(name: str) -> StateBody | None:
    """Return which kind of state body a name is, and of which state; None if it is none.

    >>> body = find_state_body("Norwegian Defence Ministry")
    >>> body.kind, body.country.label
    ('ministry of defense', 'Norway')
    >>> find_state_body("Parliament of Norway").kind, find_state_body("Supreme Court").country
    ('parliament', None)
    >>> find_state_body("Republican Senate").kind, find_state_body("Bank of Norway") is None
    ('senate', True)
    """
    country, rest = find_owner(re.sub(r"^the\s+", "", name, flags=re.IGNORECASE))
    listed = _state_bodies().get(rest.lower()) or _state_bodies().get(
        re.sub(r"^(Republican|Democratic) ", "", rest).lower()
    )
    if listed is not None:
        return StateBody(listed[0], country, listed[1])
    ministry = _ministry(rest)
    return StateBody(ministry, country) if ministry is not None else None


@lru_cache(maxsize=20_000)
def find_owner(name: str) -> tuple[Country | None, str]:
    """Return the country that a name begins or ends with, and the rest of the name.

    >>> find_owner("US Navy")[0].label, find_owner("Bank of Norway")[1], find_owner("Acme Corp")
    ('United States', 'Bank', (None, 'Acme Corp'))
    """
    words = name.split()
    for size in range(min(LONGEST_COUNTRY, len(words) - 1), 0, -1):
        first = " ".join(words[:size])
        country = find_country(first) or find_demonym(first)
        if country is not None:
            return country, " ".join(words[size:])
    before, of, owner = name.rpartition(" of ")
    country = find_country(owner) if of else None
    return (country, before) if country is not None else (None, name)


def _ministry(name: str) -> str | None:
    """Return a ministry or department in one form: "Ministry of Defence" for "Defence Ministry"."""
    found = re.fullmatch(r"(Ministry|Department) (?:of|for) (?:the )?(.+)", name)
    kind, field = (found[1], found[2]) if found else ("", "")
    if found is None:
        found = re.fullmatch(r"(.+) (Ministry|Department)", name)
        kind, field = (found[2], found[1]) if found else ("", "")
    words = field.lower().split()
    if (
        not words
        or _LOCAL & set(words)
        or not all(word[0].isupper() or word in ("and", "of", "for") for word in field.split())
    ):
        return None
    field = " ".join(_SPELLINGS.get(word, word) for word in words).replace("foreign affairs affairs", "foreign affairs")
    return f"{kind.lower()} of {field}"


@cache
def _state_bodies() -> dict[str, tuple[str, frozenset[str]]]:
    """Return by name in small letters the kind, and the items of the states that have one."""
    found = {}
    for name, *more in read_table("state_bodies"):
        usual, owners = [*more, "", ""][:2]
        states = frozenset(country.wikidata for owner in owners.split("; ") if (country := find_country(owner)))
        found[name.lower()] = ((usual or name).lower().replace("labour", "labor"), states)
    return found
