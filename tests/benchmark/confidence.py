"""Whether confidence means something: of facts with confidence .8, are 80 % right?

The facts of thirty articles that a person judged (`tests/golden_corpus/marks.tsv`), and what BenchIE's annotators
accept of the minimal view. `--fit` writes the weights anew: logistic regression, by Newton's method, with a small
penalty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.assertions import make_assertions
from kg.confidence import describe, describe_words, estimate, read_weights
from kg.documents import read_documents
from kg.entities import index_entities, resolve
from kg.evaluation import benchie
from kg.extractors import RuleExtractor
from kg.grammar.descriptions import mended_tree
from kg.grammar.trees import Tree
from kg.model import Document, Extraction
from kg.openie.minimal import find_facts
from kg.sentences import find_sentences, parse_tokens

from . import sources
from .floors import ROOT
from .measures import Measure, digest, percent

MARKS = ROOT / "tests" / "golden_corpus" / "marks.tsv"
WORTH = {"right": 1.0, "half": 0.5, "wrong": 0.0}
PENALTY = 1.0
BINS = 10
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A fact: what speaks for and against it, how right it is from 0 to 1, and the group it was judged in.

    `is_blind` tells that no rule was mended by it: only such facts tell how many are right in a new text.
    """

    features: dict[str, float]
    worth: float
    group: str
    is_blind: bool = True


def measure(shared: Path | None, *, fit: bool = False) -> tuple[list[Measure], list[str]]:
    """Return the expected calibration errors, in per cent, and the lines of two reliability tables.

    Raises `Skipped` where the data are not there.
    """
    corpus, bench = sources.find(shared, "corpus", "bench/benchie-dev")
    graph, view = list(read_marked(corpus)), list(read_view(bench))
    tables = {"confidence": graph, "confidence_views": view}
    weights = {name: fit_weights(judged) if fit else dict(read_weights(name)) for name, judged in tables.items()}
    if fit:
        for name, found in weights.items():
            write_weights(name, found)
    lines: list[str] = []
    measures = []
    for title, name, files in (
        ("graph", "confidence", [MARKS]),
        ("minimal view", "confidence_views", [bench / "gold.txt"]),
    ):
        judged = [one for one in tables[name] if one.is_blind]
        chances = np.array([round(estimate(one.features, weights[name]), 2) for one in judged])
        worth = np.array([one.worth for one in judged])
        lines += [f"{title}: confidence, facts, mean confidence, right", *reliability(chances, worth)]
        kept = round(100 * calibration_error(chances, worth), 2)
        unseen = round(100 * calibration_error(cross_validated(tables[name]), worth), 2)
        data = digest(files)
        size = len(judged)
        measures += [
            Measure(f"{title}, all", "ECE", kept, examples=size, digest=data, lower_is_better=True, is_gated=False),
            Measure(
                f"{title}, held out", "ECE", unseen, examples=size, digest=data, lower_is_better=True, is_gated=False
            ),
            Measure(
                f"{title}, ranking", "AUC", percent(ranking(chances, worth)), examples=size, digest=data, is_gated=False
            ),
        ]
    return measures, lines


def read_marked(corpus: Path) -> Iterator[Judged]:
    """Yield the facts that were judged and that the extractor still finds."""
    with MARKS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    marks = {(name, fact): (mark, articles == "blind") for name, fact, mark, articles in rows}
    extractor = RuleExtractor()
    for name in sorted({name for name, _ in marks}):
        (document,) = (one for one in read_documents([corpus / name]) if isinstance(one, Document))
        extraction = extractor.extract(document)
        trees = [mended_tree(sentence) for sentence in find_sentences(document)]
        for fact, features in described_facts(document, extraction, trees):
            if (name, fact) in marks:
                mark, is_blind = marks[name, fact]
                yield Judged(features, WORTH[mark], name, is_blind)


def described_facts(
    document: Document, extraction: Extraction, trees: list[Tree]
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the identifier of each fact with what speaks for and against it."""
    entities = index_entities(resolve([(document, extraction)]).entities)
    for proposition in extraction.propositions:
        for triple in proposition.triples:
            alone = replace(extraction, propositions=(replace(proposition, triples=(triple,)),))
            features = describe(trees[proposition.sentence], extraction.mentions, proposition, triple)
            for assertion in make_assertions(document, alone, entities):
                yield assertion.id, features


def read_view(bench: Path) -> Iterator[Judged]:
    """Yield the facts of the minimal view on BenchIE, each half of the sentences a group."""
    gold = benchie.read_gold(bench / "gold.txt")
    names = list(gold.sentences)
    words = [gold.sentences[name].split() for name in names]
    for number, (name, forms, sentence) in enumerate(zip(names, words, parse_tokens(words), strict=True)):
        for fact in find_facts(mended_tree(sentence)):
            slots = (fact.relation, fact.subject, fact.object)
            relation, subject, target = (" ".join(forms[token.id - 1] for token in slot) for slot in slots)
            is_right = any(benchie.is_right((subject, relation, target), one) for one in gold.facts[name])
            yield Judged(describe_words(slots), float(is_right), str(number % 5))


def fit_weights(judged: list[Judged]) -> dict[str, float]:
    """Return the weights of a logistic regression, to three digits, its bias set by the blind facts alone."""
    names = sorted({name for one in judged for name in one.features})
    rows = np.array([[one.features.get(name, 0.0) for name in names] for one in judged])
    worth = np.array([one.worth for one in judged])
    weights = _regress(rows, worth, np.array([0.0 if name == "bias" else PENALTY for name in names]))
    blind, bias = np.array([one.is_blind for one in judged]), names.index("bias")
    for _ in range(50):
        chances = 1 / (1 + np.exp(-rows[blind] @ weights))
        weights[bias] += (worth[blind] - chances).sum() / (chances * (1 - chances)).sum()
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _regress(rows: Array, worth: Array, held: Array) -> Array:
    """Return the weights that make what was judged likeliest, each held down by its penalty."""
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (worth - chances) - held * weights
        curve = (rows.T * (chances * (1 - chances))) @ rows + np.diag(held)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def cross_validated(judged: list[Judged]) -> Array:
    """Return the chance of each blind fact by the weights of all groups but its own."""
    weights = {
        group: fit_weights([one for one in judged if one.group != group])
        for group in sorted({one.group for one in judged if one.is_blind})
    }
    return np.array([estimate(one.features, weights[one.group]) for one in judged if one.is_blind])


def _bins(chances: Array) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    for number in range(BINS):
        inside = (chances >= number / BINS) & (chances < (number + 1) / BINS)
        if inside.any():
            yield number, inside


def calibration_error(chances: Array, worth: Array) -> float:
    """Return the mean distance of confidence and share right over ten bins (Naeini et al. 2015)."""
    parts = ((inside.mean(), chances[inside].mean(), worth[inside].mean()) for _, inside in _bins(chances))
    return float(sum(share * abs(mean - right) for share, mean, right in parts))


def reliability(chances: Array, worth: Array) -> Iterator[str]:
    """Yield a line for each bin: its bounds, facts, mean confidence, share right."""
    for number, inside in _bins(chances):
        bounds = f"{number / BINS:.1f}-{(number + 1) / BINS:.1f}"
        yield f"  {bounds}  {inside.sum():4}  {chances[inside].mean():.2f}  {worth[inside].mean():.2f}"


def ranking(chances: Array, worth: Array) -> float:
    """Return how often a right fact has more confidence than one that is not, ties counting half (AUC)."""
    right, other = chances[worth == 1], chances[worth < 1]
    pairs = (right[:, None] > other[None]).mean() + 0.5 * (right[:, None] == other[None]).mean()
    return float(pairs)


def write_weights(name: str, weights: dict[str, float]) -> None:
    """Write a table of weights in place of the one before; its head stays."""
    path = ROOT / "kg" / "words" / f"{name}.tsv"
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [f"{feature}\t{weight}" for feature, weight in weights.items()]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
