"""Labels concepts: what a noun phrase means, with pronouns written out, and whose government it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.entities.clusters import Cluster, Place
from kg.entities.offices import in_text
from kg.grammar.concepts import concept_key, head_of, is_generic, is_individual
from kg.lexicon import is_listed, names_person
from kg.model import EntityType, Mention, MentionKind
from kg.vocabulary import slug

GOVERNMENT = re.compile(r"['’]?s? (?:government|regime|administration|cabinet|forces|army|troops)\b")

# Nouns for states and their parts, beside the bodies of bodies.tsv and the towns of settlements.tsv.
POLITIES = frozenset(
    """government country state nation province region district county territory island kingdom republic parliament
    legislature senate assembly cabinet court ministry army navy administration regime party opposition city
    capital""".split()
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
    """Return what an office or a concept joins others by: what it means, whoever speaks of it.

    A fine is a fine in every article, so that what one says and another denies can be found; but whoever is known by a
    noun alone, "the official", "a man", "the president", "the government", is not the one of another article.
    """
    document, mentions = cluster.document.id, cluster.extraction.mentions
    if cluster.type is EntityType.POSITION:
        is_somebody = not cluster.parts and not _is_held(cluster) and is_listed("single_offices", cluster.label.lower())
        return (cluster.type.value, slug(cluster.label), *([document] if is_somebody else []))
    head, lemma = head_of(mention)
    parts = {mentions[index].text: labels[place] for place in cluster.parts if place in labels for index in [place[1]]}
    key = (cluster.type.value, concept_key(cluster.label, head, lemma, parts))
    is_one = "Number=Sing" in mention.features and (names_person(lemma) or _acts_alone(lemma))
    is_somebody = is_one and (is_generic(mention) or is_individual(mention))
    if not is_somebody and not is_listed("single_offices", cluster.label.lower()):
        return key
    nominals = [nominal for nominal in cluster.mentions if nominal.kind is MentionKind.NOMINAL]
    is_new = all("Definite=Def" not in nominal.features for nominal in nominals)
    return (*key, document, *([f"{mention.index}"] if is_new else []))


def _acts_alone(lemma: str) -> bool:
    """Whether a noun is for a body, a state or a town: of many, each acts for itself."""
    return lemma in POLITIES or is_listed("bodies", lemma) or is_listed("settlements", lemma)


def _is_held(cluster: Cluster) -> bool:
    """Whether the text says who holds an office."""
    ours = {mention.index for mention in cluster.mentions}
    return any(
        proposition.lemma == "hold position" and proposition.arguments[1].mention in ours
        for proposition in cluster.extraction.propositions
    )
