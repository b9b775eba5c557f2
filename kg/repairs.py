"""Mends trees where the parser is known to go wrong, so that the rules meet sound Universal Dependencies."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Sentence, Token
from kg.trees import Tree


def mend(sentence: Sentence) -> Sentence:
    """Return the sentence with known slips of the parser mended; heads stay a tree."""
    return _join_doubled_subjects(sentence)


def _join_doubled_subjects(sentence: Sentence) -> Sentence:
    """A verb has one subject: a noun just before a name describes it.

    "Former US Ambassador Nikki Haley wrote", "Hungarian daily newspaper Magyar Nemzet revealed".
    """
    tree = Tree(sentence)
    mended: dict[int, Token] = {}
    for token in sentence.tokens:
        subjects = tree.children(token, "nsubj")
        for noun, name in zip(subjects, subjects[1:], strict=False):
            phrase = tree.subtree(noun)
            is_adjacent = phrase[-1].id + 1 == name.id and name.upos == "PROPN" and noun.deprel == name.deprel
            if is_adjacent and noun.upos in ("NOUN", "PROPN"):
                mended[noun.id] = replace(noun, head=name.id, deprel="nmod:desc")
    if not mended:
        return sentence
    return replace(sentence, tokens=tuple(mended.get(token.id, token) for token in sentence.tokens))
