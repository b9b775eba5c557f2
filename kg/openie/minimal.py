"""The minimal view: exact facts of three short slots, one for each preposition, as BenchIE counts them.

Gashteovski et al. (ACL 2022): a fact is one triple that can be read on its own; each prepositional phrase makes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.grammar.clauses import is_clause
from kg.grammar.frames import Slot, Words, case_words, in_order, make_frame
from kg.grammar.trees import Tree
from kg.lexicon import is_idiom, is_listed
from kg.model import Token
from kg.openie.phrases import core, core_with_of, cores, cores_with_of, is_measured, passed, trimmed, with_of
from kg.openie.tellings import (
    RELATIVE_TIMES,
    Telling,
    find_tellings,
    link_words,
    make_telling,
    phrase_slots,
    plain,
    verb_words,
)

MAX_DEPTH = 4


@dataclass(frozen=True)
class Fact:
    """A triple in words of the sentence."""

    subject: Words
    relation: Words
    object: Words


def find_facts(tree: Tree) -> list[Fact]:
    """Return the facts of a sentence, each once."""
    found = [fact for telling in find_tellings(tree) for fact in _telling_facts(tree, telling)]
    return list(dict.fromkeys(fact for fact in found if fact.relation and fact.object and fact.subject))


def _telling_facts(tree: Tree, telling: Telling) -> Iterator[Fact]:
    for subject in telling.subjects:
        yield from _members(tree, subject)
    for who in [words for subject in telling.subjects for words in cores_with_of(tree, subject)]:
        for path, slot in _paths(tree, telling):
            yield from _told(tree, _set_named(tree, telling, slot) or who, path, slot)
        yield from _reports(tree, telling, who)


def _paths(tree: Tree, telling: Telling) -> Iterator[tuple[Words, Slot]]:
    """Yield each complement and adjunct with the words that lead to it."""
    path = telling.path
    for slot in _of_role(telling, "iobj"):
        yield path, slot
    for recipient in _of_role(telling, "iobj")[:1]:
        path = (*path, *passed(tree, recipient.head))
    objects, attributes = _of_role(telling, "obj"), _of_role(telling, "attr")
    if not attributes:  # "keep them moist" does not keep them
        yield from ((path, slot) for slot in objects if not is_idiom(telling.head.lemma, slot.head.lemma))
    for lead in [(*path, *passed(tree, slot.head)) for slot in objects] or [path]:
        yield from ((lead, slot) for slot in attributes if not _needs_complement(tree, slot))
        for inner in [(*lead, *slot.opening, *passed(tree, slot.head)) for slot in attributes] or [lead]:
            yield from _adjunct_paths(tree, telling, inner)


def _of_role(telling: Telling, role: str) -> list[Slot]:
    return [slot for slot in telling.complements if slot.role == role]


def _adjunct_paths(tree: Tree, telling: Telling, lead: Words) -> Iterator[tuple[Words, Slot]]:
    """Yield each adjunct with its path; where a verb has no complement, its first phrase stands for one.

    "feet | dangling off the floor for | five hours", but "He | saw service (as a soldier) in | the 1570s".
    """
    first = telling.adjuncts[0] if telling.adjuncts and not telling.complements else None
    beside = lead if first is None else (*lead, *first.opening, *passed(tree, first.head))
    for slot in (*telling.adjuncts, *telling.fronted):
        yield lead if first is not None and slot.group == first.group else beside, slot


def _needs_complement(tree: Tree, slot: Slot) -> bool:
    """Whether a predicate says nothing alone: "able (to start)"."""
    return slot.head.upos == "ADJ" and tree.child(slot.head, "xcomp") is not None


def _told(tree: Tree, who: Words, path: Words, slot: Slot, depth: int = 0) -> Iterator[Fact]:
    """Yield the fact of a slot and those of the phrases that follow its noun, one preposition after the other."""
    if _is_including(slot):
        path = ()
    lead = (*path, *slot.opening)
    if slot.head.form.lower() in RELATIVE_TIMES:
        yield Fact(who, lead, trimmed(in_order(tree.subtree(slot.head))))
        return
    if not _opens_gerund(tree, slot):
        for words in cores(tree, slot.head):
            yield Fact(who, lead, with_of(tree, slot.head, words))
    if depth < MAX_DEPTH:
        inner = (*lead, *passed(tree, slot.head))
        for further in _further(tree, slot.head):
            holder = core_with_of(tree, slot.head) if _is_including(further) else who
            yield from _told(tree, holder, inner, further, depth + 1)
        yield from _gerunds(tree, who, inner, slot.head, depth)


def _opens_gerund(tree: Tree, slot: Slot) -> bool:
    """Whether a noun is only part of a complex preposition: "in the process of being bought by | Acme"."""
    return any(
        is_listed("complex_prepositions", plain(slot.opening, slot.head, *link_words(tree, clause)))
        for clause in tree.children(slot.head, "acl", "advcl")
    )


def _is_including(slot: Slot) -> bool:
    """Whether a phrase names members of a set: "vaccinations | including | the rabies vaccination"."""
    return [token.form.lower() for token in slot.opening] == ["including"]


def _set_named(tree: Tree, telling: Telling, slot: Slot) -> Words:
    """Return the set whose members a phrase of the verb names: "They sell dogs , including pugs" is about the dogs."""
    before = [other.head for other in telling.complements if other.role == "obj" and other.head.id < slot.head.id]
    return core_with_of(tree, before[-1]) if before and _is_including(slot) else ()


def _members(tree: Tree, noun: Token) -> Iterator[Fact]:
    """Yield the members of a set that its noun names: "Pets , including rabbits , need care"."""
    for slot in _further(tree, noun):
        if _is_including(slot):
            yield from _told(tree, core_with_of(tree, noun), (), slot)


def _further(tree: Tree, noun: Token) -> Iterator[Slot]:
    """Yield the phrases that follow a noun, or the complement of an adjective."""
    for child in tree.children(noun, "nmod", "obl"):
        if child.relation == "obl" and is_clause(tree, noun):
            continue
        is_absorbed = is_measured(noun) and tree.preposition(child) == "of"
        is_phrase = child.id > noun.id and bool(case_words(tree, child))
        if is_phrase and not is_absorbed and not _is_named_by_date(noun, child):
            yield from phrase_slots(tree, child)


def _is_named_by_date(noun: Token, child: Token) -> bool:
    """Whether a year belongs to a name: "the Clean Air Act of 1970"."""
    return noun.upos == "PROPN" and child.upos == "NUM"


def _gerunds(tree: Tree, who: Words, path: Words, noun: Token, depth: int) -> Iterator[Fact]:
    """Yield what a gerund or infinitive on a noun tells: "describes the necessity for understanding | weaknesses"."""
    for clause in tree.children(noun, "acl"):
        link = link_words(tree, clause)
        if clause.deprel != "acl" or not link or clause.id < noun.id:
            continue
        for verb in tree.conjuncts(clause):
            telling = make_telling(tree, make_frame(tree, verb), (), (*path, *link, *verb_words(tree, verb)))
            for lead, slot in _paths(tree, telling):
                yield from _told(tree, who, lead, slot, depth + 1)


def _reports(tree: Tree, telling: Telling, who: Words) -> Iterator[Fact]:
    """Yield what somebody says or thinks, each joined clause as an object: "Ackerman | contended | that it was ..."."""
    path = (*telling.path, *(core(tree, telling.head) if tree.child(telling.head, "cop") is not None else ()))
    for child in tree.children(telling.head, "ccomp"):
        yield from (Fact(who, path, words) for words in reported_clauses(tree, child))


def reported_clauses(tree: Tree, child: Token) -> Iterator[Words]:
    """Yield the words of a clause and of those joined to it that have a subject of their own."""
    for clause in tree.conjuncts(child):
        if clause is not child and tree.child(clause, "nsubj") is None:
            continue
        apart = {
            member.id
            for inner in tree.children(clause, "conj", "cc")
            if tree.child(inner, "nsubj") is not None
            for member in tree.subtree(inner)
        }
        yield trimmed(tuple(token for token in tree.subtree(clause) if token.id not in apart))
