"""Completes names from memory: words of names, sorted, so that all that begin as what was typed stand together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from kg.graph.lookup import LIKENESS
from kg.graph.search import words_of
from kg.vocabulary import FOLDED
from kg.web.state.once import Once

Named = TypeVar("Named")
Words = tuple[str, ...]
_MOST_ALIKE = 50


class Match(NamedTuple, Generic[Named]):
    """What has a name that fits, and that name."""

    thing: Named
    name: str


class NameIndex(Generic[Named]):
    """The names of things. Those that come first are found first, and of several names that fit, a thing's first."""

    def __init__(self, things: Iterable[tuple[Named, Sequence[str]]]) -> None:
        self._things: list[Named] = []
        self._names: list[list[tuple[str, Words]]] = []
        self._exact: dict[Words, list[int]] = {}
        words: list[tuple[str, int]] = []
        for number, (thing, names) in enumerate(things):
            folded = [(name, fold_words(name)) for name in dict.fromkeys(names)]
            self._things.append(thing)
            self._names.append(folded)
            words += ((word, number) for word in {word for _, parts in folded for word in parts})
            for parts in dict.fromkeys(parts for _, parts in folded):
                self._exact.setdefault(parts, []).append(number)
        words.sort()
        self._words = [word for word, _ in words]
        self._numbers = [number for _, number in words]

    def find(self, text: str, limit: int) -> list[Match[Named]]:
        """Return up to `limit` things of which a name fits: each word of `text` begins a word of the name.

        Those come first of which `text` is a whole name.
        """
        wanted = fold_words(text)
        return list(islice(self._find(wanted), limit)) if wanted else []

    def _find(self, wanted: Words) -> Iterator[Match[Named]]:
        exact = self._exact.get(wanted, [])
        longest = max(wanted, key=len)
        for number in (*exact, *sorted({*self._beginning(longest)}.difference(exact))):
            name = next((name for name, words in self._names[number] if begin_words(words, wanted)), None)
            if name is not None:
                yield self._match(number, name)

    def find_like(self, text: str, limit: int) -> list[Match[Named]]:
        """Return up to `limit` things of which a name is written much like `text`, the likest first."""
        from rapidfuzz import fuzz, process

        forms, numbers = self._forms
        wanted = " ".join(fold_words(text))
        near = process.extract(wanted, forms, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=LIKENESS)
        found = dict.fromkeys(numbers[place] for _, _, place in near)
        return [self._match(number, self._names[number][0][0]) for number in islice(found, limit)]

    @Once
    def _forms(self) -> tuple[list[str], list[int]]:
        """What a slip of the pen is compared with: each name and each word of one, and what has it."""
        forms = [
            (form, number)
            for number, names in enumerate(self._names)
            for form in dict.fromkeys(form for _, words in names for form in (" ".join(words), *words))
        ]
        return [form for form, _ in forms], [number for _, number in forms]

    def _match(self, number: int, name: str) -> Match[Named]:
        return Match(self._things[number], name)

    def _beginning(self, part: str) -> Sequence[int]:
        """Return what has a word that begins so, in the order of the words."""
        start = bisect_left(self._words, part)
        end = bisect_left(self._words, part + "\U0010ffff", lo=start)
        return self._numbers[start:end]


def begin_words(words: Words, wanted: Words) -> bool:
    """Whether each of the wanted words begins one of the words."""
    return all(any(word.startswith(part) for word in words) for part in wanted)


def fold_words(text: str) -> Words:
    """Return the words of a text in small letters without accents, and letters with a stroke without it.

    >>> fold_words("Lech Wałęsa")
    ('lech', 'walesa')
    """
    return tuple(word.translate(FOLDED) for word in words_of(text))
