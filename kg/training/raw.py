"""Scores the analysis of raw text against a treebank by the alignment of the CoNLL 2018 shared task.

Gold and found words are aligned by their characters, white space aside; words of a multiword token whose letters are
not those of the text ("du", "n't", "no" for "dunno") by their forms in order. Every score is an F1: twice the right
ones over gold and found together (Zeman et al. 2018, "CoNLL 2018 Shared Task", section 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from kg.language import LanguageModel, Word
from kg.language.boundaries import find_boundaries
from kg.language.tokenizer import find_tokens
from kg.training.conllu import Row, Tree, read_documents
from kg.training.evaluate import percentage

Key = tuple[int, int, str]
"""A word's place: its first and last character, white space not counted; a form where several words share them."""


@dataclass(frozen=True)
class Node:
    """A word of either side; `head` is None for the root."""

    key: Key
    head: Key | None
    upos: str
    deprel: str
    lemma: str


def evaluate_raw(path: Path, model: LanguageModel, documents: Sequence[str] = ()) -> dict[str, float]:
    """Return F1 scores in per cent: `sentences`, `words`, `upos`, `uas`, `las`, `las_nopunct` and `lemma`.

    The text is that of the treebank, its paragraphs parted by empty lines where the file marks them. With `documents`
    only documents count whose name has one of these words ("news"). Raises `DocumentError` if the file is no CoNLL-U
    or has no such document.
    """
    gold_count: Counter[str] = Counter()
    found_count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for trees in read_documents(path, documents):
        text = _text(trees)
        parts = [(start, end) for first, last in _paragraphs(text) for start, end in _sentences(text, first, last)]
        gold_sentences, found_sentences = _gold_sentences(trees), {_squeezed(text, *part) for part in parts}
        gold = list(_gold_nodes(trees))
        found = [node for part in parts for node in _found_nodes(text, *part, model)]
        _count(gold, gold_count)
        _count(found, found_count)
        gold_count["sentences"] += len(gold_sentences)
        found_count["sentences"] += len(found_sentences)
        right["sentences"] += len(gold_sentences & found_sentences)
        _compare(gold, found, right)
    names = ("sentences", "words", "upos", "uas", "las", "las_nopunct", "lemma")
    return {name: percentage(2 * right[name], gold_count[name] + found_count[name]) for name in names}


def _text(trees: Sequence[Tree]) -> str:
    """The document as its words stand, with an empty line between paragraphs."""
    parts: list[str] = []
    for tree in trees:
        if parts:
            parts[-1] = parts[-1].rstrip() + "\n\n" if tree.starts_paragraph else parts[-1]
        parts.append(tree.text + (" " if tree.rows[-1].space_after else ""))
    return "".join(parts)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split("\n\n"):
        yield start, start + len(part)
        start += len(part) + 2


def _sentences(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for start, end in find_boundaries(text[first:last]):
        yield first + start, first + end


def _squeezed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a part as if the text had no white space."""
    before = sum(1 for character in text[:start] if not character.isspace())
    return before, before + sum(1 for character in text[start:end] if not character.isspace())


def _length(form: str) -> int:
    return sum(1 for character in form if not character.isspace())


def _gold_sentences(trees: Sequence[Tree]) -> set[tuple[int, int]]:
    ends = [0]
    for tree in trees:
        ends.append(ends[-1] + _length(tree.text))
    return set(pairwise(ends))


def _gold_nodes(trees: Sequence[Tree]) -> Iterator[Node]:
    offset = 0
    for tree in trees:
        keys = _gold_keys(tree, offset)
        for row, key in zip(tree.rows, keys, strict=True):
            yield _node(key, keys[row.head - 1] if row.head else None, row)
        offset += _length(tree.text)


def _gold_keys(tree: Tree, offset: int) -> list[Key]:
    """The place of each gold word; the words of a token with other letters share its place and keep their forms."""
    keys: list[Key] = []
    text = "".join(tree.text.split())
    place = 0
    matcher = SequenceMatcher(None, "".join("".join(row.form.split()) for row in tree.rows), text, autojunk=False)
    same = {a + step: b + step for a, b, size in matcher.get_matching_blocks() for step in range(size)}
    for row in tree.rows:
        length = _length(row.form)
        spots = [same.get(place + step) for step in range(length)]
        is_whole = None not in spots and spots[-1] - spots[0] == length - 1  # type: ignore[operator]
        if is_whole and spots[0] is not None:
            keys.append((offset + spots[0], offset + spots[0] + length, ""))
        else:
            keys.append((offset + place, -1, row.form))
        place += length
    return keys


def _found_nodes(text: str, start: int, end: int, model: LanguageModel) -> Iterator[Node]:
    places = [(start + first, start + last) for first, last in find_tokens(text[start:end])]
    offset, _ = _squeezed(text, start, start)
    keys: list[Key] = []
    for first, last in places:
        length = _length(text[first:last])
        keys.append((offset, offset + length, ""))
        offset += length
    words = model.predict([[text[first:last] for first, last in places]])[0].words
    for word, key in zip(words, keys, strict=True):
        yield _node(key, keys[word.head - 1] if word.head else None, word)


def _node(key: Key, head: Key | None, word: Row | Word) -> Node:
    return Node(key, head, word.upos, word.deprel.split(":")[0], word.lemma)


def _count(nodes: Sequence[Node], counts: Counter[str]) -> None:
    counts.update(dict.fromkeys(("words", "upos", "uas", "las", "lemma"), len(nodes)))
    counts["las_nopunct"] += sum(node.upos != "PUNCT" for node in nodes)


def _compare(gold: Sequence[Node], found: Sequence[Node], right: Counter[str]) -> None:
    by_key = {node.key: node for node in found}
    for node in gold:
        other = by_key.get(node.key)
        if other is None:
            continue
        attached = node.head == other.head
        labelled = attached and node.deprel == other.deprel
        right["words"] += 1
        right["upos"] += node.upos == other.upos
        right["uas"] += attached
        right["las"] += labelled
        right["las_nopunct"] += labelled and node.upos != "PUNCT" and other.upos != "PUNCT"
        right["lemma"] += node.lemma == other.lemma
