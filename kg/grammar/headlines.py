"""Mends headlines that leave out the auxiliary: a noun and what follows it are a clause, no noun phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.trees import Repair, Tree, is_finite
from kg.lexicon import names_person
from kg.model import Token

# What is done to somebody, and is never told without whom (Levin 1993, 41 to 44; offences and their pursuit).
SUFFERED = frozenset(
    """acquit arrest assassinate ban behead bomb charge convict detain deport evict expel fine hospitalize indict injure
    jail kidnap kill murder oust rescue sack sentence shoot stab sue suspend wound""".split()
)
ENDS = frozenset({".", "!", "?", "…"})
# Verbs of giving an office; what follows the one who gets it is the office (Levin 1993, 29.1).
APPOINTING = frozenset({"appoint", "elect", "name", "crown", "declare", "nominate"})


def raise_infinitives(tree: Tree) -> Iterator[Token]:
    """Who is to act stands before the infinitive: in "Minister to visit Oslo" the minister will visit it.

    Where the infinitive lacks an object, only a name acts: "Players to watch in Peru" are watched.
    """
    noun = _bare_root(tree)
    clause = tree.child(noun, "acl", "advcl") if noun is not None else None
    if noun is None or clause is None or clause.xpos != "VB" or clause.id < noun.id:
        return
    to = tree.child(clause, "mark")
    is_next = to is not None and to.form.lower() == "to" and tree.subtree(clause)[0].id == to.id
    is_actor = noun.ner != "O" or (names_person(noun.lemma) and tree.child(clause, "obj") is not None)
    if is_next and is_actor:
        yield from _raised(tree, noun, clause, "nsubj")


def raise_participles(tree: Tree) -> Iterator[Token]:
    """A participle with a phrase tells what was done: "Two men arrested in Lima", "Bridge damaged by flood"."""
    noun = _bare_root(tree)
    clause = tree.child(noun, "acl") if noun is not None else None
    if noun is None or clause is None or clause.xpos != "VBN" or clause.id < noun.id:
        return
    if tree.child(clause, "obl") is not None and not tree.has_comma_before(clause):
        yield from _raised(tree, noun, clause, "nsubj:pass")


def turn_bare_appointments(tree: Tree) -> Iterator[Token]:
    """Who stands before an office without article was given it: "Ann Roe elected mayor" elected nobody."""
    verb = next((token for token in tree.tokens if token.deprel == "root"), None)
    if verb is None or not _is_headline(tree) or verb.lemma not in APPOINTING or verb.xpos not in ("VBD", "VBN"):
        return
    subject, office = tree.child(verb, "nsubj"), tree.child(verb, "obj", "xcomp")
    if subject is None or office is None or tree.child(verb, "aux", "aux:pass") is not None:
        return
    is_bare = office.xpos == "NN" and names_person(office.lemma) and tree.child(office, "det", "case") is None
    if subject.ner == "B-PER" and subject.id < verb.id < office.id and is_bare:
        yield replace(subject, deprel="nsubj:pass")
        yield replace(verb, xpos="VBN", feats="Tense=Past|VerbForm=Part|Voice=Pass")
        yield replace(office, deprel="xcomp")


def turn_past_headlines(tree: Tree) -> Iterator[Token]:
    """A headline tells what somebody did in the present: a past form without object is a passive, "Minister stabbed".

    Headlines leave out the auxiliary of the passive (Mardh 1980, Headlinese).
    """
    verb = next((token for token in tree.tokens if token.deprel == "root"), None)
    if verb is None or not _is_headline(tree) or verb.lemma not in SUFFERED:
        return
    if verb.xpos not in ("VBD", "VBN") and (verb.xpos != "VBP" or verb.form.lower() == verb.lemma):
        return  # "shot" is past, whatever its tag
    subject = tree.child(verb, "nsubj")
    beside = tree.child(verb, "obj", "ccomp", "xcomp", "aux", "expl", "parataxis", "conj", "compound:prt")
    if subject is None or beside is not None or subject.upos == "PRON" or tree.child(subject, "det") is not None:
        return
    yield replace(subject, deprel="nsubj:pass")
    yield replace(verb, xpos="VBN", feats="Tense=Past|VerbForm=Part|Voice=Pass")


def _is_headline(tree: Tree) -> bool:
    """Whether a sentence lacks the mark that ends one, as headlines do."""
    return tree.tokens[-1].form not in ENDS


def _bare_root(tree: Tree) -> Token | None:
    """Return the noun without article that heads a headline without a finite verb; None if there is none."""
    root = next((token for token in tree.tokens if token.deprel == "root"), None)
    if root is None or root.upos not in ("NOUN", "PROPN") or not _is_headline(tree):
        return None
    if tree.child(root, "det", "case", "cop", "nsubj", "nmod:poss") is not None:
        return None
    return None if any(is_finite(tree, token) for token in tree.tokens) else root


def _raised(tree: Tree, noun: Token, clause: Token, relation: str) -> Iterator[Token]:
    """Make the clause the root and the noun its subject; what follows the clause goes with it."""
    yield replace(clause, head=0, deprel="root")
    yield replace(noun, head=clause.id, deprel=relation)
    for child in tree.children(noun):
        if child.id > clause.id or child.deprel == "punct":
            yield replace(child, head=clause.id)


HEADLINES: tuple[Repair, ...] = (
    raise_infinitives,
    raise_participles,
    turn_bare_appointments,
    turn_past_headlines,
)
