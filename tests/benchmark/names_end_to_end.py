"""Names from raw text to mentions: what the extraction says of documents whose names are marked, by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import sources
from .language import CROSSNER, NAMES
from .measures import Measure, digest, percent

if TYPE_CHECKING:
    from kg.model import Extraction, Mention

RE3D = {"Organisation": "ORG", "Location": "LOC", "Person": "PER"}
SETS: dict[str, tuple[str, dict[str, str]]] = {
    "wikigold dev": (NAMES["wikigold dev"][0], {kind: kind for kind in ("PER", "ORG", "LOC")}),
    "CrossNER politics dev": (NAMES["CrossNER politics dev"][0], CROSSNER),
    "re3d dev": ("ner/re3d/dev.bio.gz", RE3D),
}
"""Sets of marked names, and how their types are ours; what is not in the map is no name that counts.

re3d marks nominals as well ("the rebels"), which are no names here, so that its recall is low by design.
"""
TYPES = {"Person": "PER", "Organization": "ORG", "Country": "LOC", "Place": "LOC", "Facility": "LOC"}
"""How the types of mentions are those of the sets; peoples, works and the like count in none of them."""

NO_BLANK_BEFORE = frozenset(", . ; : ? ! ) ] % 's ’s n't n’t 're 've 'll 'd 'm '' ”".split())
NO_BLANK_AFTER = frozenset("( [ $ £ € `` “".split())

Name = tuple[int, int, str]
"""Start, end and type of a name in a text."""


@dataclass(frozen=True)
class MarkedText:
    """A text put together from tokens, and the names marked in it; equal when both are."""

    text: str
    names: frozenset[Name]


def put_together(sentences: Iterable[Sequence[tuple[str, str]]], types: Mapping[str, str]) -> MarkedText:
    """Return the text of (word, tag) pairs, set with blanks as English is, and its names by their characters.

    >>> put_together([[("Ann", "B-PER"), ("'s", "O"), ("dog", "O"), (".", "O")]], {"PER": "PER"})
    MarkedText(text="Ann's dog.", names=frozenset({(0, 3, 'PER')}))
    """
    from kg.training.names import map_tag, spans_of

    text = ""
    names: set[Name] = set()
    for pairs in sentences:
        places: list[tuple[int, int]] = []
        for number, (word, _) in enumerate(pairs):
            is_apart = bool(text) and (number == 0 or not _is_tied(pairs[number - 1][0], word))
            start = len(text) + is_apart
            text += " " * is_apart + word
            places.append((start, len(text)))
        full = {tag[2:]: types.get(tag[2:], "O") for _, tag in pairs if tag != "O"}
        for first, after, kind in spans_of(map_tag(tag, full) for _, tag in pairs):
            names.add((places[first][0], places[after - 1][1], kind))
    return MarkedText(text, frozenset(names))


def _is_tied(before: str, word: str) -> bool:
    return word in NO_BLANK_BEFORE or before in NO_BLANK_AFTER


def names_of(extraction: Extraction) -> frozenset[Name]:
    """Return the names that an extraction found, without adjectives of countries, which the sets call no places."""
    found = (_name_of(mention) for mention in extraction.mentions)
    return frozenset(name for name in found if name is not None)


def _name_of(mention: Mention) -> Name | None:
    from kg.model import MentionKind

    kind = TYPES.get(mention.type.value)
    is_name = mention.kind is MentionKind.NAME and "Demonym=Yes" not in mention.features
    return (mention.start, mention.end, kind) if is_name and kind is not None else None


def measure(shared: Path | None) -> list[Measure]:
    """Return precision, recall and F1 for exact names, in all and by type; examples are the names marked.

    Raises `Skipped` where the data are not there.
    """
    from kg.extractors import RuleExtractor
    from kg.model import Document
    from kg.training.conllu import read_name_documents, read_names

    extractor = RuleExtractor()
    measures = []
    paths = sources.find(shared, *(path for path, _ in SETS.values()))
    for (name, (_, types)), path in zip(SETS.items(), paths, strict=True):
        documents = read_name_documents(path)
        if len(documents) == 1:  # sentences of many articles: each is a text of its own
            documents = [[pairs] for pairs in read_names(path)]
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("all", "PER", "ORG", "LOC")}
        for number, sentences in enumerate(documents):
            marked = put_together(sentences, types)
            found = names_of(extractor.extract(Document(f"{number:016x}", marked.text, name)))
            for kind, group in counts.items():
                group.update(_count(marked.names, found, kind))
        measures += [_measure(f"{name}, {kind}", group, digest([path])) for kind, group in counts.items()]
    return measures


def _count(marked: frozenset[Name], found: frozenset[Name], kind: str) -> Counter[str]:
    ours = {name for name in found if kind in ("all", name[2])}
    theirs = {name for name in marked if kind in ("all", name[2])}
    return Counter(right=len(ours & theirs), found=len(ours), marked=len(theirs))


def _measure(name: str, counts: Counter[str], data: str) -> Measure:
    right, found, marked = counts["right"], counts["found"], counts["marked"]
    return Measure(
        name, "F1", percent(2 * right / (found + marked or 1)), percent(right / (found or 1)),
        percent(right / (marked or 1)), marked, data,
    )  # fmt: skip
