"""The language model on gold tokens: trees and lemmas (`parser`), and names by type (`names`)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from . import sources
from .measures import Measure, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

TREEBANKS = {"EWT dev": "treebanks/ewt/dev.conllu.gz", "GUM dev": "treebanks/gum/dev.conllu.gz"}
TREE_SCORES = ("upos", "uas", "las", "lemma")

WITHOUT_MISC = {"MISC": "O"}
CROSSNER = {
    "politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC",
    "location": "LOC", "event": "O", "election": "O", "misc": "O",
}  # fmt: skip
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "wikigold dev": ("ner/wikigold/dev.bio.gz", WITHOUT_MISC),
    "UNER EWT dev": ("ner/uner-ewt/dev.bio.gz", WITHOUT_MISC),
    "CrossNER politics dev": ("ner/crossner-politics/dev.bio.gz", CROSSNER),
}
"""Sets of names, and how their types are ours; only persons, organisations and places count, as all sets have them."""


def measure_trees(shared: Path | None) -> list[Measure]:
    """Return the shares of words with the right tag, head, head and relation, and lemma; examples are words."""
    from kg.language import LanguageModel
    from kg.training.conllu import read_trees
    from kg.training.evaluate import evaluate_trees

    measures = []
    paths = sources.find(shared, *TREEBANKS.values())
    for name, path in zip(TREEBANKS, paths, strict=True):
        scores, words = evaluate_trees(path, LanguageModel.load()), sum(len(tree.rows) for tree in read_trees(path))
        for kind in TREE_SCORES:
            shown = kind if kind == "lemma" else kind.upper()
            measures.append(Measure(f"{name}, {shown}", shown, scores[kind], examples=words, digest=digest([path])))
    return measures


def measure_names(shared: Path | None) -> list[Measure]:
    """Return precision, recall and F1 for exact names, in all and by type; examples are the names marked."""
    from kg.language import LanguageModel
    from kg.training.evaluate import evaluate_names

    measures = []
    paths = sources.find(shared, *(path for path, _ in NAMES.values()))
    for (name, (_, types)), path in zip(NAMES.items(), paths, strict=True):
        marked = Counter(_marked(path, types))
        for kind, scores in evaluate_names(path, LanguageModel.load(), types).items():
            shown, examples = ("all", marked.total()) if kind == "overall" else (kind, marked[kind])
            measures.append(Measure(
                f"{name}, {shown}", "F1", scores["f1"], scores["precision"], scores["recall"], examples, digest([path])
            ))  # fmt: skip
    return measures


def _marked(path: Path, types: dict[str, str]) -> Iterator[str]:
    """Yield the type of each name marked in a file, without those that are mapped to O."""
    from kg.training.conllu import read_names
    from kg.training.names import map_tag, spans_of

    for pairs in read_names(path):
        yield from (kind for _, _, kind in spans_of([map_tag(tag, types) for _, tag in pairs]))
