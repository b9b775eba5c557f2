"""Mends the trees of names that look like other words: WHO, "@AnnaLind", "the group Ending Clergy Abuse"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.grammar.trees import Repair, Tree
from kg.lexicon import find_organization, find_role, is_listed
from kg.model import Token


def name_acronyms(tree: Tree) -> Iterator[Token]:
    """A pronoun in capitals is short for a body, if the sentence has small letters: "WHO sent doctors"."""
    if not any(token.form.isalpha() and token.form.islower() for token in tree.tokens):
        return
    for token in tree.tokens:
        is_acronym = token.upos == "PRON" and token.form.isupper() and len(token.form) > 1
        if is_acronym and find_organization(token.form) is not None:
            yield _as_name(token, "B-ORG")


def name_handles(tree: Tree) -> Iterator[Token]:
    """A handle after an office is who holds it: "Secretary of State @AnnaLind rejected"."""
    for token in tree.tokens:
        if not (token.form.startswith("@") and token.form[1:].replace("_", "").isalnum()):
            continue
        title = _described(tree, token)
        before = next((noun for noun in _beside(tree, token) if _is_office(noun)), None)
        if before is not None:
            yield _as_name(token, "B-PER")
            yield replace(before, head=token.id, deprel="nmod:desc")
        elif any(_is_office(child) for child in tree.children(token, "nmod:desc", "compound")):
            yield _as_name(token, "B-PER")
        elif title is not None and title.id < token.id and token.relation in ("flat", "appos") and _is_office(title):
            yield replace(_as_name(token, "B-PER"), head=title.head, deprel=title.deprel)
            yield replace(title, head=token.id, deprel="nmod:desc")


def _described(tree: Tree, handle: Token) -> Token | None:
    """Return the word a handle hangs on; for the end of a title, as in "Secretary of State", its head."""
    word = tree.parent(handle)
    if word is not None and word.deprel == "nmod" and tree.preposition(word) == "of" and not _is_office(word):
        return tree.parent(word)
    return word


def _beside(tree: Tree, handle: Token) -> list[Token]:
    """Return what plays the part of a handle in its clause a second time, just before it."""
    if handle.relation not in ("nsubj", "obj", "obl", "iobj"):
        return []
    twins = tree.children(tree.token(handle.head), handle.relation)
    return [twin for twin in twins if tree.subtree(twin)[-1].id + 1 == handle.id]


def _is_office(noun: Token) -> bool:
    return (find_role(noun.lemma) or ("",))[0] == "office"


def name_groups(tree: Tree) -> Iterator[Token]:
    """A participle in capitals after a body begins its name: "the victim group Ending Clergy Abuse criticized"."""
    for first in tree.related("acl"):
        body = tree.parent(first)
        is_participle = first.xpos == "VBG" and first.form.istitle()
        if not is_participle or body is None or body.id != first.id - 1 or not body.form.islower():
            continue  # a headline has capitals everywhere
        if not is_listed("bodies", body.lemma.lower()):
            continue
        words = [first]
        for token in tree.tokens[first.id :]:
            if not token.form.istitle():
                break
            words.append(token)
        if len(words) == 1:
            continue
        last = words.pop()
        yield replace(_as_name(last, "I-ORG"), head=body.id, deprel="appos")
        for word in words:
            yield replace(_as_name(word, "B-ORG" if word is first else "I-ORG"), head=last.id, deprel="compound")


def join_parted_names(tree: Tree) -> Iterator[Token]:
    """Two words side by side that are subject of one verb are one name of a person: "28-year-old Omar Zaid fled".

    The tagger took them for two names, and the parser for two subjects.
    """
    for first, second in pairwise(tree.tokens):
        is_pair = first.ner == second.ner == "B-PER" and first.upos == second.upos == "PROPN"
        if is_pair and first.head == second.head and first.deprel == second.deprel and first.relation == "nsubj":
            yield replace(second, head=first.id, deprel="flat", ner="I-PER")


def _as_name(token: Token, ner: str) -> Token:
    return replace(token, lemma=token.form, upos="PROPN", xpos="NNP", feats="Number=Sing", ner=ner)


NAME_REPAIRS: tuple[Repair, ...] = (name_acronyms, name_handles, name_groups, join_parted_names)
