"""Labels offices after what they are of: "Foreign Minister of Russia" for "Russian Foreign Minister"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.entities.clusters import CONFUSABLE, bare_title
from kg.entities.summaries import DescribedThing
from kg.lexicon import find_title
from kg.linking import find_country, find_leader
from kg.model import EntityType

OWNERS = CONFUSABLE | {EntityType.COUNTRY}
_OWNED = re.compile(r"(?:['’]s?)?\s+(.+)$")


def countries_of_office(held: Iterable[tuple[str, str | None, Iterable[str]]]) -> dict[str, str]:
    """Return for the label of each office-holder the label of the country of the office: Bashar Assad → Syria.

    `held` are label and date of the document of each holder, with the labels of the countries that the office names.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for label, published, owners in held:
        countries = set(owners)
        leads = find_leader(label, published) if " " in label and not countries else None
        found[label] |= countries | ({leads[0].label} if leads is not None else set())
    return {label: next(iter(owners)) for label, owners in found.items() if len(owners) == 1}


def office_label(
    thing: DescribedThing, published: str | None, labels: Mapping[int, str], offices: Mapping[str, str]
) -> tuple[str, str | None]:
    """Return "Foreign Minister of Russia" for "Russian Foreign Minister", "CEO of Acme" for "Acme CEO".

    The second value is the reason where the country comes from the table of leaders. `labels` are those of the named
    things by the mentions of the document, `published` its date.
    """
    name = find_title(bare_title(thing.name)) or bare_title(thing.name)
    for part in thing.parts:
        label, words = labels.get(part.mention), part.text
        if part.is_pronoun and label is None:
            name = re.sub(rf"^{re.escape(words)}\s+", "", name, flags=re.IGNORECASE)
        if label is None or (part.type not in OWNERS and not part.is_pronoun):
            continue
        owner = in_text(label)
        begins = name[: len(words)].lower() == words.lower()
        before = _OWNED.match(name, len(words)) if begins else None
        if before and not part.is_member:  # "Republican Senator" is no senator of the party
            return _office_of(bare_title(before.group(1)), owner), None
        if name.endswith(words):
            name = re.sub(rf"\bof (?:the )?{re.escape(words)}$", f"of {owner}", name)
    holder = labels.get(thing.holder)
    is_national = not thing.parts and "party" not in name.lower().split()  # "party leader", though he leads both
    country = offices.get(holder) if holder is not None and is_national else None
    if country is None or find_leader(holder or "", published) is None:
        return name, None
    return f"{name} of {in_text(country)}", f"{holder} is a leader of {country} in the table of leaders"


def _office_of(title: str, owner: str) -> str:
    """Return an office with whose it is: "ambassador of Russia to the United Nations", "Foreign Minister of Russia"."""
    parts = re.match(r"(.+?)( (?:to|for|from|at|in) .+)$", title)
    return f"{parts.group(1)} of {owner}{parts.group(2)}" if parts else f"{title} of {owner}"


def in_text(label: str) -> str:
    """Return a label as running text has it: "the United States"."""
    country = find_country(label)
    return country.name_in_text if country is not None and country.label == label else label
