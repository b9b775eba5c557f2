"""Mends what the parser joined to the wrong word: the second of a pair, the last word of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.trees import Repair, Tree, is_finite
from kg.model import Token

# Verbs of a transfer of words that need an addressee (Levin 1993, 37.2).
TELLING = frozenset({"tell", "inform", "assure", "remind", "notify"})
NOUNS = ("NOUN", "PROPN", "PRON", "NUM")


def join_pairs(tree: Tree) -> Iterator[Token]:
    """What is between two things is between both: "a debate between Lee and Roe" is no debate and Roe.

    The noun that follows "between X and" is joined to X, wherever the parser hung it.
    """
    for first in tree.tokens:
        if first.relation not in ("nmod", "obl") or tree.preposition(first) != "between" or not first.head:
            continue
        if tree.child(first, "conj") is not None or first.has_feature("Number=Plur"):
            continue
        end = tree.subtree(first)[-1].id
        for above in tree.ancestors(first):
            for other in tree.children(above, "conj"):
                joint = tree.child(other, "cc")
                is_next = joint is not None and joint.id == end + 1 and joint.form.lower() == "and"
                if is_next and other.upos in NOUNS and tree.child(other, "case") is None:
                    yield replace(other, head=first.id)
                    return


def turn_named_verbs(tree: Tree) -> Iterator[Token]:
    """A word in capitals before the verb it is hung on is the end of a name: "the Labour Party netted seats".

    Only where the word before it is written with a capital, too, and belongs to it.
    """
    for word in tree.tokens:
        if word.upos != "VERB" or word.relation not in ("ccomp", "nsubj", "advcl", "csubj", "parataxis"):
            continue
        verb = tree.parent(word)
        if verb is None or verb.id != word.id + 1 or not is_finite(tree, verb) or not _is_capital(word) or word.id < 2:
            continue
        before = tree.token(word.id - 1)
        is_sentence_in_capitals = _is_capital(verb)
        if is_sentence_in_capitals or before.head != word.id or not _is_capital(before):
            continue
        yield replace(word, upos="PROPN", xpos="NNP", feats="Number=Sing", lemma=word.form, deprel="nsubj")
        for child in tree.children(word):
            if child.id < word.id and child.relation in ("nsubj", "obj", "obl", "advmod"):
                owned = tree.child(child, "case") is not None
                yield replace(child, deprel="nmod:poss" if owned else "compound")


def turn_owned_participles(tree: Tree) -> Iterator[Token]:
    """What follows a possessor is a noun phrase: in "met Jordan's visiting King Abdullah" nobody visits the king."""
    for owner in tree.tokens:
        mark = next((case for case in tree.children(owner, "case") if case.xpos == "POS"), None)
        verb = tree.parent(owner)
        if mark is None or verb is None or owner.relation not in ("nsubj", "obj", "obl") or not verb.head:
            continue
        noun = tree.child(verb, "obj")
        is_next = verb.xpos in ("VBG", "VBN") and verb.id == mark.id + 1 and noun is not None
        if not is_next or noun is None or tree.subtree(noun)[0].id != verb.id + 1:
            continue
        yield replace(owner, head=noun.id, deprel="nmod:poss")
        yield replace(verb, head=noun.id, deprel="amod")
        yield replace(noun, head=verb.head, deprel="obj" if verb.relation in ("xcomp", "ccomp") else verb.deprel)
        for other in tree.children(verb):
            if other.id > noun.id:
                yield replace(other, head=verb.head)


def free_addressees(tree: Tree) -> Iterator[Token]:
    """Who is told stands between the verb and what is told: "told the Associated Press four victims were relatives".

    Without "that" between them the parser makes one noun phrase of name and subject.
    """
    for clause in tree.tokens:
        verb, subject = tree.parent(clause), tree.child(clause, "nsubj")
        is_open = clause.relation == "ccomp" and tree.child(clause, "mark") is None and subject is not None
        if verb is None or subject is None or not is_open or verb.lemma not in TELLING:
            continue
        if tree.child(verb, "obj", "iobj", "obl:agent", "aux:pass") is not None:
            continue
        name = _name_after(tree, verb)
        if not name or subject.id <= name[-1].id or tree.subtree(subject)[0].id != verb.id + 1:
            continue
        inside = {token.id for token in name}
        yield replace(name[-1], head=verb.id, deprel="iobj")
        for token in name[:-1]:
            if token.head not in inside:
                yield replace(token, head=name[-1].id, deprel="det" if token.upos == "DET" else "compound")


def _name_after(tree: Tree, verb: Token) -> list[Token]:
    """Return the words of the name that follows a verb at once, its article first; [] if none does."""
    words = list(tree.tokens[verb.id :])
    found = words[:1] if words and words[0].upos == "DET" else []
    for word in words[len(found) :]:
        is_first = not found or found[-1].upos == "DET"
        if word.ner == "O" or (word.ner.startswith("B-") and not is_first):
            break
        found.append(word)
    return found if found and found[-1].ner != "O" else []


def _is_capital(word: Token) -> bool:
    return word.form[:1].isupper() and not word.form.isupper()


ATTACHMENTS: tuple[Repair, ...] = (turn_named_verbs, turn_owned_participles, free_addressees, join_pairs)
