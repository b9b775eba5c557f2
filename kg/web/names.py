"""Completes names from memory: words of names, sorted, so that all that begin as what was typed stand together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from kg.graph.lookup import LIKENESS
from kg.graph.search import words_of
from kg.vocabulary import FOLDED
from kg.web.once import Once

Named = TypeVar("Named")
_MOST_ALIKE = 50


class Match(NamedTuple, Generic[Named]):
    """What has a name that fits, and that name."""

    thing: Named
    name: str
    is_exact: bool


class NameIndex(Generic[Named]):
    """The names of things; of several that fit, the first that was given for a thing counts."""

    def __init__(self, things: Iterable[tuple[Named, Sequence[str]]]) -> None:
        self._things: list[Named] = []
        self._names: list[tuple[int, str, tuple[str, ...]]] = []
        words: list[tuple[str, int]] = []
        for number, (thing, names) in enumerate(things):
            self._things.append(thing)
            for name in dict.fromkeys(names):
                folded = fold_words(name)
                words += ((word, len(self._names)) for word in dict.fromkeys(folded))
                self._names.append((number, name, folded))
        words.sort()
        self._words = [word for word, _ in words]
        self._places = [place for _, place in words]

    def find(self, text: str) -> list[Match[Named]]:
        """Return the things of which a name fits, in no order: each word of `text` begins a word of the name."""
        wanted = fold_words(text)
        if not wanted:
            return []
        longest = max(wanted, key=len)
        found: dict[int, Match[Named]] = {}
        for place in sorted(set(self._beginning(longest))):
            number, name, words = self._names[place]
            is_exact = words == wanted
            if (is_exact or number not in found) and all(_begins(words, part) for part in wanted):
                first = found.get(number)
                kept = name if first is None else first.name
                found[number] = Match(self._things[number], kept, is_exact or (first is not None and first.is_exact))
        return list(found.values())

    def find_like(self, text: str) -> list[Match[Named]]:
        """Return the things of which a name is written much like `text`, the likest first."""
        from rapidfuzz import fuzz, process

        forms, places = self._forms
        wanted = " ".join(fold_words(text))
        near = process.extract(wanted, forms, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=LIKENESS)
        found: dict[int, Match[Named]] = {}
        for _, _, form in near:
            number, name, _ = self._names[places[form]]
            found.setdefault(number, Match(self._things[number], name, False))
        return list(found.values())

    @Once
    def _forms(self) -> tuple[list[str], list[int]]:
        """What a slip of the pen is compared with: each name and each word of it, and the place of that name."""
        forms = [
            (form, place)
            for place, (_, _, words) in enumerate(self._names)
            for form in dict.fromkeys((" ".join(words), *words))
        ]
        return [form for form, _ in forms], [place for _, place in forms]

    def _beginning(self, part: str) -> Sequence[int]:
        """Return the places of the names with a word that begins so."""
        start = bisect_left(self._words, part)
        end = bisect_left(self._words, part + "\U0010ffff", lo=start)
        return self._places[start:end]


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters without accents, and letters with a stroke without it.

    >>> fold_words("Lech Wałęsa")
    ('lech', 'walesa')
    """
    return tuple(word.translate(FOLDED) for word in words_of(text))


def _begins(words: Iterable[str], part: str) -> bool:
    return any(word.startswith(part) for word in words)
