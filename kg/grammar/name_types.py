"""One name has one type in a document: the mentions vote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.grammar.names import CORPORATE_ENDINGS, is_distinctive
from kg.grammar.type_evidence import SHIPS
from kg.lexicon import read_mapping, read_table
from kg.linking import find_capital, find_city, find_country, find_demonym
from kg.model import EntityType, Mention, MentionKind


def agree_on_types(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with one type for each name: the commonest; a person's or company's for its short form.

    A place stays one beside a body named after it: Irving beside the Irving Police Department, not beside Irving Corp.
    """
    mentions = _with_speakers(_with_members(_with_parties(mentions)))
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
    acting = _mostly_acting(mentions)
    described = {mention.name for mention in mentions if "Described=Body" in mention.features}
    described |= set(_called_parties(votes))
    ships = {name.partition(" ")[2] for name in votes if name.partition(" ")[0].replace(".", "") in SHIPS}
    agreed = []
    for mention in mentions:
        type_ = mention.type
        if _is_country_alone(mention, votes) and mention.name not in full_names:
            type_ = EntityType.COUNTRY
        elif mention.name in surnames and "Surname=Maybe" in mention.features:
            type_ = EntityType.PERSON  # "Paris claims", after Valeska Paris
        elif mention.name in described and mention.kind is MentionKind.NAME:
            type_ = EntityType.ORGANIZATION
        elif mention.name in ships and mention.kind is MentionKind.NAME:
            type_ = EntityType.PRODUCT  # "the Heron sank", after "HMS Heron"
        elif mention.kind is MentionKind.NAME and _may_vote(mention, votes[mention.name], surnames):
            best = max(
                votes[mention.name].items(), key=lambda item: (item[1], item[0] is not EntityType.THING, item[0])
            )
            type_ = best[0]
            if mention.name in surnames and (mention.name in acting or not _is_town(mention)):
                type_ = EntityType.PERSON
            elif mention.name in (firms if type_.is_place else organizations.values()) and is_distinctive(mention.name):
                type_ = EntityType.ORGANIZATION
        agreed.append(mention if type_ is mention.type else replace(mention, type=type_))
    return agreed


def _mostly_acting(mentions: Iterable[Mention]) -> set[str]:
    """Return the names of towns that act as often as not: where a person has the name, it is the person's."""
    counts: dict[str, int] = defaultdict(int)
    for mention in mentions:
        if mention.kind is MentionKind.NAME:
            counts[mention.name] += 1 if "Surname=Maybe" in mention.features else -1
    return {name for name, count in counts.items() if count >= 0}


def _may_vote(mention: Mention, votes: Mapping[EntityType, int], surnames: Collection[str]) -> bool:
    """Whether the mentions decide on the type of a name: a country stands, a capital beside a namesake does not.

    "Amman said no", where Rana Amman is spoken of throughout.
    """
    is_namesake = mention.name in surnames and find_country(mention.name) is None
    return EntityType.COUNTRY not in votes or is_namesake


def _with_parties(mentions: Sequence[Mention]) -> list[Mention]:
    """List the members of a party, and its adjective, under the party, where its country is spoken of.

    "Republicans", "a Republican senator" and "the GOP" are the Republican Party beside a name of the United States.
    """
    countries = {country for mention in mentions for country in _countries_of(mention)}
    found = []
    for mention in mentions:
        party, country = _parties().get(mention.name, ("", ""))
        is_party = mention.kind is MentionKind.NAME and country in countries
        if is_party and mention.type in (EntityType.GROUP, EntityType.ORGANIZATION, EntityType.THING):
            features = (*mention.features, "Party=Yes")
            mention = replace(mention, name=party, type=EntityType.ORGANIZATION, features=features)
        found.append(mention)
    return found


def _with_members(mentions: list[Mention]) -> list[Mention]:
    """List one of a people or a body under its plural, and both under their party: "a Fjord Democrat", "the Liberals".

    The document has to name the Fjord Democrats or the Liberal Party. Nobody is one of his family: "Roe", "the Roes".
    """
    names = [mention for mention in mentions if mention.kind is MentionKind.NAME]
    bodies = {mention.name: mention.type for mention in names if mention.type in BODIES}
    full = {mention.name.split()[-1] for mention in names if mention.type is EntityType.PERSON and " " in mention.name}
    plurals = {
        mention.name[:-1]: mention.name
        for mention in names
        if mention.name in bodies and mention.name.endswith("s") and "Number=Plur" in mention.features
    }
    parties = {name.rpartition(" ")[0]: name for name in bodies if name.lower().endswith(" party")}
    found = []
    for mention in mentions:
        is_name = mention.kind is MentionKind.NAME and mention.type is not EntityType.COUNTRY
        body = plurals.get(mention.name, mention.name) if mention.name not in full else mention.name
        body = parties.get(body.removesuffix("s"), body) if mention.type in BODIES else body
        if is_name and body != mention.name:
            mention = replace(mention, name=body, type=bodies[body])
        found.append(mention)
    return found


BODIES = frozenset({EntityType.GROUP, EntityType.ORGANIZATION})


def _with_speakers(mentions: list[Mention]) -> list[Mention]:
    """List the initials before what somebody says in an interview under the one person who has them: "((AB)): Why?"."""
    labels = {mention.name for mention in mentions if "Speaker=Yes" in mention.features}
    if not labels:
        return mentions
    people: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.kind is MentionKind.NAME and mention.type is EntityType.PERSON:
            people["".join(word[0] for word in mention.name.split())].add(mention.name)
    speakers = {label: people[label] for label in labels if len(people[label]) == 1}
    found = []
    for mention in mentions:
        if mention.kind is MentionKind.NAME and mention.name in speakers:
            mention = replace(mention, name=next(iter(speakers[mention.name])), type=EntityType.PERSON)
        elif "Speaker=Yes" in mention.features:
            mention = replace(mention, type=EntityType.THING)
        found.append(mention)
    return found


def _countries_of(mention: Mention) -> Iterable[str]:
    """Yield the country that a name speaks of, the United States by any of its states."""
    if mention.kind is not MentionKind.NAME:
        return
    first, _, rest = mention.name.partition(" ")
    country = find_country(mention.name) or find_demonym(mention.name)
    if rest and mention.type is not EntityType.PERSON:  # "the US House of Representatives"
        country = country or find_country(first) or find_demonym(first)
    if country is not None:
        yield country.wikidata
    if mention.type is EntityType.PLACE and mention.name in read_mapping("states"):
        yield UNITED_STATES


UNITED_STATES = "Q30"


@cache
def _parties() -> dict[str, tuple[str, str]]:
    return {word: (party, country) for word, party, country in read_table("party_members")}


def _called_parties(votes: Mapping[str, Counter[EntityType]]) -> Iterable[str]:
    """Yield the names that the document gives with what they are as well: "Forward Fjord" of the Forward Fjord party.

    A town is none, though it has a party of its own.
    """
    for name, types in votes.items():
        first, _, last = name.rpartition(" ")
        is_body = last.lower() in CALLED and types.most_common(1)[0][0] is EntityType.ORGANIZATION
        is_place = any(find(first) is not None for find in (find_country, find_capital, find_city, find_demonym))
        if first in votes and is_body and not is_place and EntityType.COUNTRY not in votes[first]:
            yield first


# What a body's own name may leave away.
CALLED = frozenset("party movement alliance coalition front group militia newspaper magazine union company".split())


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
