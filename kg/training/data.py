"""A training sentence, and how sentences are repeated and varied."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.training.conllu import Row

if TYPE_CHECKING:
    from kg.training.silver import Soft

LONGEST = 120
"""Sentences of more words are left out of training (63 of 20,000)."""

NAME_SOURCES = ("uner-ewt", "gum", "wikigold", "crossner-politics", "redocred", "knowledgenet", "silver")
UPSAMPLED = {"wikigold": 4, "crossner-politics": 6}
"""How often a source is repeated in the later epochs (MODEL.md of the project's study measured it)."""


@dataclass(frozen=True)
class Example:
    """One training sentence; what is None is not known: `rows` its tree, `names` its tags, `soft` what teachers say."""

    words: tuple[str, ...]
    rows: tuple[Row, ...] | None
    names: tuple[str, ...] | None
    source: str
    soft: Soft | None = None


def upsample(examples: Iterable[Example]) -> list[Example]:
    """Return the examples with the small sources of names repeated as `UPSAMPLED` says."""
    return [example for example in examples for _ in range(UPSAMPLED.get(example.source, 1))]


def vary_example(example: Example, chance: random.Random) -> Example:
    """Return the example, now and then without its final mark, in lower case, in capitals or in title case.

    So are headlines and notes written.
    """
    drawn = chance.random()
    if drawn < 0.04 and example.rows is not None:
        return _without_final_mark(example, example.rows)
    if drawn < 0.07:
        return replace(example, words=tuple(word.lower() for word in example.words))
    if drawn < 0.09:
        return replace(example, words=tuple(word.upper() for word in example.words))
    if drawn < 0.11:
        return replace(example, words=tuple(titled(word) for word in example.words))
    return example


def titled(word: str) -> str:
    """Return a word as a headline in title case has it: short words stay small."""
    return word[0].upper() + word[1:] if len(word) > 3 else word


def _without_final_mark(example: Example, rows: tuple[Row, ...]) -> Example:
    last = len(rows)
    if last < 3 or rows[-1].upos != "PUNCT" or any(row.head == last for row in rows) or example.soft is not None:
        return example
    names = None if example.names is None else example.names[:-1]
    return replace(example, words=example.words[:-1], rows=rows[:-1], names=names)
