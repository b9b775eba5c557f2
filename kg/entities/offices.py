"""Labels offices after what they are of: "Foreign Minister of Russia" for "Russian Foreign Minister"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from kg.entities.clusters import CONFUSABLE, Cluster, Place, bare_title
from kg.lexicon import find_title
from kg.linking import find_country, find_leader
from kg.model import Document, EntityType, Extraction, Mention, MentionKind

OWNERS = CONFUSABLE | {EntityType.COUNTRY}


def countries_of_office(
    pairs: list[tuple[Document, Extraction]], named: list[Cluster], labels: Mapping[Place, str]
) -> dict[str, str]:
    """Return for the label of each office-holder the label of the country of the office: Bashar Assad → Syria."""
    countries = {
        place: cluster.country for cluster in named for place in cluster.places() if cluster.country is not None
    }
    found: dict[str, set[str]] = defaultdict(set)
    for document, extraction in pairs:
        for proposition in extraction.propositions:
            if proposition.lemma != "hold position" or proposition.time == "former":
                continue
            holder, position = (argument.mention for argument in proposition.arguments[:2])
            label = labels.get((document.id, holder))
            owners = [countries.get((document.id, part)) for part in extraction.mentions[position].parts]
            if label is None:
                continue
            leads = find_leader(label, document.published) if " " in label and not any(owners) else None
            owners += [leads[0]] if leads is not None else []
            found[label] |= {owner.label for owner in owners if owner is not None}
    return {label: next(iter(owners)) for label, owners in found.items() if len(owners) == 1}


def office_label(cluster: Cluster, mention: Mention, labels: Mapping[Place, str], offices: Mapping[str, str]) -> str:
    """Return "Foreign Minister of Russia" for "Russian Foreign Minister", "CEO of Acme" for "Acme CEO"."""
    name = find_title(bare_title(mention.name)) or bare_title(mention.name)
    for place in cluster.parts:
        label = labels.get(place)
        words = cluster.extraction.mentions[place[1]].text
        part = cluster.extraction.mentions[place[1]]
        if part.kind is MentionKind.PRONOUN and label is None:
            name = re.sub(rf"^{re.escape(words)}\s+", "", name, flags=re.IGNORECASE)
        if label is None or (part.type not in OWNERS and part.kind is not MentionKind.PRONOUN):
            continue
        owner = in_text(label)
        before = re.match(rf"{re.escape(words)}(?:['’]s?)?\s+(.+)$", name, flags=re.IGNORECASE)
        is_member = part.type is EntityType.GROUP or "Party=Yes" in part.features
        if before and not is_member:  # "Republican Senator" is no senator of the party
            return _office_of(bare_title(before.group(1)), owner)
        name = re.sub(rf"\bof (?:the )?{re.escape(words)}$", f"of {owner}", name)
    holder = _holder_label(cluster, mention, labels)
    is_national = not cluster.parts and "party" not in name.lower().split()  # "party leader", though he leads both
    country = offices.get(holder) if holder is not None and is_national else None
    if country is None or find_leader(holder or "", cluster.document.published) is None:
        return name
    cluster.reasons.append(f"{holder} is a leader of {country} in the table of leaders")
    return f"{name} of {in_text(country)}"


def _office_of(title: str, owner: str) -> str:
    """Return an office with whose it is: "ambassador of Russia to the United Nations", "Foreign Minister of Russia"."""
    parts = re.match(r"(.+?)( (?:to|for|from|at|in) .+)$", title)
    return f"{parts.group(1)} of {owner}{parts.group(2)}" if parts else f"{title} of {owner}"


def in_text(label: str) -> str:
    """Return a label as running text has it: "the United States"."""
    country = find_country(label)
    return country.name_in_text if country is not None and country.label == label else label


def _holder_label(cluster: Cluster, mention: Mention, labels: Mapping[Place, str]) -> str | None:
    for proposition in cluster.extraction.propositions:
        if proposition.lemma == "hold position" and proposition.arguments[1].mention == mention.index:
            return labels.get((cluster.document.id, proposition.arguments[0].mention))
    return None
