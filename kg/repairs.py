"""Mends trees where the parser is known to go wrong, so that the rules meet sound Universal Dependencies."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from kg.model import Sentence, Token
from kg.trees import Tree


def mend(sentence: Sentence) -> Sentence:
    """Return the sentence with known slips of the parser mended; heads stay a tree."""
    return _turn_first_objects(_turn_late_subjects(_join_doubled_subjects(sentence)))


def _join_doubled_subjects(sentence: Sentence) -> Sentence:
    """A verb has one subject: a noun just before a name describes it.

    "Former US Ambassador Nikki Haley wrote", "Hungarian daily newspaper Magyar Nemzet revealed".
    """
    tree = Tree(sentence)
    mended: dict[int, Token] = {}
    for token in sentence.tokens:
        subjects = tree.children(token, "nsubj")
        for noun, name in pairwise(subjects):
            phrase = tree.subtree(noun)
            is_adjacent = (
                phrase[-1].id + 1 == tree.subtree(name)[0].id and name.upos == "PROPN" and noun.deprel == name.deprel
            )
            if is_adjacent and noun.upos in ("NOUN", "PROPN"):
                mended[noun.id] = replace(noun, head=name.id, deprel="nmod:desc")
    if not mended:
        return sentence
    return replace(sentence, tokens=tuple(mended.get(token.id, token) for token in sentence.tokens))


def _turn_late_subjects(sentence: Sentence) -> Sentence:
    """A second subject after an active verb without object is its object: "lawmakers urged Marsden to block it"."""
    tree = Tree(sentence)
    mended: dict[int, Token] = {}
    for token in sentence.tokens:
        subjects = tree.children(token, "nsubj")
        is_open = token.upos == "VERB" and tree.child(token, "obj", "iobj", "aux:pass") is None
        if len(subjects) == 2 and is_open and subjects[0].id < token.id < subjects[1].id:
            mended[subjects[1].id] = replace(subjects[1], deprel="obj")
    if not mended:
        return sentence
    return replace(sentence, tokens=tuple(mended.get(token.id, token) for token in sentence.tokens))


def _turn_first_objects(sentence: Sentence) -> Sentence:
    """Of two objects the first is the recipient: "granted Stanton a pardon"."""
    tree = Tree(sentence)
    mended: dict[int, Token] = {}
    for token in sentence.tokens:
        objects = tree.children(token, "obj")
        if len(objects) == 2 and token.id < objects[0].id and tree.child(token, "iobj") is None:
            mended[objects[0].id] = replace(objects[0], deprel="iobj")
    if not mended:
        return sentence
    return replace(sentence, tokens=tuple(mended.get(token.id, token) for token in sentence.tokens))
