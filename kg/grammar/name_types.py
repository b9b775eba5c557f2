"""One name has one type in a document: the mentions vote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.grammar.names import CORPORATE_ENDINGS, is_distinctive
from kg.linking import find_capital, find_city, find_country, find_demonym
from kg.model import EntityType, Mention, MentionKind


def agree_on_types(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with one type for each name: the commonest; a person's or company's for its short form.

    A place stays one beside a body named after it: Irving beside the Irving Police Department, not beside Irving Corp.
    """
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for mention in mentions:
        if mention.kind is MentionKind.NAME:
            votes[mention.name][mention.type] += 1
    organizations = {
        name: name.split()[0]
        for name, types in votes.items()
        if types.most_common(1)[0][0] is EntityType.ORGANIZATION and len(name.split()) > 1
    }
    firms = {first for name, first in organizations.items() if name.split()[-1].strip(".").lower() in CORPORATE_ENDINGS}
    surnames = {
        name.split()[-1]
        for name, types in votes.items()
        if types.most_common(1)[0][0] is EntityType.PERSON and len(name.split()) > 1
    }
    full_names = {name.split()[-1] for name in votes if len(name.split()) > 1}
    described = {mention.name for mention in mentions if "Described=Body" in mention.features}
    agreed = []
    for mention in mentions:
        if _is_country_alone(mention, votes) and mention.name not in full_names:
            mention = replace(mention, type=EntityType.COUNTRY)
        elif mention.name in surnames and "Surname=Maybe" in mention.features:
            mention = replace(mention, type=EntityType.PERSON)  # "Paris claims", after Valeska Paris
        elif mention.name in described and mention.kind is MentionKind.NAME:
            mention = replace(mention, type=EntityType.ORGANIZATION)
        elif mention.kind is MentionKind.NAME and EntityType.COUNTRY not in votes[mention.name]:
            best = max(
                votes[mention.name].items(), key=lambda item: (item[1], item[0] is not EntityType.THING, item[0])
            )
            type_ = best[0]
            if mention.name in surnames and not _is_town(mention):
                type_ = EntityType.PERSON
            elif mention.name in (firms if type_.is_place else organizations.values()) and is_distinctive(mention.name):
                type_ = EntityType.ORGANIZATION
            mention = replace(mention, type=type_)
        agreed.append(mention)
    return agreed


def _is_town(mention: Mention) -> bool:
    """Whether a name is that of a known town, and was taken for one: "Washington, D.C.", beside George Washington."""
    is_known = find_capital(mention.name) is not None or find_city(mention.name) is not None
    return mention.type is EntityType.PLACE and is_known and "Surname=Maybe" not in mention.features


def _is_country_alone(mention: Mention, names: Iterable[str]) -> bool:
    """Whether a country's name was taken for a person although the document names its capital or its people.

    "AMMAN — Jordan opposes the plan": no fuller name of a Jordan is known either.
    """
    country = find_country(mention.name)
    if mention.kind is not MentionKind.NAME or mention.type is not EntityType.PERSON or country is None:
        return False
    return any(country in (find_capital(name), find_demonym(name)) for name in names)
