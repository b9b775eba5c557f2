"""The mentions of one document with the chains they fall into so far, and what must stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.coreference.profiles import Phrase, Profile, profile_mentions
from kg.grammar.trees import Tree
from kg.model import Mention, MentionKind, Proposition, Span, Token

_NUMBER = re.compile(r"\d+")


class Chains:
    """The mentions of a document and their chains, which grow as mentions are joined (union-find)."""

    def __init__(
        self,
        trees: Sequence[Tree],
        mentions: list[Mention],
        propositions: Sequence[Proposition],
        quotations: Sequence[Span],
    ) -> None:
        self.trees, self.mentions, self.propositions, self.quotations = trees, mentions, propositions, quotations
        self.profiles: list[Profile] = profile_mentions(trees, mentions, quotations)
        self.groups = {index: [index] for index in range(len(mentions))}
        self._leader = list(range(len(mentions)))
        self._apart = _tied_pairs(propositions, mentions)
        self.by_word = _by_word(mentions, self.profiles)
        self.phrases: dict[int, Phrase] = {}

    def find(self, index: int) -> int:
        """Return the first mention of the chain that a mention is in."""
        while self._leader[index] != index:
            self._leader[index] = self._leader[self._leader[index]]
            index = self._leader[index]
        return index

    def join(self, left: int, right: int, *, is_same_name: bool = False) -> bool:
        """Make one chain of those of two mentions, unless they must stay apart; return whether they are one now.

        Of equal names a fact may speak twice: "Norvik bought Norvik Energy".
        """
        first, second = sorted((self.find(left), self.find(right)))
        if first == second:
            return True
        if self._are_numbered_apart(first, second) or (not is_same_name and self._are_tied(first, second)):
            return False
        self._leader[second] = first
        self.groups[first] = sorted(self.groups[first] + self.groups.pop(second))
        return True

    def are_apart(self, left: int, right: int) -> bool:
        """Whether two chains cannot be one: a fact ties them to each other, or their names bear other numbers."""
        first, second = self.find(left), self.find(right)
        return self._are_tied(first, second) or self._are_numbered_apart(first, second)

    def _are_tied(self, first: int, second: int) -> bool:
        """Whether the text says something of the one and the other: "Berg became mayor", "Ann met Eva"."""
        few, many = sorted((self.groups[first], self.groups[second]), key=len)
        others = set(many)
        return any(not others.isdisjoint(self._apart.get(index, ())) for index in few)

    def _are_numbered_apart(self, first: int, second: int) -> bool:
        """Whether names bear different numbers: the 42nd Parliament is not the 43rd."""
        numbers = self._numbers_of(first)
        others = self._numbers_of(second) if numbers else set()
        return bool(numbers and others) and numbers.isdisjoint(others)

    def _numbers_of(self, group: int) -> set[str]:
        """Return the numbers in the names of a chain."""
        members = (self.mentions[member] for member in self.groups[group])
        return {number for member in members if member.kind is MentionKind.NAME for number in _numbers_in(member.name)}

    def chains(self) -> tuple[tuple[int, ...], ...]:
        """Return the chains of two mentions and more, each sorted, in the order of their first mentions."""
        return tuple(tuple(group) for _, group in sorted(self.groups.items()) if len(group) > 1)

    def members(self, index: int) -> list[Mention]:
        """Return the mentions of the chain that a mention is in, in text order."""
        return [self.mentions[member] for member in self.groups[self.find(index)]]

    def gender(self, index: int) -> str:
        """Return the gender of a chain, "" if none is known: what words tell, else what given names suggest.

        A full name suggests it more surely than one of a single word.
        """
        members = self.groups[self.find(index)]
        told = [self.profiles[member].gender for member in members if self.profiles[member].gender]
        full = [self.profiles[member].given_gender for member in members if " " in self.mentions[member].name]
        short = [self.profiles[member].given_gender for member in members]
        return next((gender for gender in (*told, *full, *short) if gender), "")

    def names(self) -> list[Mention]:
        """Return the mentions that are names, in text order."""
        return [mention for mention in self.mentions if mention.kind is MentionKind.NAME]

    def token(self, mention: Mention) -> Token:
        """Return the token that heads a mention."""
        return self.trees[mention.sentence].token(mention.head)


@lru_cache(maxsize=4096)
def _numbers_in(name: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(name))


def _tied_pairs(propositions: Iterable[Proposition], mentions: Sequence[Mention]) -> dict[int, set[int]]:
    """Return for each mention those that a fact says something of it with, as subject and object.

    Nothing is said of itself by name; "himself" and what is inside the other ("Ann and her son") are left out.
    """
    found: dict[int, set[int]] = {}
    for proposition in propositions:
        for triple in proposition.triples:
            if triple.object is None or "Reflex=Yes" in mentions[triple.object].features:
                continue
            found.setdefault(triple.subject, set()).add(triple.object)
            found.setdefault(triple.object, set()).add(triple.subject)
    return found


def head_of_name(name: str) -> str:
    """Return the word that heads a name, in small letters: the last before "of", else the last.

    >>> head_of_name("Upper Bank of Halden"), head_of_name("Freedom Magazine"), head_of_name("Man of the Match")
    ('bank', 'magazine', 'man')
    """
    words = name.lower().split()
    return words[words.index("of") - 1] if "of" in words[1:] else words[-1]


def _by_word(mentions: Iterable[Mention], profiles: Sequence[Profile]) -> dict[str, list[int]]:
    """Return for each noun the mentions it heads, names among them: "bank" heads Halden Bank and Bank of Halden."""
    found: dict[str, list[int]] = {}
    for mention in mentions:
        words = {profiles[mention.index].word}
        if mention.kind is MentionKind.NAME:
            words = {head_of_name(mention.name)}
        for word in words if mention.kind is not MentionKind.PRONOUN else ():
            found.setdefault(word, []).append(mention.index)
    return found
