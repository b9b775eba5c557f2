"""Clauses that the parser hung beside the word they complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.trees import Repair, Tree
from kg.lexicon import find_effect, is_speech
from kg.model import Token


def return_planned_infinitives(tree: Tree) -> Iterator[Token]:
    """What somebody plans belongs to the plan: "dropped plans to buy Alitalia", whatever drop takes.

    Whom a prohibition forbids something is not told by the verb: "removes the prohibition to marry".
    """
    for clause in tree.tokens:
        verb = tree.parent(clause)
        if clause.deprel != "advcl" or verb is None or tree.marker(clause) != "to":
            continue
        plan = tree.child(verb, "obj")
        effect = find_effect(plan.lemma, plan.upos) if plan is not None and plan.upos == "NOUN" else None
        is_plan = effect is not None and not effect.startswith("not")
        if plan is not None and is_plan and tree.subtree(plan)[-1].id + 1 == tree.subtree(clause)[0].id:
            yield replace(clause, head=plan.id, deprel="acl")


def turn_governed_gerunds(tree: Tree) -> Iterator[Token]:
    """A gerund right after a verb that takes one is its complement: "ruled out raising taxes"."""
    for gerund in tree.tokens:
        verb = tree.parent(gerund)
        if gerund.deprel != "advcl" or gerund.xpos != "VBG" or verb is None or tree.subtree(gerund)[0].id != gerund.id:
            continue
        particle = tree.child(verb, "compound:prt")
        words = verb.lemma if particle is None else f"{verb.lemma} {particle.form.lower()}"
        last = verb if particle is None else particle
        if last.id + 1 == gerund.id and find_effect(words, "GER") is not None:
            yield replace(gerund, deprel="xcomp")


def turn_told_clauses(tree: Tree) -> Iterator[Token]:
    """A clause that lacks nothing is what a report says: "a report that Chevron had bribed officials".

    In "a report that shocked officials" the report shocks, and "a report that Chevron wrote" is written.
    """
    for clause in tree.tokens:
        noun = tree.parent(clause)
        if (
            clause.deprel != "acl:relcl"
            or noun is None
            or noun.upos != "NOUN"
            or find_effect(noun.lemma, "NOUN") is None
        ):
            continue
        that = next((word for word in tree.children(clause) if word.form.lower() == "that"), None)
        subjects = [word for word in tree.children(clause, "nsubj") if word is not that]
        if that is None or that.id != noun.id + 1 or not subjects or tree.child(clause, "obj") in (None, that):
            continue
        yield replace(clause, deprel="acl")
        if that.deprel != "mark":
            yield replace(that, deprel="mark", upos="SCONJ", xpos="IN")


def free_tellers(tree: Tree) -> Iterator[Token]:
    """A speech verb between commas interrupts its sentence: "The dam, the ministry said, will flood villages".

    The parser hung it on the noun before it; it belongs to that noun's verb.
    """
    for token in tree.tokens:
        noun = tree.parent(token)
        governor = tree.parent(noun) if noun is not None else None
        if token.deprel != "parataxis" or noun is None or governor is None or not is_speech(token.lemma):
            continue
        follower = tree.token(token.id + 1) if token.id < len(tree.tokens) else token
        is_between = noun.id < token.id < governor.id and follower.form == ","
        if is_between and noun.relation == "nsubj" and tree.child(token, "nsubj") is not None:
            yield replace(token, head=governor.id)


COMPLEMENTS: tuple[Repair, ...] = (
    return_planned_infinitives,
    turn_governed_gerunds,
    turn_told_clauses,
    free_tellers,
)
