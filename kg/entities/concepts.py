"""Labels concepts: what a noun phrase means, with pronouns written out, and whose government it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.entities.clusters import Cluster, Place
from kg.entities.offices import in_text
from kg.grammar.concepts import concept_key, head_of, is_generic, is_individual
from kg.model import EntityType, Mention, MentionKind
from kg.vocabulary import slug

GOVERNMENT = re.compile(r"['’]?s? (?:government|regime|administration|cabinet|forces|army|troops)\b")

# Offices of which each state, town or body has one: whose it is has to be known before two are the same.
SINGLE_OFFICES = frozenset(
    """president; vice president; prime minister; deputy prime minister; premier; chancellor; king; queen; monarch;
    emperor; sultan; emir; head of state; head of government; foreign minister; foreign secretary; defense minister;
    defence minister; finance minister; interior minister; attorney general; chief justice; secretary of state; speaker;
    governor; mayor; ambassador; chief executive; chairman; chairwoman; director; leader; party leader""".replace(
        "\n   ", ""
    ).split("; ")
)


def concept_label(cluster: Cluster, mention: Mention, labels: Mapping[Place, str]) -> str:
    """Return the words with possessive pronouns put right: "Russia's opposition" for "its opposition"."""
    name = mention.name
    for place in cluster.parts:
        part = cluster.extraction.mentions[place[1]]
        if part.kind is not MentionKind.PRONOUN:
            continue
        label = labels.get(place)
        owner = f"{_possessive(in_text(label))} " if label is not None else ""
        name = re.sub(rf"\b{re.escape(part.text)}\s+", owner, name, count=1, flags=re.IGNORECASE)
    return name.removeprefix("the ").strip() or mention.name


def _possessive(name: str) -> str:
    """Return a name with its possessive ending as newspapers write it: Russia's, the United States'."""
    return f"{name}'" if name.endswith("s") and name.startswith("the ") else f"{name}'s"


def is_government_of(words: str, label: str) -> bool:
    """Whether a label speaks of the government of a person: "penalties against the Assad government"."""
    return re.search(re.escape(words) + GOVERNMENT.pattern, label) is not None


def group_key(cluster: Cluster, mention: Mention, labels: Mapping[Place, str]) -> tuple[str, ...]:
    """Return what an office or a concept joins others by; what tells too little to be known again stays apart.

    "The embassy" and "your plan" of one article are not those of another, and "a man" not the man of the next sentence.
    """
    document, mentions = cluster.document.id, cluster.extraction.mentions
    if cluster.type is EntityType.POSITION:
        is_whose = not cluster.parts and cluster.label.lower() in SINGLE_OFFICES
        return (cluster.type.value, slug(cluster.label), *([document] if is_whose else []))
    head, lemma = head_of(mention)
    parts = {mentions[index].text: labels[place] for place in cluster.parts if place in labels for index in [place[1]]}
    key = concept_key(cluster.label, head, lemma, parts)
    owners = [place for place in cluster.parts if mentions[place[1]].kind is MentionKind.PRONOUN]
    is_owned = any(place not in labels for place in owners)
    if not (is_generic(mention) or is_individual(mention) or is_owned or cluster.label.lower() in SINGLE_OFFICES):
        return (cluster.type.value, key)
    nominals = [nominal for nominal in cluster.mentions if nominal.kind is MentionKind.NOMINAL]
    is_new = all("Number=Sing" in nominal.features and "Definite=Def" not in nominal.features for nominal in nominals)
    return (cluster.type.value, key, document, *([f"{mention.index}"] if is_new else []))
