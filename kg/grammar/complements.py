"""Clauses that the parser hung beside the word they complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.trees import Repair, Tree, is_finite
from kg.language.inflection import verb_lemma
from kg.lexicon import find_effect, is_speech
from kg.model import Token


def return_planned_infinitives(tree: Tree) -> Iterator[Token]:
    """What somebody plans belongs to the plan: "dropped plans to buy Alitalia", whatever drop takes.

    Whom a prohibition forbids something is not told by the verb: "removes the prohibition to marry".
    """
    for clause in tree.related("advcl"):
        verb = tree.parent(clause)
        if clause.deprel != "advcl" or verb is None or tree.marker(clause) != "to":
            continue
        plan = tree.child(verb, "obj")
        effect = find_effect(plan.lemma, plan.upos) if plan is not None and plan.upos == "NOUN" else None
        is_plan = effect is not None and not effect.startswith("not")
        if plan is not None and is_plan and tree.subtree(plan)[-1].id + 1 == tree.subtree(clause)[0].id:
            yield replace(clause, head=plan.id, deprel="acl")


def turn_governed_gerunds(tree: Tree) -> Iterator[Token]:
    """A gerund right after a verb that takes one is its complement: "ruled out raising taxes", "denies hiding it"."""
    for gerund in tree.related("advcl", "ccomp"):
        verb = tree.parent(gerund)
        is_clause = gerund.deprel == "advcl" or (gerund.deprel == "ccomp" and tree.child(gerund, "nsubj") is None)
        if not is_clause or gerund.xpos != "VBG" or verb is None or tree.subtree(gerund)[0].id != gerund.id:
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
    for clause in tree.related("acl:relcl"):
        noun = tree.parent(clause)
        if noun is None or noun.upos != "NOUN" or find_effect(noun.lemma, "NOUN") is None:
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
    for token in tree.related("parataxis"):
        noun = tree.parent(token)
        governor = tree.parent(noun) if noun is not None else None
        if noun is None or governor is None or not is_speech(token.lemma):
            continue
        follower = tree.token(token.id + 1) if token.id < len(tree.tokens) else token
        is_between = noun.id < token.id < governor.id and follower.form == ","
        if is_between and noun.relation == "nsubj" and tree.child(token, "nsubj") is not None:
            yield replace(token, head=governor.id)


def turn_gerund_nouns(tree: Tree) -> Iterator[Token]:
    """A word in -ing with an object is a verb: "left without warning the villagers"; of a noun it would be "of"."""
    for gerund in tree.related("advcl", "acl", "obl"):
        thing = tree.child(gerund, "obj", "iobj")
        case = tree.child(gerund, "case")
        is_ing = (
            gerund.xpos == "NN" and gerund.form.lower().endswith("ing") and gerund.deprel in ("advcl", "acl", "obl")
        )
        if not is_ing or case is None or thing is None or case.id + 1 != gerund.id or thing.id < gerund.id:
            continue
        lemma = verb_lemma(gerund.form.lower(), "VBG", _is_verb) or gerund.lemma
        relation = "advcl" if gerund.deprel == "obl" else gerund.deprel
        yield replace(gerund, upos="VERB", xpos="VBG", lemma=lemma, feats="VerbForm=Ger", deprel=relation)
        yield replace(case, deprel="mark")
        yield replace(thing, deprel="obj")


def _is_verb(word: str) -> bool:
    return find_effect(word, "VERB") is not None


def join_topical_gerunds(tree: Tree) -> Iterator[Token]:
    """A gerund is joined to a topic, not to a finite verb: "spoke about schools and raising wages" raises none."""
    for gerund in tree.related("conj"):
        verb = tree.parent(gerund)
        is_bare = gerund.xpos == "VBG" and tree.child(gerund, "aux", "nsubj", "mark") is None
        if not is_bare or verb is None or verb.xpos not in ("VBD", "VBZ", "VBP"):
            continue
        topics = [noun for noun in tree.children(verb, "obl") if verb.id < noun.id < gerund.id]
        if topics and tree.preposition(topics[-1]) in ("about", "of", "on", "for", "against"):
            yield replace(gerund, head=topics[-1].id)


def turn_governed_adjectives(tree: Tree) -> Iterator[Token]:
    """ "Due to" before a verb is an adjective and its infinitive: "Ryanair is due to cut the route"."""
    for due in tree.related("mark"):
        to, verb = tree.child(due, "fixed"), tree.parent(due)
        if due.upos != "ADJ" or to is None or to.form.lower() != "to" or verb is None:
            continue
        cop = tree.child(verb, "cop", "aux")
        if verb.xpos != "VB" or to.id + 1 != verb.id or cop is None or cop.lemma != "be" or cop.id > due.id:
            continue
        yield replace(due, head=verb.head, deprel=verb.deprel)
        yield replace(verb, head=due.id, deprel="xcomp")
        yield replace(to, head=verb.id, deprel="mark")
        for child in tree.children(verb):
            if child.id < due.id or child.deprel == "punct":
                yield replace(child, head=due.id, deprel="cop" if child is cop else child.deprel)


def join_parted_quotes(tree: Tree) -> Iterator[Token]:
    """A noun told before its teller is the subject of what is told after it: “Our engineers,” Roe said, “warned”."""
    for noun in tree.related("ccomp"):
        teller = tree.parent(noun)
        if noun.upos not in ("NOUN", "PROPN", "PRON") or teller is None:
            continue
        told = next((clause for clause in tree.children(teller, "ccomp") if clause.id > teller.id), None)
        is_open = told is not None and tree.child(told, "nsubj", "csubj", "expl", "mark") is None
        is_bare = noun.id < teller.id and tree.child(noun, "cop", "case", "nsubj") is None
        if told is not None and is_open and is_bare and is_speech(teller.lemma) and is_finite(tree, told):
            yield replace(noun, head=told.id, deprel="nsubj")


def turn_clause_verbs(tree: Tree) -> Iterator[Token]:
    """What has a subject is a clause: in "Ann's claim that guards beat prisoners shocked Oslo" they beat prisoners.

    The parser took the verb for a participle before its object, and the claim for what the sentence is about.
    """
    for verb in tree.related("amod"):
        thing = tree.parent(verb)
        main = tree.parent(thing) if thing is not None else None
        noun = tree.parent(main) if main is not None else None
        if tree.child(verb, "nsubj") is None or thing is None or main is None or noun is None:
            continue
        is_told = main.relation in ("acl", "ccomp") and find_effect(noun.lemma, "NOUN") is not None
        if not is_told or tree.marker(verb) != "that" or thing.relation != "nsubj" or main.id < thing.id:
            continue
        yield replace(main, head=noun.head, deprel=noun.deprel)
        yield replace(noun, head=main.id, deprel="nsubj")
        yield replace(verb, head=noun.id, deprel="acl")
        yield replace(thing, head=verb.id, deprel="obj")
        for child in tree.children(noun, "punct"):
            yield replace(child, head=main.id)


COMPLEMENTS: tuple[Repair, ...] = (
    turn_gerund_nouns,
    join_topical_gerunds,
    turn_governed_adjectives,
    join_parted_quotes,
    turn_clause_verbs,
    return_planned_infinitives,
    turn_governed_gerunds,
    turn_told_clauses,
    free_tellers,
)
