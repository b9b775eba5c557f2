"""Scores the shipped language model on gold tokens."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg.errors import DocumentError
from kg.language import LanguageModel, Word, vote_on_names
from kg.training.conllu import Row, read_documents, read_name_documents
from kg.training.data import titled
from kg.training.names import coarse, map_tag, spans_of

TYPES = ("PER", "ORG", "LOC", "MISC")

logger = logging.getLogger(__name__)

Spans = set[tuple[int, int, str]]


def evaluate_trees(path: Path, model: LanguageModel, documents: Sequence[str] = ()) -> dict[str, float]:
    """Return percentages of words: `upos`, `uas`, `las`, `las_nopunct`, `lemma`; subtypes of relations are ignored.

    `las_nopunct` leaves out the words that are punctuation in the file. Multiword ranges and empty nodes are
    passed over. With `documents` only documents count whose name has one of these words. Raises `DocumentError` if the
    file is no CoNLL-U or has no such document.
    """
    right: Counter[str] = Counter()
    words = unpunctuated = 0
    for tree in (tree for trees in read_documents(path, documents) for tree in trees):
        found = model.predict([[row.form for row in tree.rows]])[0]
        for row, word in zip(tree.rows, found.words, strict=True):
            agreed = _agreement(row, word)
            right.update(name for name, is_right in agreed.items() if is_right)
            words += 1
            if row.upos != "PUNCT":
                unpunctuated += 1
                right["las_nopunct"] += agreed["las"]
    scores = {name: percentage(right[name], words) for name in ("upos", "uas", "las")}
    scores["las_nopunct"] = percentage(right["las_nopunct"], unpunctuated)
    return {**scores, "lemma": percentage(right["lemma"], words)}


def _agreement(row: Row, word: Word) -> dict[str, bool]:
    attached = row.head == word.head
    return {
        "upos": row.upos == word.upos,
        "uas": attached,
        "las": attached and row.deprel.split(":")[0] == word.deprel.split(":")[0],
        "lemma": row.lemma == word.lemma,
    }


def percentage(part: float, whole: float) -> float:
    """Return the share in per cent, to two decimals; 0 where there is nothing.

    >>> percentage(1, 3)
    33.33
    """
    return round(100.0 * part / whole, 2) if whole else 0.0


WRITTEN: dict[str, Callable[[str], str]] = {
    "as-is": str,
    "capitals": str.upper,
    "title": titled,
    "lower": str.lower,
}
"""Ways of writing a text, as headlines and notes are."""


def evaluate_names(
    path: Path, model: LanguageModel, types: dict[str, str], written: str = "as-is", *, votes: bool = True
) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 in per cent for exact spans: `overall` and by type.

    The words are read as one of `WRITTEN` has them. `types` maps the file's types to PER, ORG, LOC, MISC or O. Only
    types that the file then uses count, for gold and for found names alike. Where `-DOCSTART-` marks documents, names
    vote inside them, as in `kg build`, unless `votes` is false. Raises `DocumentError` if the file is no BIO or has a
    type that is not mapped.
    """
    documents = read_name_documents(path)
    gold = [[map_tag(tag, types) for _, tag in pairs] for document in documents for pairs in document]
    used = {tag[2:] for tags in gold for tag in tags if tag != "O"}
    others = ", ".join(sorted(used - set(TYPES)))
    used &= set(TYPES)
    if not used:
        raise DocumentError(f"{path}: no name of type {', '.join(TYPES)}, only {others or 'O'}; map types with --map")
    if others:
        logger.warning("%s: types %s are taken for O; map them with --map", path, others)
    found: list[list[str]] = []
    for document in documents:
        forms = [[WRITTEN[written](word) for word, _ in pairs] for pairs in document]
        analyses = model.predict(forms)
        is_document = votes and len(documents) > 1
        found += vote_on_names(forms, analyses, model.name_labels) if is_document else map(model.tags, analyses)
    return score_spans(zip(gold, ([coarse(tag) for tag in tags] for tags in found), strict=True), used)


def score_spans(pairs: Iterable[tuple[Sequence[str], Sequence[str]]], used: set[str]) -> dict[str, dict[str, float]]:
    """Return the scores of pairs of gold and found BIO tags, for the types used."""
    gold_count: Counter[str] = Counter()
    found_count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for gold_tags, found_tags in pairs:
        gold, found = _spans(gold_tags, used), _spans(found_tags, used)
        gold_count.update(kind for _, _, kind in gold)
        found_count.update(kind for _, _, kind in found)
        right.update(kind for _, _, kind in gold & found)
    scores = {"overall": _score(right.total(), found_count.total(), gold_count.total())}
    return scores | {kind: _score(right[kind], found_count[kind], gold_count[kind]) for kind in sorted(used)}


def _score(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = percentage(right, found), percentage(right, gold)
    return {"precision": precision, "recall": recall, "f1": percentage(2 * right, found + gold)}


def _spans(tags: Sequence[str], used: set[str]) -> Spans:
    return {span for span in spans_of(tags) if span[2] in used}
