"""`Frame` → `Telling`: whom a clause is told of, and the chain of verbs that leads to what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.grammar.clauses import is_clause, is_passive, subjects
from kg.grammar.frames import RELATIVE, Frame, Slot, Words, case_words, find_frames, in_order, is_denial, joined_nouns
from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import is_listed
from kg.model import Token
from kg.openie.phrases import core

# Adverbs that stand for a day and answer "when": "rose yesterday".
DAYS = frozenset({"yesterday", "today", "tonight", "tomorrow"})
# Adverbs that measure a time from another: "five years later", "two weeks ago".
RELATIVE_TIMES = frozenset({"later", "earlier", "ago", "before", "afterwards", "afterward", "hence", "previously"})


@dataclass(frozen=True)
class Telling:
    """A clause as it is told of its subjects in words of the sentence.

    `subjects` are heads of noun phrases; `path` the words from the first auxiliary to the last verb, in the order they
    are told ("attempted to popularize"); `complements` and `adjuncts` follow the verb, `fronted` ones stand before it.
    """

    head: Token
    subjects: tuple[Token, ...]
    path: Words
    complements: tuple[Slot, ...]
    adjuncts: tuple[Slot, ...]
    fronted: tuple[Slot, ...]


def find_tellings(tree: Tree) -> Iterator[Telling]:
    """Yield what the clauses of a sentence tell, in text order; a verb below another can be told in two ways."""
    for frame in find_frames(tree):
        for who, path in chains(tree, frame.head):
            if who:
                yield make_telling(tree, frame, who, path)


def make_telling(tree: Tree, frame: Frame, who: Iterable[Token], path: Words) -> Telling:
    """Return a clause told of these subjects, its verb in these words."""
    after, fronted = _adjuncts(tree, frame)
    return Telling(frame.head, tuple(who), path, tuple(_complements(tree, frame)), tuple(after), tuple(fronted))


# the verb and what leads to it


def chains(tree: Tree, head: Token) -> list[tuple[list[Token], Words]]:
    """Return subjects and path of a clause: at the end of the verbs above it, and on its own."""
    own = verb_words(tree, head)
    above = _governor(tree, head)
    if above is None:
        return [(subjects_of(tree, head), own)]
    first = tree.first_conjunct(head)
    link = link_words(tree, first)
    between = _between(tree, above, first)
    found = [(who, (*path, *between, *link, *own)) for who, path in chains(tree, above)]
    is_caused = bool(tree.children(above, "obj", "iobj")) and first.deprel == "xcomp"
    is_deed = first.deprel != "xcomp" and first.xpos == "VBG" and not _is_means(tree, above, first)
    if is_caused or is_deed:
        found.append((subjects_of(tree, head), own))
    return found


def _is_means(tree: Tree, above: Token, gerund: Token) -> bool:
    """Whether a gerund tells how something is done, by nobody stated: "Fat can be cleaned by adding a potato"."""
    return is_passive(tree, above) and tree.marker(gerund) == "by"


def link_words(tree: Tree, clause: Token) -> Words:
    """Return what joins a clause to the words above it: "to", "after", "instead of", "for people to"."""
    marks = [member for mark in tree.children(clause, "mark", "case") for member in tree.subtree(mark)]
    subject = tree.child(clause, "nsubj")
    return in_order([*marks, *(core(tree, subject) if subject is not None else ())])


def _governor(tree: Tree, head: Token) -> Token | None:
    """Return the clause whose verb chain this verb ends: "attempted to popularize", "died after giving"."""
    first = tree.first_conjunct(head)
    if tree.child(head, "nsubj") is not None or not first.head:
        return None
    above = tree.token(first.head)
    if not is_clause(tree, above):
        return None
    is_gerund = first.relation == "advcl" and first.xpos == "VBG" and bool(tree.children(first, "mark", "case"))
    is_purpose = first.relation == "advcl" and tree.marker(first) in ("to", "in order to")
    return above if first.deprel == "xcomp" or is_gerund or is_purpose else None


def _between(tree: Tree, above: Token, below: Token) -> Words:
    """Return what stands between two verbs of a chain: a predicate adjective, an object, else the first phrase."""
    found: list[Token] = []
    if tree.child(above, "cop") is not None:
        found += core(tree, above)
    for child in tree.children(above, "obj", "iobj"):
        if child.xpos not in RELATIVE:
            found += core(tree, child)
    phrases = [child for child in tree.children(above, "obl") if above.id < child.id < below.id]
    if not found and phrases and below.deprel == "advcl":
        found += [*case_words(tree, phrases[0]), *core(tree, phrases[0])]
    return in_order(found)


def subjects_of(tree: Tree, head: Token) -> list[Token]:
    """Return the subjects of a clause; "there" of "there is no evidence"."""
    there = tree.child(head, "expl")
    if there is not None and there.form.lower() == "there":
        return [there]
    gerund = tree.child(head, "csubj")
    if gerund is not None and gerund.xpos == "VBG" and tree.child(gerund, "nsubj", "mark") is None:
        return [gerund]
    found = [token for token in subjects(tree, head) if token.xpos not in RELATIVE and token.id != head.id]
    parent = tree.parent(head)
    is_participle = head.deprel == "acl" and not link_words(tree, head)
    if is_participle and parent is not None and tree.child(parent, "cop") is not None:
        # A participle on a predicate nominal is about the subject: "It is a think tank founded in 2005".
        return subjects(tree, parent) or found
    return found


def verb_words(tree: Tree, head: Token) -> Words:
    """Return auxiliaries, copula, negation, verb and particle of one clause; shared auxiliaries are repeated.

    An infinitive may be the predicate: "The plan | would be to use | the old harbour".
    """
    kept = [child for child in tree.children(head, "aux", "cop") if child.id < head.id]
    if not kept:
        kept += _shared_auxiliaries(tree, head)
    kept += denials(tree, head)
    copula = tree.child(head, "cop")
    if head.upos == "VERB" or (head.upos == "AUX" and copula is None):
        kept.append(head)
        kept += [mark for mark in tree.children(head, "mark") if copula is not None and copula.id < mark.id]
        kept += tree.children(head, "compound:prt")
    return in_order(kept)


def denials(tree: Tree, head: Token) -> list[Token]:
    """Return the adverbs that deny a verb: "not", "hardly", "no longer"."""
    found: list[Token] = []
    for child in tree.children(head, "advmod"):
        if is_denial(child.form):
            found.append(child)
        elif child.form.lower() == "longer" and "no" in [member.form.lower() for member in tree.subtree(child)]:
            found += tree.subtree(child)
    return found


def _shared_auxiliaries(tree: Tree, head: Token) -> list[Token]:
    """Return the auxiliaries of the first of joined verbs that fit the form of this one: "was tried and jailed"."""
    if head.deprel != "conj" or tree.child(head, "nsubj") is not None:
        return []
    first = tree.first_conjunct(head)
    shared = [child for child in tree.children(first, "aux") if child.id < first.id]
    if head.xpos != first.xpos or head.xpos not in ("VB", "VBN", "VBG"):
        return []
    return shared + denials(tree, first) if shared else []


# what follows the verb


def _complements(tree: Tree, frame: Frame) -> Iterator[Slot]:
    if tree.child(frame.head, "expl") is not None and frame.head.lemma == "be":
        for child in tree.children(frame.head, "nsubj"):
            yield from (Slot("obj", (), noun, child.id) for noun in joined_nouns(tree, child))
    yield from (slot for slot in frame.slots if slot.role in ("obj", "iobj", "attr") and slot.origin != "shared")


def _adjuncts(tree: Tree, frame: Frame) -> tuple[list[Slot], list[Slot]]:
    """Return the phrases after the verb and those before it."""
    phrases = [slot for slot in frame.slots if slot.role in ("obl", "agent") and slot.origin == "own"]
    found = [(slot.group, told) for slot in phrases for told in _told(tree, slot)]
    days = [child for child in tree.children(frame.head, "advmod") if _is_time(tree, child)]
    found += [(day.id, Slot("time", (), day, day.id)) for day in days]
    found.sort(key=lambda pair: pair[0])
    head = frame.head.id
    return [slot for place, slot in found if place > head], [slot for place, slot in found if place < head]


def _is_time(tree: Tree, adverb: Token) -> bool:
    word = adverb.form.lower()
    return word in DAYS or (word in RELATIVE_TIMES and bool(tree.children(adverb)))


def phrase_slots(tree: Tree, child: Token) -> list[Slot]:
    """Return a slot for each noun of a prepositional phrase; none for one that only links clauses ("as a result")."""
    nouns = joined_nouns(tree, child)
    return [told for noun in nouns for told in _told(tree, Slot("obl", case_words(tree, noun), noun, child.id))]


def _told(tree: Tree, slot: Slot) -> list[Slot]:
    """Return what a phrase is about: its noun, or what follows a complex preposition ("in honor of Jones")."""
    opening, noun = slot.opening, slot.head
    phrase = tree.first_conjunct(noun)
    if not opening and not (is_temporal(noun.form) or phrase.relation == "obl"):
        return []
    if is_listed("adverbials", plain(opening, noun)) and tree.child(noun, "nmod", "acl", "amod") is None:
        return []
    for inner in tree.children(noun, "nmod"):
        words = case_words(tree, inner)
        if inner.id > noun.id and is_listed("complex_prepositions", plain(opening, noun, *words)):
            whole = (*opening, *core(tree, noun), *words)
            return [Slot("obl", whole, other, slot.group) for other in joined_nouns(tree, inner)]
    return [Slot("obl" if opening else "time", opening, noun, slot.group)]


def plain(opening: Words, *words: Token) -> str:
    """Return words in lower case as the word lists spell them: "in honor of"."""
    return " ".join(token.form.lower() for token in (*opening, *words))
