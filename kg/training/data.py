"""The training sentences: trees and names of every source, brought to one scheme."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.training.conllu import Row, read_names, read_trees

LONGEST = 120
"""Sentences of more words are left out of training (63 of 20,000)."""

TYPES = ("PER", "ORG", "LOC", "MISC")
CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "LOC",
    "location": "LOC",
    "event": "MISC",
    "election": "MISC",
    "misc": "MISC",
}
NAME_SOURCES = ("uner-ewt", "gum", "wikigold", "crossner-politics")
WITHOUT_MISC = frozenset({"uner-ewt"})
"""Sources in whose scheme a name of another type is simply O."""

UPSAMPLED = {"wikigold": 4, "crossner-politics": 6}
"""How often a source is repeated in the later epochs (MODEL.md of the project's study measured it)."""

TITLES = Path(__file__).with_name("titles.txt")

Tagged = list[tuple[str, str]]
"""The tokens of a sentence with their BIO tags."""


@dataclass(frozen=True)
class Example:
    """One training sentence; `rows` are None where only names are known, `names` where only the tree is."""

    words: tuple[str, ...]
    rows: tuple[Row, ...] | None
    names: tuple[str, ...] | None
    source: str


def read_examples(shared: Path, part: str, treebanks: Iterable[str] = ("ewt", "gum")) -> list[Example]:
    """Return the sentences of a part (`train` or `dev`): trees with their names, then sentences with names alone."""
    examples: list[Example] = []
    for treebank, source in zip(treebanks, ("uner-ewt", "gum"), strict=True):
        tagged = _tags_by_words(shared / "ner" / source / f"{part}.bio.gz")
        for tree in read_trees(shared / "treebanks" / treebank / f"{part}.conllu.gz"):
            words = tuple(row.form for row in tree.rows)
            found = tagged.get("".join(words))
            names = mend(words, spread(words, found.pop()), source, tree.rows) if found else None
            examples.append(Example(words, tree.rows, names, source))
    for source in ("wikigold", "crossner-politics"):
        for pairs in read_names(shared / "ner" / source / f"{part}.bio.gz"):
            words = tuple(word for word, _ in pairs)
            tags = tuple(map_tag(tag, CROSSNER_TYPES) for _, tag in pairs)
            examples.append(Example(words, None, mend(words, tags, source, None), source))
    return [example for example in examples if len(example.words) <= LONGEST]


def _tags_by_words(path: Path) -> dict[str, list[Tagged]]:
    tagged: dict[str, list[Tagged]] = defaultdict(list)
    for pairs in read_names(path):
        tagged["".join(word for word, _ in pairs)].append(pairs)
    return tagged


def spread(words: tuple[str, ...], pairs: Tagged) -> tuple[str, ...]:
    """Return a tag for each word where the tagged tokens may join several words; the letters must be the same.

    A clitic ("Merkel's") is left out of the name unless the name goes on after it.

    >>> spread(("Merkel", "'s", "plan"), [("Merkel's", "B-PER"), ("plan", "O")])
    ('B-PER', 'O', 'O')
    """
    tags: list[str] = []
    rest = list(words)
    for number, (token, tag) in enumerate(pairs):
        goes_on = number + 1 < len(pairs) and pairs[number + 1][1].startswith("I-")
        left, first = len(token), True
        while left > 0 and rest:
            word = rest.pop(0)
            left -= len(word)
            clitic = not first and word[0] in "'\u2019" and not goes_on
            tags.append("O" if tag == "O" or clitic else tag if first else "I-" + tag[2:])
            first = False
    return tuple(tags)


def map_tag(tag: str, types: dict[str, str]) -> str:
    """Return the BIO tag with its type mapped; a type mapped to O gives O, one not in the map stays.

    >>> map_tag("B-politician", CROSSNER_TYPES)
    'B-PER'
    """
    if tag == "O":
        return tag
    mapped = types.get(tag[2:], tag[2:])
    return "O" if mapped == "O" else tag[:2] + mapped


def mend(words: tuple[str, ...], tags: tuple[str, ...], source: str, rows: tuple[Row, ...] | None) -> tuple[str, ...]:
    """Return the tags with person titles cut from the front of names, and GUM's groups of people as MISC."""
    mended = list(tags)
    for start, end in _person_spans(tags):
        first = start
        while first < end - 1 and words[first].lower() in read_titles():
            mended[first] = "O"
            first += 1
        mended[first] = "B-PER"
        if source == "gum" and rows is not None and end - first == 1 and rows[first].xpos == "NNPS":
            mended[first] = "B-MISC"
    return tuple(mended)


@cache
def read_titles() -> frozenset[str]:
    """Return the titles of persons, in lower case."""
    lines = TITLES.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _person_spans(tags: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for start, tag in enumerate(tags):
        if tag == "B-PER":
            end = start + 1
            while end < len(tags) and tags[end] == "I-PER":
                end += 1
            yield start, end


def upsample(examples: Iterable[Example]) -> list[Example]:
    """Return the examples with the small sources of names repeated as `UPSAMPLED` says."""
    return [example for example in examples for _ in range(UPSAMPLED.get(example.source, 1))]


def vary(example: Example, chance: random.Random) -> Example:
    """Return the example, now and then without its final punctuation or in lower case, as headlines and notes are."""
    drawn = chance.random()
    if drawn < 0.04 and example.rows is not None:
        return _without_final_mark(example, example.rows)
    if drawn < 0.07:
        return _in_lower_case(example)
    return example


def _without_final_mark(example: Example, rows: tuple[Row, ...]) -> Example:
    last = len(rows)
    if last < 3 or rows[-1].upos != "PUNCT" or any(row.head == last for row in rows):
        return example
    names = None if example.names is None else example.names[:-1]
    return replace(example, words=example.words[:-1], rows=rows[:-1], names=names)


def _in_lower_case(example: Example) -> Example:
    return replace(example, words=tuple(word.lower() for word in example.words))
