"""Labels concepts: what a noun phrase means, with pronouns written out, and whose government it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.entities.clusters import Cluster, Place
from kg.entities.offices import in_text
from kg.grammar.concepts import concept_key, head_of, is_generic
from kg.model import EntityType, Mention, MentionKind
from kg.vocabulary import slug

GOVERNMENT = re.compile(r"['’]?s? (?:government|regime|administration|cabinet|forces|army|troops)\b")


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

    "The embassy" of one article is not that of another, and "a man" not the man of the next sentence.
    """
    if cluster.type is EntityType.POSITION:
        return (cluster.type.value, slug(cluster.label))
    head, lemma = head_of(mention)
    parts = {
        cluster.extraction.mentions[index].text: labels[document, index]
        for document, index in cluster.parts
        if (document, index) in labels
    }
    key = concept_key(cluster.label, head, lemma, parts)
    if not is_generic(mention):
        return (cluster.type.value, key)
    nominals = [nominal for nominal in cluster.mentions if nominal.kind is MentionKind.NOMINAL]
    is_new = all("Number=Sing" in nominal.features and "Definite=Def" not in nominal.features for nominal in nominals)
    return (cluster.type.value, key, cluster.document.id, *([f"{mention.index}"] if is_new else []))
