"""The mentions of one name in a document vote on its type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.language.decoding import find_names
from kg.language.runtime import Analysis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMOOTHING = 0.6
"""Share of the document's mean in the label probabilities of a name; 0.4, 0.6 and 0.8 were tried on wikigold dev."""


def vote_on_names(
    forms: Sequence[Sequence[str]], analyses: Sequence[Analysis], labels: tuple[str, ...]
) -> list[list[str]]:
    """Return the tags of a document's sentences, every name mixed with the mean of its occurrences in the document.

    "Al-Zaman" once taken for a person follows the three places where it is an organisation.
    """
    tags = [find_names(analysis.names, labels) for analysis in analyses]
    occurrences = _occurrences(forms, tags)
    mixed = [analysis.names.copy() for analysis in analyses]
    changed = set()
    for places in occurrences.values():
        if len(places) > 1:
            mean = sum(_rows(analyses, place) for place in places) / len(places)
            for place in places:
                sentence, start, end = place
                mixed[sentence][start:end] = (1 - SMOOTHING) * _rows(analyses, place) + SMOOTHING * mean
                changed.add(sentence)
    return [find_names(mixed[sentence], labels) if sentence in changed else tag for sentence, tag in enumerate(tags)]


def _rows(analyses: Sequence[Analysis], place: tuple[int, int, int]) -> NDArray[np.float32]:
    sentence, start, end = place
    return analyses[sentence].names[start:end]


def _occurrences(
    forms: Sequence[Sequence[str]], tags: list[list[str]]
) -> dict[tuple[str, ...], list[tuple[int, int, int]]]:
    """Where each word sequence found as a name at least once occurs, as a name or outside of all names."""
    names: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    for sentence, (words, row) in enumerate(zip(forms, tags, strict=True)):
        for start, end in _names(row):
            names[tuple(words[start:end])].append((sentence, start, end))
    longest = max((len(name) for name in names), default=0)
    for sentence, (words, row) in enumerate(zip(forms, tags, strict=True)):
        for start in range(len(words)):
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                if row[end - 1] != "O":
                    break
                if (place := tuple(words[start:end])) in names:
                    names[place].append((sentence, start, end))
    return names


def _names(tags: list[str]) -> Iterator[tuple[int, int]]:
    start = None
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            yield start, place
            start = None
        if tag.startswith("B-"):
            start = place
