"""The maximal view: one relation a clause, with whole arguments and all its phrases, as CaRB rewards.

Bhardwaj et al. (EMNLP 2019): n-ary tuples, judged by the words they share with the gold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.grammar.frames import Words, in_order, is_measure, is_same_name
from kg.grammar.trees import Tree
from kg.model import Token
from kg.openie.phrases import trimmed
from kg.openie.tellings import Telling, find_tellings

# What is told by a relation of its own, or belongs to the clause that a predicate nominal heads.
SET_OFF = tuple("acl:relcl parataxis advcl discourse conj cc cop nsubj csubj aux mark case expl".split())


@dataclass(frozen=True)
class Relation:
    """A relation with its arguments, the subject first, in words of the sentence."""

    words: Words
    arguments: tuple[Words, ...]


def find_relations(tree: Tree) -> list[Relation]:
    """Return the relations of a sentence, each once: one for each clause, subject, and way to tell its verb."""
    return list(dict.fromkeys(relation for telling in find_tellings(tree) for relation in _relations(tree, telling)))


def _relations(tree: Tree, telling: Telling) -> Iterator[Relation]:
    """Yield the relation of a clause for each subject; it takes the preposition of what comes first after the verb."""
    slots = [*telling.complements, *telling.adjuncts, *telling.fronted]
    path = in_order([*telling.path, *_adverbs(tree, telling.head)]) if telling.path else ()
    told_openings: set[Words] = set()
    arguments = []
    for slot in slots:
        opening = () if slot.opening in told_openings else slot.opening
        told_openings.add(slot.opening)
        arguments.append((*opening, *whole(tree, slot.head)))
    if slots and slots[0].opening:
        path = (*path, *slots[0].opening)
        arguments[0] = whole(tree, slots[0].head)
    arguments += [trimmed(in_order(tree.subtree(clause))) for clause in tree.children(telling.head, "ccomp")]
    told = tuple(words for words in arguments if words)  # a lone bracket taken for a noun leaves nothing
    for subject in telling.subjects:
        who = _noun_alone(tree, subject, telling.head)
        if path and who and told:
            yield Relation(path, (who, *told))


def _adverbs(tree: Tree, verb: Token) -> list[Token]:
    """Return the adverbs right beside a verb, which say how it is meant: "was formally renamed", "rose sharply"."""
    return [
        adverb
        for adverb in tree.children(verb, "advmod")
        if adverb.xpos == "RB" and abs(adverb.id - verb.id) == 1 and not tree.children(adverb)
    ]


def _noun_alone(tree: Tree, subject: Token, clause: Token) -> Words:
    """Return a subject without the participle told of it: "pipes (damaged by ice) | damaged by | ice"."""
    words = whole(tree, subject)
    if clause.relation != "acl" or clause.head != subject.id:
        return words
    told = {member.id for member in tree.subtree(clause)}
    return trimmed(tuple(word for word in words if word.id not in told))


def whole(tree: Tree, head: Token) -> Words:
    """Return all that a noun governs but its preposition, its relative clauses and the nouns joined to it.

    Relative clauses deeper inside stay if they tell which one is meant, and go if a comma sets them off.
    """
    apart = {
        member.id
        for child in tree.children(head, *SET_OFF)
        if not is_same_name(tree, child)
        for member in tree.subtree(child)
    }
    apart |= {
        member.id
        for word in tree.subtree(head)
        if word.deprel == "acl:relcl" and tree.has_comma_before(word)
        for member in tree.subtree(word)
    }
    if tree.child(head, "cop") is not None:
        phrases = [child for child in tree.children(head, "obl") if not is_measure(child, head)]
        apart |= {member.id for child in phrases for member in tree.subtree(child)}
    return trimmed(in_order(token for token in tree.subtree(head) if token.id not in apart))
