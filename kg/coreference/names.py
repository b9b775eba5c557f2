"""Joins the names of a document: equal names, acronyms the text explains, and short forms of full names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.coreference.chains import Chains
from kg.coreference.profiles import argument_of
from kg.grammar.acronyms import find_definitions
from kg.grammar.names import (
    country_of,
    fold_accents,
    is_generic_short,
    is_short_organization,
    is_short_person,
    normal_name,
)
from kg.lexicon import is_listed
from kg.model import EntityType, Mention, Token


def join_names(chains: Chains) -> None:
    """Join equal names, then acronyms with what they stand for, then short names with the fuller form meant."""
    first: dict[tuple[str, str], int] = {}
    names = chains.names()
    bearers: dict[str, list[Mention]] = {}
    for mention in names:
        bearers.setdefault(mention.name, []).append(mention)
        chains.join(first.setdefault(_key(chains, mention), mention.index), mention.index, is_same_name=True)
    defined = _join_acronyms(chains, first)
    forms = [mention for mention in names if chains.find(mention.index) == mention.index]
    for mention in forms:
        longer = _longer_form(chains, mention, bearers) if mention.name not in defined else None
        if longer is not None:
            chains.join(longer.index, mention.index)


def _key(chains: Chains, mention: Mention) -> tuple[str, str]:
    """Return what names of one thing share in a document: a country, or the name and, if it is one word, its type.

    A name of several words is that of one thing, whatever types the tagger gave it here and there; "Americans" are not
    America.
    """
    country = country_of(mention)
    if country is not None:
        return "people" if chains.token(mention).xpos == "NNPS" else "country", country.wikidata
    name = fold_accents(normal_name(mention.name))
    return "" if " " in name else "thing" if mention.type.is_thing else mention.type.value, name


def _join_acronyms(chains: Chains, first: Mapping[tuple[str, str], int]) -> set[str]:
    """Join the acronyms the text explains with their names, and return them.

    One for the end of a name goes by those words: "NSW" of "Parliament of New South Wales (NSW)".
    """
    defined = set()
    for definition in find_definitions(chains.trees, chains.mentions):
        acronym, words = definition.acronym, definition.words
        if words == definition.name.name:
            chains.join(definition.name.index, acronym.index, is_same_name=True)
        else:
            twin = first.get(_key(chains, replace(acronym, name=words)), acronym.index)
            chains.join(twin, acronym.index, is_same_name=True)
            chains.mentions[acronym.index] = replace(acronym, name=words)
        defined.add(acronym.name)
    return defined


def _longer_form(chains: Chains, short: Mention, bearers: Mapping[str, Sequence[Mention]]) -> Mention | None:
    """Return the fuller name a short one stands for: the nearest before it, else the first after it.

    A short form of a body that two fuller names have stands for neither. `bearers` are the mentions of each name.
    """
    is_person = short.type is EntityType.PERSON
    if not is_person and short.type is not EntityType.ORGANIZATION and not short.type.is_thing:
        return None
    matches = is_short_person if is_person else _is_short_body
    fuller = [form for form in bearers if form != short.name and matches(short.name, form)]
    found = [
        name
        for form in fuller if not (is_person and _are_two(bearers[short.name], bearers[form]))
        for name in bearers[form] if _types_agree(name, short) and _genders_agree(name, short)
    ]  # fmt: skip
    found.sort(key=lambda name: name.index)
    if not is_person and _are_several({name.name for name in found}):
        return None
    found = [name for name in found if name.type is short.type] or found  # Dan Savage, not his column Savage Love
    unrelated = [name for name in found if not _is_kin(chains, name)]
    found = unrelated or [name for name in found if name.index < short.index]
    before = [name for name in found if name.index < short.index]
    return before[-1] if before else (found[0] if found else None)


def _is_short_body(short: str, full: str) -> bool:
    return is_short_organization(short, full) or is_generic_short(short, full)


def _are_several(forms: Iterable[str]) -> bool:
    """Whether fuller forms name more than one body: none of them is itself short for the longest."""
    longest = max(forms, key=lambda form: (len(form.split()), form), default="")
    return any(form != longest and not _is_short_body(form, longest) for form in forms)


def _are_two(short: Sequence[Mention], full: Sequence[Mention]) -> bool:
    """Whether a name with two words or more and its fuller form stand in one sentence: a father and his son."""
    if " " not in short[0].name:
        return False
    return not {mention.sentence for mention in short}.isdisjoint(mention.sentence for mention in full)


def _is_kin(chains: Chains, name: Mention) -> bool:
    """Whether somebody is named as another's relative: the surname alone is not theirs.

    "His son Ali Khan", "born the daughter of Carl Berg and Eva Dahl".
    """
    tree, token = chains.trees[name.sentence], chains.token(name)
    parent = tree.parent(token)
    around = [*tree.children(token), *([parent] if parent is not None else [])]
    is_owned = any(_is_kinship(noun) and tree.child(noun, "nmod:poss") is not None for noun in around)
    first = tree.first_conjunct(argument_of(tree, token))
    above = tree.parent(first)
    is_of = first.relation == "nmod" and tree.preposition(first) == "of"
    return is_owned or (is_of and above is not None and _is_kinship(above))


def _is_kinship(noun: Token) -> bool:
    return noun.upos == "NOUN" and (is_listed("kin", noun.lemma.lower()) or noun.lemma.lower() in ("child", "sibling"))


def _types_agree(left: Mention, right: Mention) -> bool:
    return left.type is right.type or left.type.is_thing or right.type.is_thing


def _genders_agree(left: Mention, right: Mention) -> bool:
    genders = {feature for feature in (*left.features, *right.features) if feature.startswith("Gender=")}
    return len(genders) < 2
