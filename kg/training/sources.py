"""Reads the training sentences of every source: treebanks, sets of names, sets of relations whose ends are names."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.language.boundaries import find_boundaries
from kg.language.tokenizer import find_tokens
from kg.training.conllu import Row, read_lines, read_names, read_trees
from kg.training.data import LONGEST, Example
from kg.training.names import (
    OTHER,
    OUTSIDE_OR_OTHER,
    UNKNOWN,
    cut_titles,
    map_tag,
    part_groups,
    spans_of,
    tags_of,
    type_by_relations,
)

CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "LOC",
    "location": "LOC",
    "event": "EVENT",
    "election": "EVENT",
    "misc": OTHER,
}
GUM_TYPES = {"event": "EVENT", "object": "WORK/PRODUCT/MISC", "abstract": "WORK/EVENT/MISC", "person": "GROUP"}
"""What a name that GUM's names call MISC may be by the type of the entity in its treebank."""

KNOWLEDGENET_TYPES = {
    **dict.fromkeys(("DATE_OF_BIRTH", "DATE_OF_DEATH"), ("PER", "")),
    **dict.fromkeys(("PLACE_OF_RESIDENCE", "PLACE_OF_BIRTH"), ("PER", "LOC")),
    "NATIONALITY": ("PER", "LOC"),
    **dict.fromkeys(("EMPLOYEE_OR_MEMBER_OF", "EDUCATED_AT"), ("PER", "ORG")),
    "POLITICAL_AFFILIATION": ("PER", "ORG/GROUP"),
    **dict.fromkeys(("CHILD_OF", "SPOUSE"), ("PER", "PER")),
    "DATE_FOUNDED": ("ORG", ""),
    "HEADQUARTERS": ("ORG", "LOC"),
    "SUBSIDIARY_OF": ("ORG", "ORG"),
    **dict.fromkeys(("FOUNDED_BY", "CEO"), ("ORG", "PER")),
}

Tagged = list[tuple[str, str]]
"""The tokens of a sentence with their BIO tags."""

_ENTITY = re.compile(r"\((?P<opened>\d+)-(?P<type>[a-z]+)[^()]*(?P<closed>\))?|(?P<closing>\d+)\)")


def read_examples(shared: Path, part: str) -> list[Example]:
    """Return the sentences of a part (`train` or `dev`): trees with their names, then sentences with names alone."""
    examples = [*_read_ewt(shared, part), *_read_gum(shared, part), *_read_name_sets(shared, part)]
    if part == "train":
        known = dev_runs(shared)
        related = [*read_redocred(shared), *read_knowledgenet(shared)]
        examples += [example for example in related if known.isdisjoint(word_runs(example.words))]
    return [example for example in examples if len(example.words) <= LONGEST]


def dev_runs(shared: Path) -> set[tuple[str, ...]]:
    """Return the runs of words of all dev parts; what shares one with them may not train."""
    sentences: list[Sequence[str]] = []
    for treebank in ("ewt", "gum"):
        trees = read_trees(shared / "treebanks" / treebank / "dev.conllu.gz")
        sentences += [[row.form for row in tree.rows] for tree in trees]
    for source in ("wikigold", "crossner-politics", "uner-ewt", "re3d"):
        sentences += [[word for word, _ in pairs] for pairs in read_names(shared / "ner" / source / "dev.bio.gz")]
    return {run for words in sentences for run in word_runs(words)}


def word_runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each eight words in a row, in lower case."""
    lowered = [word.lower() for word in words]
    yield from (tuple(lowered[start : start + 8]) for start in range(len(words) - 7))


def _read_ewt(shared: Path, part: str) -> Iterator[Example]:
    """Names of UNER: what is no person, place or organisation is O there."""
    tagged = _tags_by_words(shared / "ner" / "uner-ewt" / f"{part}.bio.gz")
    for rows, words, tags in _trees_with_tags(shared / "treebanks" / "ewt" / f"{part}.conllu.gz", tagged):
        names = None
        if tags is not None:
            names = tuple(OUTSIDE_OR_OTHER if tag == "O" else tag for tag in cut_titles(words, tags))
        yield Example(words, rows, names, "uner-ewt")


def _read_gum(shared: Path, part: str) -> Iterator[Example]:
    """Names of GUM, the types of its entities telling more apart; a group of people ("Democrats") is no person."""
    tagged = _tags_by_words(shared / "ner" / "gum" / f"{part}.bio.gz")
    path = shared / "treebanks" / "gum" / f"{part}.conllu.gz"
    trees = _trees_with_tags(path, tagged)
    for (rows, words, tags), entities in zip(trees, _read_entities(path), strict=True):
        names = None
        if tags is not None:
            spans = [
                (start, end, _gum_type(kind, start, end, rows, entities))
                for start, end, kind in spans_of(cut_titles(words, tags))
            ]
            names = tuple(part_groups(words, tags_of(len(words), spans)))
        yield Example(words, rows, names, "gum")


def _gum_type(kind: str, start: int, end: int, rows: Sequence[Row], entities: Sequence[tuple[int, int, str]]) -> str:
    if kind == "PER" and end - start == 1 and rows[start].xpos == "NNPS":
        return "GROUP"
    if kind != "MISC":
        return kind
    around = [(last - first, type_) for first, last, type_ in entities if first <= start and last >= end]
    return GUM_TYPES.get(min(around)[1], "MISC") if around else OTHER


def _read_entities(path: Path) -> Iterator[list[tuple[int, int, str]]]:
    """Yield the entities of each sentence of a GUM file as (first word, after the last, type)."""
    found: list[tuple[int, int, str]] = []
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    count = 0
    for _, line in [*read_lines(path), (0, "")]:
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            entity = next((value[7:] for value in columns[9].split("|") if value.startswith("Entity=")), "")
            for match in _ENTITY.finditer(entity):
                number = match["opened"] or match["closing"]
                if match["opened"]:
                    opened[number].append((count, match["type"]))
                if (match["closed"] or match["closing"]) and opened[number]:
                    first, kind = opened[number].pop()
                    found.append((first, count + 1, kind))
            count += 1
        elif not line.strip() and count:
            yield found
            found, count = [], 0
            opened.clear()


def _read_name_sets(shared: Path, part: str) -> Iterator[Example]:
    for source, types in (("wikigold", {"MISC": OTHER}), ("crossner-politics", CROSSNER_TYPES)):
        for pairs in read_names(shared / "ner" / source / f"{part}.bio.gz"):
            words = tuple(word for word, _ in pairs)
            tags = cut_titles(words, [map_tag(tag, types) for _, tag in pairs])
            yield Example(words, None, tuple(part_groups(words, tags)), source)


def read_redocred(shared: Path) -> Iterator[Example]:
    """Yield the sentences of Re-DocRED with its mentions as names; relations tell what MISC is.

    Dates and numbers are no names; an article before a name is none of it ("the United States").
    """
    with gzip.open(shared / "relations" / "redocred" / "dev.json.gz", "rt", encoding="utf-8") as file:
        documents: list[dict[str, Any]] = json.load(file)
    for document in documents:
        relations: dict[int, list[tuple[str, bool]]] = defaultdict(list)
        for label in document["labels"]:
            relations[label["h"]].append((label["r"], True))
            relations[label["t"]].append((label["r"], False))
        spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for number, mentions in enumerate(document["vertexSet"]):
            for mention in mentions:
                kind = mention["type"]
                if kind == "MISC":
                    kind = type_by_relations(relations[number])
                if kind not in ("TIME", "NUM"):
                    spans[mention["sent_id"]].append((*mention["pos"], kind))
        for number, sentence in enumerate(document["sents"]):
            words = tuple(word.strip() or "." for word in sentence)
            tags = tags_of(len(words), _trimmed(words, spans[number]))
            yield Example(words, None, tuple(part_groups(words, cut_titles(words, tags))), "redocred")


def _trimmed(words: Sequence[str], spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans without articles and final "'s", the longest where they overlap."""
    taken: set[int] = set()
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        first = start + (end - start > 1 and words[start] in ("the", "a", "an"))
        first += end - first > 1 and words[first] == "The" and first == 0 and kind in ("LOC", "ORG")
        last = end - (end - first > 1 and words[end - 1] in ("'s", "\u2019s", "'", "\u2019"))
        if not taken.intersection(range(first, last)) and any(word[0].isalnum() for word in words[first:last]):
            taken.update(range(first, last))
            yield first, last, kind


def read_knowledgenet(shared: Path) -> Iterator[Example]:
    """Yield the sentences of KnowledgeNet's facts: their ends are names, other words with capitals are unknown."""
    facts: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
    with gzip.open(shared / "relations" / "knowledgenet" / "train.jsonl.gz", "rt", encoding="utf-8") as file:
        for passage in map(json.loads, file):
            for fact in passage["facts"]:
                for (start, end, form), kind in zip(
                    (fact["subject"], fact["object"]), KNOWLEDGENET_TYPES[fact["property"]], strict=True
                ):
                    if kind and form[0].isupper() and form.lower() not in ("he", "she", "it", "they", "his", "her"):
                        facts[passage["text"]].add((start, end, kind))
    for text, spans in facts.items():
        for start, end in find_boundaries(text):
            places = [(start + first, start + last) for first, last in find_tokens(text[start:end])]
            words = tuple(text[first:last] for first, last in places)
            known = [_span_of_words(places, span) for span in spans]
            tags = tags_of(len(words), _trimmed(words, [span for span in known if span is not None]))
            if any(tag != "O" for tag in tags):
                names = part_groups(words, cut_titles(words, tags))
                tags = [
                    UNKNOWN if tag == "O" and not word.islower() and any(map(str.isalpha, word)) else tag
                    for tag, word in zip(names, words, strict=True)
                ]
                yield Example(words, None, tuple(tags), "knowledgenet")


def _span_of_words(places: list[tuple[int, int]], span: tuple[int, int, str]) -> tuple[int, int, str] | None:
    """The span of characters as one of words; None where it begins or ends inside a word or outside."""
    starts = {start: number for number, (start, _) in enumerate(places)}
    ends = {end: number + 1 for number, (_, end) in enumerate(places)}
    if span[0] not in starts or span[1] not in ends:
        return None
    return starts[span[0]], ends[span[1]], span[2]


def _trees_with_tags(
    path: Path, tagged: dict[str, list[Tagged]]
) -> Iterator[tuple[tuple[Row, ...], tuple[str, ...], tuple[str, ...] | None]]:
    for tree in read_trees(path):
        words = tuple(row.form for row in tree.rows)
        found = tagged.get("".join(words))
        yield tree.rows, words, spread(words, found.pop()) if found else None


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
