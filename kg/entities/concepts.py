"""Labels concepts: what a noun phrase means, with pronouns written out, and whose government it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.entities.clusters import Cluster, Place
from kg.entities.offices import in_text
from kg.model import Mention, MentionKind
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


def concept_group_key(cluster: Cluster) -> tuple[str, ...]:
    """Return what offices and concepts of all documents are joined by."""
    return (cluster.type.value, slug(cluster.label))
