"""Ways around the Universal Dependencies tree of one sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from operator import attrgetter
from typing import Any, TypeVar

from kg.language import is_tree
from kg.model import Sentence, Span, Token


class Tree:
    """A sentence with its dependents looked up by head; token ids count from 1.

    What is asked for again and again is kept: the lists it gives out are its own and are not to be changed.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words = frozenset([token.form.lower() for token in self.tokens])
        """The words in lower case: a rule for few words looks no further where none of them stands."""
        self._children: list[list[Token]] = [_NO_TOKENS] * (len(self.tokens) + 1)
        self._by_relation: list[dict[str, list[Token]]] = [_NO_RELATIONS] * (len(self.tokens) + 1)
        self._related: dict[str, list[Token]] = {}
        self._subtrees: dict[int, Sequence[Token]] = {}
        self._prepositions: dict[int, str] = {}
        self._markers: dict[int, str] = {}
        self.answers: dict[tuple[Callable[..., Any], int], Any] = {}
        for token in sentence.tokens:
            if self._children[token.head] is _NO_TOKENS:
                self._children[token.head], self._by_relation[token.head] = [], {}
            self._children[token.head].append(token)
            _add(self._by_relation[token.head], token)

    def token(self, number: int) -> Token:
        """Return the token with this id (from 1)."""
        return self.tokens[number - 1]

    def under(self, spans: Iterable[Span]) -> list[Token]:
        """Return the tokens that lie wholly inside one of the spans, span by span."""
        found: list[Token] = []
        for span in spans:
            for token in self.tokens[bisect_left(self.tokens, span.start, key=_start) :]:
                if token.end > span.end:
                    break
                found.append(token)
        return found

    def parent(self, token: Token) -> Token | None:
        """Return the head of `token`, None for the root."""
        return self.tokens[token.head - 1] if token.head else None

    def children(self, token: Token, *deprels: str) -> Sequence[Token]:
        """Return the dependents in text order; a name without subtype matches all its subtypes."""
        if len(deprels) == 1:
            return self._by_relation[token.id].get(deprels[0], _NO_TOKENS)
        return _having(self._by_relation[token.id], deprels) if deprels else self._children[token.id]

    def related(self, *deprels: str) -> Sequence[Token]:
        """Return the tokens that have one of these relations to their head, as in `children`, in text order.

        A rule about one relation looks at these alone, not at every token.
        """
        if not self._related:
            for token in self.tokens:
                _add(self._related, token)
        return _having(self._related, deprels)

    def governing(self, *deprels: str) -> Sequence[Token]:
        """Return the tokens that govern one with such a relation, in text order."""
        heads = {token.head for token in self.related(*deprels)}
        return [self.tokens[number - 1] for number in sorted(heads) if number] if heads else _NO_TOKENS

    def child(self, token: Token, *deprels: str) -> Token | None:
        """Return the first dependent with one of these relations, None if there is none."""
        found: Sequence[Token] = self._children[token.id]
        if found and deprels:
            found = _having(self._by_relation[token.id], deprels)
        return found[0] if found else None

    def subtree(self, token: Token) -> Sequence[Token]:
        """Return `token` and all it governs, in text order."""
        found = self._subtrees.get(token.id)
        if found is None:
            waiting, ids = [token], [token.id]
            while waiting:
                below = self._children[waiting.pop().id]
                waiting += below
                ids += [child.id for child in below]
            found = self._subtrees[token.id] = [self.tokens[number - 1] for number in sorted(ids)]
        return found

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the head of `token`, its head, and so on to the root."""
        current = self.parent(token)
        while current is not None:
            yield current
            current = self.parent(current)

    def first_conjunct(self, token: Token) -> Token:
        """Return the first member of the coordination `token` stands in, else `token` itself."""
        while token.deprel == "conj" and token.head:
            token = self.token(token.head)
        return token

    def conjuncts(self, token: Token) -> list[Token]:
        """Return `token` and those joined to it by `conj`, in text order."""
        found = [token]
        for child in self.children(token, "conj"):
            found.extend(self.conjuncts(child))
        return found

    def preposition(self, token: Token) -> str:
        """Return the preposition of a noun in lower case, fixed parts joined: "according to"; "" if none."""
        found = self._prepositions.get(token.id)
        if found is None:
            cases = [case for case in self.children(token, "case") if case.id < token.id and case.form.lower() != "'s"]
            words = [word for case in cases for word in [case, *self.children(case, "fixed")] if word.xpos != "POS"]
            found = self._prepositions[token.id] = " ".join(word.form.lower() for word in words)
        return found

    def marker(self, token: Token) -> str:
        """Return the subordinating words of a clause in lower case: "if", "in order to", "" if none."""
        found = self._markers.get(token.id)
        if found is None:
            marks = [mark for mark in self.children(token, "mark") if mark.id < token.id]
            words = [word.form.lower() for mark in marks for word in [mark, *self.children(mark, "fixed")]]
            found = self._markers[token.id] = " ".join(words)
        return found

    def hyphenated(self, token: Token) -> list[Token]:
        """Return the words that hyphens tie to `token` on its left, and itself: "state-owned" for "owned"."""
        found = [token]
        while found[0].id > 2:
            hyphen, word = self.tokens[found[0].id - 2], self.tokens[found[0].id - 3]
            if hyphen.form not in HYPHENS or word.end != hyphen.start or hyphen.end != found[0].start:
                break
            found = [word, hyphen, *found]
        return found

    def has_comma_before(self, token: Token) -> bool:
        """Whether the phrase of `token` is set off by a comma, dash or bracket on its left."""
        first = self.subtree(token)[0]
        marks = [member for member in self.subtree(token) if member.id < token.id and member.form in SEPARATORS]
        if marks and marks[0] is first:
            return True
        return first.id > 1 and self.token(first.id - 1).form in SEPARATORS


Answer = TypeVar("Answer")
_UNASKED = object()


def asked_once(rule: Callable[[Tree, Token], Answer]) -> Callable[[Tree, Token], Answer]:
    """Return the rule with its answer for each token kept in the tree: other rules ask it again and again."""

    @wraps(rule)
    def ask(tree: Tree, token: Token) -> Answer:
        question = (rule, token.id)
        answer: Any = tree.answers.get(question, _UNASKED)
        if answer is _UNASKED:
            answer = tree.answers[question] = rule(tree, token)
        return answer  # type: ignore[no-any-return]

    return ask


@asked_once
def is_finite(tree: Tree, head: Token) -> bool:
    """Whether a clause has a finite verb: its own or an auxiliary's ("while it was negotiating")."""
    verbs = [head, *tree.children(head, "aux", "aux:pass", "cop")]
    return any(verb.has_feature("VerbForm=Fin") for verb in verbs)


Repair = Callable[[Tree], Iterator[Token]]
"""Yields the tokens of a tree whose head or relation it changes."""

_start, _id = attrgetter("start"), attrgetter("id")
_NO_TOKENS: list[Token] = []
_NO_RELATIONS: dict[str, list[Token]] = {}


def _add(by_relation: dict[str, list[Token]], token: Token) -> None:
    """Add a token under its relation, and under that without subtype."""
    deprel, relation = token.deprel, token.relation
    by_relation.setdefault(deprel, []).append(token)
    if relation != deprel:
        by_relation.setdefault(relation, []).append(token)


def _having(by_relation: dict[str, list[Token]], deprels: tuple[str, ...]) -> Sequence[Token]:
    """Return the tokens that have one of the relations, in text order."""
    if len(deprels) == 1:
        return by_relation.get(deprels[0], _NO_TOKENS)
    found = [by_relation[deprel] for deprel in deprels if deprel in by_relation]
    if len(found) < 2:
        return found[0] if found else _NO_TOKENS
    by_id = {token.id: token for tokens in found for token in tokens}
    return [by_id[number] for number in sorted(by_id)]


HYPHENS = frozenset({"-", "\u2010", "\u2011"})
SEPARATORS = frozenset({",", "-", "–", "—", "--", "(", ";", ":"})


def repaired(sentence: Sentence, repairs: Iterable[Repair]) -> Tree:
    """Return the tree of the sentence after one repair upon the other; one that would make a circle is left out."""
    tree = Tree(sentence)
    for repair in repairs:
        found = list(repair(tree))
        if not found:
            continue
        changed = {token.id: token for token in found}
        tokens = tuple(changed.get(token.id, token) for token in tree.tokens)
        if is_tree([token.head for token in tokens]):
            tree = Tree(replace(tree.sentence, tokens=tokens))
    return tree


def spans_of(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """Return the spans that cover `tokens`, one for each unbroken run of token ids."""
    bounds: list[list[int]] = []
    last = 0
    for token in sorted(tokens, key=_id):
        if bounds and token.id == last + 1:
            bounds[-1][1] = token.end
        else:
            bounds.append([token.start, token.end])
        last = token.id
    return tuple([Span(start, end) for start, end in bounds])


def quote(text: str, spans: Iterable[Span]) -> str:
    """Return the words of `text` under `spans`, joined by a blank."""
    return " ".join([text[span.start : span.end] for span in spans])
