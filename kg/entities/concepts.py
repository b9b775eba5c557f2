"""Labels concepts: what a noun phrase means, with pronouns written out, and whose government it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.entities.offices import in_text
from kg.entities.summaries import DescribedThing
from kg.grammar.concepts import concept_key
from kg.lexicon import is_listed
from kg.model import EntityType
from kg.vocabulary import slug

_GOVERNMENT = re.compile(r"['’]?s? (?:government|regime|administration|cabinet|forces|army|troops)\b")


def concept_label(thing: DescribedThing, labels: Mapping[int, str]) -> str:
    """Return the words with possessive pronouns put right: "Russia's opposition" for "its opposition".

    `labels` are those of the named things by the mentions of the document.
    """
    name = thing.name
    for part in thing.parts:
        if part.is_pronoun:
            label = labels.get(part.mention)
            owner = f"{_possessive(in_text(label))} " if label is not None else ""
            name = re.sub(rf"\b{re.escape(part.text)}\s+", owner, name, count=1, flags=re.IGNORECASE)
    return name.removeprefix("the ").strip() or thing.name


def _possessive(name: str) -> str:
    """Return a name with its possessive ending as newspapers write it: Russia's, the United States'."""
    return f"{name}'" if name.endswith("s") and name.startswith("the ") else f"{name}'s"


def is_government_of(words: str, label: str) -> bool:
    """Whether a label speaks of the government of a person: "penalties against the Assad government"."""
    start = label.find(words)
    while start >= 0:
        if _GOVERNMENT.match(label, start + len(words)):
            return True
        start = label.find(words, start + 1)
    return False


def group_key(thing: DescribedThing, label: str, document: str, labels: Mapping[int, str]) -> tuple[str, ...]:
    """Return what an office or a concept of that label joins others by: what it means, whoever speaks of it.

    A fine is a fine in every article, so that what one says and another denies can be found; but whoever is known by a
    noun alone, "the official", "a man", "the president", "the government", is not the one of another article.
    """
    is_single = is_listed("single_offices", label.lower())
    if thing.type is EntityType.POSITION:
        is_somebody = not thing.parts and not thing.is_held and is_single
        return (thing.type.value, slug(label), *([document] if is_somebody else []))
    parts = tuple((part.text, labels[part.mention]) for part in thing.parts if part.mention in labels)
    key = (thing.type.value, _concept_key(label, thing.head, thing.lemma, parts))
    if not thing.is_somebody and not is_single:
        return key
    return (*key, document, *([f"{thing.nominal}"] if thing.is_new else []))


@lru_cache(maxsize=50_000)
def _concept_key(label: str, head: str, lemma: str, parts: tuple[tuple[str, str], ...]) -> str:
    """Return what `concept_key` does, once for the phrases that many documents have."""
    return concept_key(label, head, lemma, dict(parts))
