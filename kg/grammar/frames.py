"""`Tree` → `Frame`: one analysis of a clause, its subjects and what its verb takes, that every view is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.grammar.clauses import is_clause, is_passive, is_without, nominal_conjuncts, relative_role, subjects
from kg.grammar.trees import Tree
from kg.lexicon import find_effect, find_negation
from kg.model import Token

Words = tuple[Token, ...]
RELATIVE = ("WP", "WDT", "WRB", "WP$")
"""Tags of the words that open a relative clause or a question; what they stand for is found elsewhere."""


@dataclass(frozen=True)
class Slot:
    """What a verb takes, or a phrase beside it: the words that open it (a preposition, or none) and its head noun.

    `role` is that of Universal Dependencies, obj, iobj, obl or nmod; `agent` for the by-phrase of a passive; `attr` for
    what a copula or a verb such as "become" says somebody is. Members of one coordination have the same `group`.
    `origin` tells where it stands: at the verb itself (`own`), before a relative clause (`antecedent`), or at another
    verb that is joined to this one (`shared`). `gap` is the preposition that a relative clause leaves to its noun.
    """

    role: str
    opening: Words
    head: Token
    group: int
    origin: str = "own"
    gap: str = ""

    @property
    def preposition(self) -> str:
        """The opening words in lower case, or those of the gap of a relative clause; "" if there are none."""
        return " ".join(token.form.lower() for token in self.opening) or self.gap


@dataclass(frozen=True)
class Frame:
    """A clause: its predicate, the heads of its subjects, and its slots, attributes first, else in text order."""

    head: Token
    is_passive: bool
    subjects: tuple[Token, ...]
    slots: tuple[Slot, ...]


def find_frames(tree: Tree) -> Iterator[Frame]:
    """Yield the frame of each clause of a sentence in text order."""
    return (make_frame(tree, head) for head in tree.tokens if is_clause(tree, head))


def make_frame(tree: Tree, head: Token) -> Frame:
    """Return the frame of the clause that a predicate heads; who is meant but not stated is among the subjects."""
    passive = is_passive(tree, head)
    slots = [*_attributes(tree, head), *_antecedents(tree, head)]
    for child in tree.children(head):
        if child.xpos not in RELATIVE:
            slots += _slots(tree, head, child, passive=passive)
    return Frame(head, passive, tuple(subjects(tree, head)), (*slots, *_shared_objects(tree, head)))


def _attributes(tree: Tree, head: Token) -> Iterator[Slot]:
    """Yield what a copula says somebody is, each of joined ones: "Ann is a lawyer and a farmer", "are in Oslo"."""
    if tree.child(head, "cop") is None or head.upos == "VERB":
        return
    opening = case_words(tree, head)
    yield Slot("attr", opening, head, head.id)
    for other in tree.children(head, "conj"):
        if not (is_clause(tree, other) or other.upos == "VERB" or is_denied(tree, other) or is_same_name(tree, other)):
            yield Slot("attr", case_words(tree, other) or opening, other, head.id)


def _antecedents(tree: Tree, head: Token) -> Iterator[Slot]:
    """Yield the noun before a relative clause where it is no subject: "the law that Congress passed"."""
    if head.deprel != "acl:relcl" or not head.head:
        return
    noun = tree.token(head.head)
    role, _, gap = relative_role(tree, head).partition(":")
    is_told = noun.xpos not in RELATIVE  # "the gimmicks she used", but not "what she used"
    if is_told and role in ("obj", "obl"):
        yield Slot(role, (), noun, noun.id, "antecedent", gap)


def _slots(tree: Tree, head: Token, child: Token, *, passive: bool) -> Iterator[Slot]:
    """Yield the slots of one dependent, one for each of the nouns joined in it."""
    relation = child.relation
    if relation in ("obj", "iobj"):
        yield from (Slot(relation, (), noun, child.id) for noun in joined_nouns(tree, child))
    elif child.deprel == "xcomp" and child.upos != "VERB" and not is_clause(tree, child):
        yield from (Slot("attr", case_words(tree, noun), noun, child.id) for noun in tree.conjuncts(child))
    elif relation in ("obl", "nmod") and not is_measure(child, head):
        is_agent = child.deprel == "obl:agent" or (passive and tree.preposition(child) == "by")
        role = "agent" if is_agent else relation
        yield from (Slot(role, case_words(tree, noun), noun, child.id) for noun in joined_nouns(tree, child))


def _shared_objects(tree: Tree, head: Token) -> Iterator[Slot]:
    """Yield the object of one of two joined verbs for the other: "signed and ratified the treaty"."""
    if tree.child(head, "obj", "obl", "ccomp", "xcomp") is not None or head.upos != "VERB" or is_passive(tree, head):
        return
    first = tree.first_conjunct(head)
    shared = tree.child(first, "obj") if first is not head else None
    if shared is None or shared.id < head.id:
        joined = tree.children(head, "conj")
        takes_clause = find_effect(head.lemma, "VERB") is not None  # "to threaten and increase pressure"
        is_next = bool(joined) and joined[-1].id == head.id + 2 and not takes_clause
        shared = tree.child(joined[-1], "obj") if is_next else None
    if shared is not None:
        yield from (Slot("obj", (), noun, shared.id, "shared") for noun in joined_nouns(tree, shared))


# words and coordination


def in_order(tokens: Iterable[Token]) -> Words:
    """Return the tokens once each, in the order of the sentence."""
    return tuple(sorted({token.id: token for token in tokens}.values(), key=lambda token: token.id))


def case_words(tree: Tree, head: Token) -> Words:
    """Return the preposition of a noun, fixed parts included; a conjunct without one takes that of the first."""
    cases = [case for case in tree.children(head, "case") if case.id < head.id and case.xpos != "POS"]
    if not cases and head.deprel == "conj":
        return case_words(tree, tree.token(head.head))
    return in_order(member for case in cases for member in (case, *tree.children(case, "fixed")))


def joined_nouns(tree: Tree, noun: Token) -> list[Token]:
    """Return a noun and the nouns joined to it, but those that are denied or part of the same name."""
    return [
        member
        for member in nominal_conjuncts(tree, noun)
        if member is noun or not (is_denied(tree, member) or is_same_name(tree, member))
    ]


def is_same_name(tree: Tree, conjunct: Token) -> bool:
    """Whether a conjunct is part of a name that holds an "and".

    "the Department of Trade and Industry", whose "and" is tagged as part of the name; "the Food and Drug
    Administration", where what is joined and the noun it describes have capitals.
    """
    if conjunct.deprel != "conj":
        return False
    links = [link for link in tree.children(conjunct, "cc", "punct") if link.id < conjunct.id]
    first = tree.first_conjunct(conjunct)
    noun = tree.parent(first)
    is_modifier = first.relation in ("compound", "amod") and noun is not None and noun.id > conjunct.id
    is_capitalized = is_modifier and all(word.form[0].isupper() for word in (first, conjunct, noun) if word)
    return is_capitalized or any(link.ner.startswith("I-") for link in links)


def is_denied(tree: Tree, conjunct: Token) -> bool:
    """Whether a conjunct is what something is not: "a type rather than a breed", "a delegate but no senator or judge".

    What "nor" joins is denied by the clause, as what it is joined to.
    """
    if conjunct.deprel != "conj":
        return False
    if is_without(tree, conjunct) or is_denied(tree, tree.token(conjunct.head)):
        return True
    links = [link.form.lower() for link in tree.children(conjunct, "cc", "advmod") if link.id < conjunct.id]
    return any((is_denial(link) and link != "nor") or link in ("rather", "instead") for link in links)


def is_denial(word: str) -> bool:
    """Whether an adverb denies a verb: "are not", "can hardly help" (Quirk et al. 1985, 10.58 and 10.59)."""
    return find_negation(word) == "adverb"


def is_measure(child: Token, head: Token) -> bool:
    """Whether a bare noun measures the adjective after it: "nine feet long"."""
    return child.deprel == "obl:unmarked" and child.id < head.id and head.upos in ("ADJ", "ADV")
