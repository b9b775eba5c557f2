"""Acronyms a text explains itself: "the Parliament of New South Wales (NSW)", "the Bank of Upper Lakeland, or BUL"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.grammar.trees import Tree
from kg.model import EntityType, Mention, MentionKind, Token

QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''"})
# What follows an acronym that stands alone in brackets.
CLOSERS = QUOTES | {")", ",", ";"}
# Types that the tagger confuses for names of bodies and regions.
BODIES = frozenset(type_ for type_ in EntityType if type_.is_thing) | {EntityType.ORGANIZATION, EntityType.PLACE}


@dataclass(frozen=True)
class Definition:
    """An acronym and the name it is explained by; equal if they are the same mentions.

    `words` are those the letters stand for: the whole name, or the end of it.
    """

    acronym: Mention
    name: Mention
    words: str


def find_definitions(trees: Sequence[Tree], mentions: Sequence[Mention]) -> Iterator[Definition]:
    """Yield the acronyms that stand in brackets, or after "or", right behind the name they are short for."""
    names = [mention for mention in mentions if mention.kind is MentionKind.NAME]
    ends = {(name.sentence, name.spans[-1].end): name for name in names}
    for acronym in names:
        tree = trees[acronym.sentence]
        place = _defining_place(tree, tree.token(acronym.head)) if is_acronym(acronym.name) else None
        name = ends.get((acronym.sentence, place[0].end)) if place is not None else None
        if place is None or name is None or not _can_be_one(acronym.type, name.type):
            continue
        words = find_expansion(acronym.name, name.name, is_set_off=place[1])
        if words is not None:
            yield Definition(acronym, name, words)


def is_acronym(name: str) -> bool:
    """Whether a name is one word of letters, at least two of them capitals: "NSW", "MoF", "U.P.U."."""
    letters = re.sub(r"[.&-]", "", name)
    return letters.isalpha() and letters[0].isupper() and sum(letter.isupper() for letter in letters) > 1


def find_expansion(acronym: str, name: str, *, is_set_off: bool) -> str | None:
    """Return the words of a name whose initials are an acronym: all of them, or the end of the name.

    If it is set off by brackets or a comma, two letters of three are enough, in any order: another language has other
    words, "Kurdistan Workers' Party (PKK)", and small words may count or not.

    >>> find_expansion("NSW", "Parliament of New South Wales", is_set_off=True)
    'New South Wales'
    """
    letters = re.sub(r"[.&-]", "", acronym).casefold()
    words = name.split()
    starts = [place for place, word in enumerate(words) if word[0].isupper() and place < len(words) - 1]
    for start in starts:
        if letters in (_initials(words[start:], capitals=True), _initials(words[start:], capitals=False)):
            return " ".join(words[start:])
    initials = _initials(words, capitals=True)
    shared = sum((Counter(letters) & Counter(initials)).values())
    is_likely = len(initials) >= len(letters) > 2 and 3 * shared >= 2 * len(letters)
    return name if is_set_off and is_likely else None


def _initials(words: Sequence[str], *, capitals: bool) -> str:
    """Return the first letters of words and of what hyphens tie to them, only the capitals or all."""
    parts = [part for word in words for part in word.split("-") if part]
    return "".join(part[0] for part in parts if part[0].isupper() or not capitals).casefold()


def _defining_place(tree: Tree, acronym: Token) -> tuple[Token, bool] | None:
    """Return the token before the bracket, or before "or", that leads an acronym, and whether it is set off."""
    before = [token for token in tree.tokens[: acronym.id - 1] if token.form not in QUOTES]
    while before and before[-1].upos == "DET":
        before.pop()
    after = tree.tokens[acronym.id] if acronym.id < len(tree.tokens) else None
    if len(before) < 2 or before[-1].form not in ("(", "[", "or"):
        return None
    if before[-1].form == "or":
        has_comma = before[-2].form == "," and len(before) > 2
        return (before[-3], True) if has_comma else (before[-2], False)
    return (before[-2], True) if after is not None and after.form in CLOSERS | {"]"} else None


def _can_be_one(left: EntityType, right: EntityType) -> bool:
    return left is right or (left in BODIES and right in BODIES) or left.is_thing or right.is_thing
