"""Ways around the Universal Dependencies tree of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kg.language import is_tree
from kg.model import Sentence, Span, Token


class _Relations(dict[str, str]):
    """Relations without their subtype: asked for a million times in forty articles, so each is cut once."""

    def __missing__(self, deprel: str) -> str:
        self[deprel] = relation = deprel.partition(":")[0]
        return relation


_RELATIONS = _Relations()


class Tree:
    """A sentence with its dependents looked up by head; token ids count from 1."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self._children: dict[int, list[Token]] = {}
        self._related: dict[str, list[Token]] = {}
        for token in sentence.tokens:
            self._children.setdefault(token.head, []).append(token)

    def token(self, number: int) -> Token:
        """Return the token with this id (from 1)."""
        return self.tokens[number - 1]

    def parent(self, token: Token) -> Token | None:
        """Return the head of `token`, None for the root."""
        return self.tokens[token.head - 1] if token.head else None

    def children(self, token: Token, *deprels: str) -> list[Token]:
        """Return the dependents in text order; a name without subtype matches all its subtypes."""
        found = self._children.get(token.id)
        if found is None:
            return []
        if not deprels:
            return found
        return [child for child in found if child.deprel in deprels or _RELATIONS[child.deprel] in deprels]

    def related(self, *deprels: str) -> list[Token]:
        """Return the tokens that have one of these relations to their head, as in `children`, in text order.

        A rule about one relation looks at these alone, not at every token.
        """
        if not self._related:
            for token in self.tokens:
                self._related.setdefault(token.deprel, []).append(token)
                if (relation := _RELATIONS[token.deprel]) != token.deprel:
                    self._related.setdefault(relation, []).append(token)
        if len(deprels) == 1:
            return self._related.get(deprels[0], [])
        found = {token.id: token for deprel in deprels for token in self._related.get(deprel, ())}
        return [found[number] for number in sorted(found)]

    def governing(self, *deprels: str) -> list[Token]:
        """Return the tokens that govern one with such a relation, in text order."""
        return [self.tokens[number - 1] for number in sorted({token.head for token in self.related(*deprels)} - {0})]

    def child(self, token: Token, *deprels: str) -> Token | None:
        """Return the first dependent with one of these relations, None if there is none."""
        for child in self._children.get(token.id, ()):
            if not deprels or child.deprel in deprels or _RELATIONS[child.deprel] in deprels:
                return child
        return None

    def subtree(self, token: Token) -> list[Token]:
        """Return `token` and all it governs, in text order."""
        found: list[Token] = []
        waiting = [token]
        while waiting:
            current = waiting.pop()
            found.append(current)
            waiting.extend(self._children.get(current.id, []))
        return sorted(found, key=lambda member: member.id)

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
        cases = [case for case in self.children(token, "case") if case.id < token.id and case.form.lower() != "'s"]
        words = [
            word.form.lower() for case in cases for word in [case, *self.children(case, "fixed")] if case.xpos != "POS"
        ]
        return " ".join(words)

    def marker(self, token: Token) -> str:
        """Return the subordinating words of a clause in lower case: "if", "in order to", "" if none."""
        words = [
            word.form.lower()
            for mark in self.children(token, "mark")
            if mark.id < token.id
            for word in [mark, *self.children(mark, "fixed")]
        ]
        return " ".join(words)

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


def is_finite(tree: Tree, head: Token) -> bool:
    """Whether a clause has a finite verb: its own or an auxiliary's ("while it was negotiating")."""
    verbs = [head, *tree.children(head, "aux", "aux:pass", "cop")]
    return any(verb.has_feature("VerbForm=Fin") for verb in verbs)


Repair = Callable[[Tree], Iterator[Token]]
"""Yields the tokens of a tree whose head or relation it changes."""

HYPHENS = frozenset({"-", "\u2010", "\u2011"})
SEPARATORS = frozenset({",", "-", "–", "—", "--", "(", ";", ":"})


def repaired(sentence: Sentence, repairs: Iterable[Repair]) -> Sentence:
    """Return the sentence after one repair upon the other; one that would make a circle of the tree is left out."""
    tree = Tree(sentence)
    for repair in repairs:
        changed = {token.id: token for token in repair(tree)}
        if not changed:
            continue
        tokens = tuple(changed.get(token.id, token) for token in tree.tokens)
        if is_tree([token.head for token in tokens]):
            tree = Tree(replace(tree.sentence, tokens=tokens))
    return tree.sentence


def spans_of(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """Return the spans that cover `tokens`, one for each unbroken run of token ids."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda member: member.id):
        if runs and token.id == runs[-1][-1].id + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return tuple(Span(run[0].start, run[-1].end) for run in runs)


def quote(text: str, spans: Iterable[Span]) -> str:
    """Return the words of `text` under `spans`, joined by a blank."""
    return " ".join(span.quote(text) for span in spans)
