"""Noun phrases: which words of a tree belong to the name of what a noun stands for."""

from __future__ import annotations

from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import find_modal, is_preposition_of
from kg.model import Token

# Longest infinitive that stays in a noun's name ("plans to close the plant"); longer ones made unreadable nodes.
MAX_INFINITIVE_TOKENS = 8
MAX_PHRASE_DEPTH = 4
# Longer phrases were misparsed clauses more often than names of things.
MAX_PHRASE_TOKENS = 20
OPENING = frozenset({"ADP", "CCONJ", "DET", "PUNCT"})
"""What opens something else, and so ends no phrase."""


def noun_phrase(tree: Tree, head: Token, depth: int = 0) -> list[Token]:
    """Return the tokens of the phrase a noun heads, without what a comma sets off.

    Of-phrases and the like stay ("penalties against the Assad government"); relative clauses, appositions,
    conjuncts and phrases that belong to the clause ("in addition to ...") do not.
    """
    kept = [head]
    for child in tree.children(head):
        relation = child.relation
        if relation in ("compound", "amod", "nummod", "flat", "fixed", "det", "goeswith") or (
            child.deprel in ("nmod:poss", "nmod:desc", "nmod:unmarked") and child.id < head.id
        ):
            kept += _premodifier(tree, child)
        elif child.deprel == "nmod:unmarked" and is_temporal(child.form) and _is_date(head):
            kept += tree.subtree(child)
        elif relation == "nmod" and depth < MAX_PHRASE_DEPTH and _belongs(tree, child, head):
            kept += _prepositional_phrase(tree, child, depth)
        elif child.deprel == "acl" and _is_short_infinitive(tree, child):
            kept += tree.subtree(child)
        elif relation == "advmod" and child.id < head.id and child.upos == "ADV" and not find_modal(child.form):
            kept += tree.subtree(child) if tree.child(head, "cop") is None else []
        elif child.deprel == "punct" and child.form == "-" and child.id < head.id:
            kept.append(child)
    return _unbroken(tree, head, kept) if depth == 0 else kept


def _is_date(head: Token) -> bool:
    """Whether a date begins here: "April 2015", "6 August 2019"."""
    return head.upos == "NUM" or is_temporal(head.form)


def _unbroken(tree: Tree, head: Token, kept: list[Token]) -> list[Token]:
    """Return the run of kept tokens around the head, commas inside it included; a very long one cut to its core."""
    ids = {token.id for token in kept}
    start = end = head.id
    while start > 1 and (start - 1 in ids or (tree.token(start - 1).upos == "PUNCT" and start - 2 in ids)):
        start -= 1
    while end < len(tree.tokens) and (
        end + 1 in ids or (tree.token(end + 1).upos in ("PUNCT", "CCONJ") and end + 2 in ids)
    ):
        end += 1
    while end > head.id and (tree.token(end).upos in OPENING or tree.token(end).relation in ("cc", "case")):
        end -= 1
    if end - start >= MAX_PHRASE_TOKENS:
        end = head.id
        start = max(start, head.id - MAX_PHRASE_TOKENS // 2)
    return list(tree.tokens[start - 1 : end])


def _premodifier(tree: Tree, child: Token) -> list[Token]:
    inner = tree.children(child, "appos", "acl:relcl", "parataxis")
    apart = {member.id for clause in inner for member in tree.subtree(clause)}
    return [member for member in tree.subtree(child) if member.id not in apart]


def _belongs(tree: Tree, child: Token, head: Token) -> bool:
    """Whether a prepositional phrase belongs to the noun's name: after it, no comma, no loose preposition."""
    preposition = tree.preposition(child)
    if child.id < head.id or tree.has_comma_before(child) or child.deprel == "nmod:unmarked":
        return False
    if preposition == "on" and is_temporal(child.form):
        return False  # "rebels in the town on Wednesday said"
    if child.lemma == "own":
        return False  # "gas fields of its own"
    return not is_preposition_of("loose", preposition) and not is_preposition_of("source", preposition)


def _prepositional_phrase(tree: Tree, child: Token, depth: int) -> list[Token]:
    cases = [member for case in tree.children(child, "case") for member in tree.subtree(case)]
    kept = cases + noun_phrase(tree, child, depth + 1)
    conjuncts = tree.children(child, "conj")
    if all(conjunct.upos in ("NOUN", "PROPN", "PRON", "NUM") for conjunct in conjuncts):
        for conjunct in conjuncts:
            joined = tree.children(conjunct, "cc", "case", "punct")
            kept += [*joined, *noun_phrase(tree, conjunct, depth + 1)]
    return kept


def _is_short_infinitive(tree: Tree, clause: Token) -> bool:
    tokens = tree.subtree(clause)
    return tree.marker(clause) == "to" and len(tokens) <= MAX_INFINITIVE_TOKENS and not tree.has_comma_before(clause)
