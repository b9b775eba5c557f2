"""Mends who acts: one subject a verb, before a copula, after a passive, told first, or described after a comma."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.grammar.trees import Repair, Tree, is_finite
from kg.lexicon import is_speech
from kg.model import Token


def join_doubled_subjects(tree: Tree) -> Iterator[Token]:
    """A verb has one subject: a noun just before a name describes it.

    "Former US Ambassador Nikki Haley wrote", "Hungarian daily newspaper Magyar Nemzet revealed".
    """
    for token in tree.governing("nsubj"):
        for noun, name in pairwise(tree.children(token, "nsubj")):
            is_adjacent = tree.subtree(noun)[-1].id + 1 == tree.subtree(name)[0].id
            is_name = name.upos == "PROPN" and noun.deprel == name.deprel
            if is_adjacent and is_name and noun.upos in ("NOUN", "PROPN"):
                yield replace(noun, head=name.id, deprel="nmod:desc")


def join_fronted_descriptions(tree: Tree) -> Iterator[Token]:
    """A noun before a comma and a pronoun describes who is meant: "A freelancer, he was a finalist"."""
    for token in tree.governing("nsubj"):
        doers = tree.children(token, "nsubj")
        if len(doers) != 2 or doers[0].upos != "NOUN" or doers[1].xpos != "PRP" or doers[1].id > token.id:
            continue
        comma = tree.token(doers[1].id - 1)
        if comma.form == "," and tree.subtree(doers[0])[-1].id in (comma.id, comma.id - 1):
            yield replace(doers[0], head=doers[1].id, deprel="appos")


def turn_late_subjects(tree: Tree) -> Iterator[Token]:
    """A second subject after an active verb without object is its object: "lawmakers urged Marsden to block it"."""
    for token in tree.governing("nsubj"):
        subjects = tree.children(token, "nsubj")
        is_open = token.upos == "VERB" and tree.child(token, "obj", "iobj", "aux:pass") is None
        if len(subjects) == 2 and is_open and subjects[0].id < token.id < subjects[1].id:
            yield replace(subjects[1], deprel="obj")


def free_copular_subjects(tree: Tree) -> Iterator[Token]:
    """What stands before a copula is the subject: in "The Institut Colbert is a Swiss think tank" it is no tank's.

    The parser took the name for part of the noun phrase after the copula.
    """
    for noun in tree.governing("cop"):
        copula = tree.child(noun, "cop")
        if copula is None or copula.id > noun.id or tree.child(noun, "nsubj", "csubj", "expl") is not None:
            continue
        for child in tree.children(noun, "compound", "nmod:desc", "nmod:unmarked"):
            if tree.subtree(child)[-1].id < copula.id and child.upos in ("PROPN", "NOUN", "PRON"):
                yield replace(child, head=noun.id, deprel="nsubj")
                break


def part_told_clauses(tree: Tree) -> Iterator[Token]:
    """What is told first is a clause of its own: "Orders rose in May and fell in June, the firm added".

    The parser took its verb for a participle, and what the sentence is about for a second subject of telling.
    """
    for teller in tree.governing("nsubj"):
        doers = [doer for doer in tree.children(teller, "nsubj") if doer.id < teller.id]
        if len(doers) != 2 or not is_speech(teller.lemma):
            continue
        told = next((clause for clause in tree.children(doers[0], "acl") if clause.xpos == "VBD"), None)
        is_open = told is not None and tree.child(told, "nsubj", "mark") is None
        if told is not None and is_open and tree.has_comma_before(doers[1]):
            yield replace(told, head=teller.id, deprel="ccomp")
            yield replace(doers[0], head=told.id)


def turn_counting_subjects(tree: Tree) -> Iterator[Token]:
    """A number before a noun counts it: "with 231 Democrats supporting it" has one subject."""
    for number, noun in pairwise(tree.tokens):
        is_pair = number.upos == "NUM" and number.relation == noun.relation == "nsubj" and number.head == noun.head
        if is_pair and noun.upos in ("NOUN", "PROPN"):
            yield replace(number, head=noun.id, deprel="nummod")


def turn_joined_subjects(tree: Tree) -> Iterator[Token]:
    """ "with 231 supporting it, and 194 Republicans opposing it": a noun joined to a verb is the next one's subject."""
    for noun, verb in pairwise(tree.tokens):
        is_joined = noun.deprel == verb.deprel == "conj" and noun.head == verb.head and verb.xpos == "VBG"
        if not is_joined or noun.upos not in ("NOUN", "PROPN") or tree.child(verb, "nsubj") is not None:
            continue
        first = tree.parent(noun)
        if first is not None and first.upos == "VERB":
            yield replace(noun, head=verb.id, deprel="nsubj")


def turn_gerund_subjects(tree: Tree) -> Iterator[Token]:
    """ "believes redesigning the flag has a point": the gerund before a verb without subject is its subject."""
    for clause in tree.related("ccomp"):
        verb = tree.parent(clause)
        if verb is None or not is_finite(tree, clause):
            continue
        if tree.child(clause, "nsubj", "csubj", "expl", "mark") is not None:
            continue
        for gerund in tree.children(verb, "advcl", "xcomp"):
            is_bare = gerund.xpos == "VBG" and tree.child(gerund, "mark", "nsubj") is None
            if is_bare and tree.subtree(gerund)[0].id == verb.id + 1 and gerund.id < clause.id:
                yield replace(gerund, head=clause.id, deprel="csubj")


SUBJECTS: tuple[Repair, ...] = (
    part_told_clauses,
    join_fronted_descriptions,
    join_doubled_subjects,
    turn_late_subjects,
    free_copular_subjects,
    turn_counting_subjects,
    turn_joined_subjects,
    turn_gerund_subjects,
)
