"""Trains the choice of antecedents: `python -m kg.training.coreference SHARED kg/coreference/weights.tsv`.

The weights are those of a log-linear model of mention ranking: the likelihood of the right chains, summed where several
are right, with a Gaussian prior, by L-BFGS (Nocedal 1980). It learns from the chains of GUM train, the marked pronouns
of GAP validation, and the pronouns of KnowledgeNet whose facts are told of a name as well. Texts are read by the
package's own language model, so that the weights know its slips. What is not marked is resolved by the weights of the
round before. The same data and package give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from kg.coreference import resolve_coreference
from kg.coreference.features import NEW
from kg.coreference.scorer import Choice, Scorer
from kg.extractors import RuleExtractor
from kg.model import Document, Mention, MentionKind, Span
from kg.training.entity_layer import GoldDocument, read_entities
from kg.training.facts import read_knowledgenet

ROUNDS = 2
# A feature seen less often than this in candidates says nothing that holds elsewhere.
LEAST_COUNT = 8
# The weight of the prior, and how often a pronoun of GAP counts, whose names compete more than those of other texts: of
# priors from 1 to 10 and counts from 1 to 3 the best by cross-validation on GAP validation.
PRIOR = 9.0
GAP_COUNT = 2

Array = NDArray[np.float64]

HEADER = """# Weights of the features by which antecedents are chosen (kg/coreference/features.py and nominals.py).
# Made by `python -m kg.training.coreference` from GUM train (Zeldes 2017: annotation CC BY 4.0, texts CC BY, CC BY-SA
# and public domain), GAP validation (Webster et al. 2018: Apache-2.0, texts of Wikipedia CC BY-SA 3.0) and KnowledgeNet
# (Mesquita et al. 2019: CC BY-SA 4.0).
# Licence of this file: CC BY-SA 4.0.
# feature	weight
"""


@dataclass(frozen=True)
class Text:
    """A document as coreference gets it, with what is known of it.

    That is gold chains, or one marked pronoun of GAP, or some groups of spans that refer to one person.
    """

    arguments: tuple[tuple[Any, ...], dict[str, Any]]
    document: Document
    gold: GoldDocument | None = None
    row: Mapping[str, str] | None = None
    groups: tuple[tuple[Span, ...], ...] = ()


Example = tuple[list[Sequence[str]], list[bool]]
"""The features of each candidate, and last those of there being none; and which of them are right."""


class Teacher:
    """Chooses what the gold chains say, notes each choice as an example, and else follows a scorer."""

    def __init__(
        self, text: Text, mentions: Sequence[Mention], heads: Sequence[tuple[int, int]], scorer: Scorer
    ) -> None:
        self.text, self.mentions, self.scorer = text, mentions, scorer
        self.examples: list[Example] = []
        chains = {}
        if text.gold is not None:
            chains = {m.head: m.chain for chain in text.gold.chains() for m in chain}
        spans = {(span.start, span.end): chain for span, chain in chains.items()}
        self.chain = [spans.get(head) for head in heads]

    def choose(self, choice: Choice) -> int:
        """Return the right chain, the nearest of several, NEW if none is right, the scorer's where gold is silent."""
        right = self._right(choice)
        if right is None:
            return self.scorer.choose(choice)
        if any(right):
            self.examples.append(([names for _, names in choice.candidates] + [choice.none], right))
        place = next((place for place, is_right in enumerate(right[:-1]) if is_right), None)
        if place is None:
            return NEW
        if self.text.row is not None and sum(right) > 1:
            return self.scorer.choose(choice)
        return choice.candidates[place][0].leader

    def _right(self, choice: Choice) -> list[bool] | None:
        """Return which candidates are right, and last whether none is; None where that is unknown."""
        if self.text.gold is not None:
            own = self.chain[choice.anaphor]
            right = [own is not None and any(self.chain[i] == own for i in c.members) for c, _ in choice.candidates]
            return [*right, not any(right)]
        if self.text.groups:
            return self._right_in_groups(choice)
        row = self.text.row
        if row is None or self.mentions[choice.anaphor].start != int(row["Pronoun-offset"]):
            return None
        sides = [self._side(choice, row, side) for side in "AB"]
        marked = [row[f"{side}-coref"].upper() == "TRUE" for side in "AB"]
        if not any(marked):
            return [not (a or b) for a, b in zip(*sides, strict=True)] + [True]
        right = [any(hit and mark for hit, mark in zip(pair, marked, strict=True)) for pair in zip(*sides, strict=True)]
        return [*right, False] if any(right) else None

    def _right_in_groups(self, choice: Choice) -> list[bool] | None:
        """Return which candidates overlap a span that refers to the same person as the pronoun does."""
        place = self.mentions[choice.anaphor].spans[0]
        group = next((group for group in self.text.groups if place in group), ())
        right = [
            any(_overlap(self.mentions[i], span) for i in candidate.members for span in group)
            for candidate, _ in choice.candidates
        ]
        return [*right, False] if any(right) else None

    def _side(self, choice: Choice, row: Mapping[str, str], side: str) -> list[bool]:
        start = int(row[f"{side}-offset"])
        span = Span(start, start + len(row[side]))
        names = {mention.index for mention in self.mentions if mention.kind is MentionKind.NAME}
        return [
            any(i in names and _overlap(self.mentions[i], span) for i in candidate.members)
            for candidate, _ in choice.candidates
        ]


def _overlap(mention: Mention, span: Span) -> bool:
    return mention.start < span.end and span.start < mention.end


def read_texts(shared: Path) -> list[Text]:
    """Return the texts to learn from, read up to coreference; raises `DocumentError` if GUM cannot be read."""
    golds = list(read_entities(shared / "treebanks/gum/train.conllu.gz"))
    data = gzip.decompress((shared / "coref/gap/validation.tsv.gz").read_bytes()).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(data), delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [_read(Document("0" * 16, gold.text, gold.name), gold=gold) for gold in golds]
    texts += [_read(Document("0" * 16, row["Text"], row["ID"]), row=row) for row in rows]
    for name, text, groups in read_knowledgenet(shared / "relations/knowledgenet"):
        texts.append(_read(Document("0" * 16, text, name), groups=groups))
    return texts


class _Reached(Exception):
    """Coreference is reached."""


def _read(document: Document, **known: Any) -> Text:
    """Return a document with the arguments of `resolve_coreference` and what is known of it."""
    found: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def stop(*arguments: Any, **options: Any) -> None:
        found.append((arguments, options))
        raise _Reached

    with patch("kg.extractors.resolve_coreference", stop), suppress(_Reached):
        RuleExtractor().extract(document)
    return Text(found[0], document, **known)


def find_examples(texts: Iterable[Text], scorer: Scorer) -> list[Example]:
    """Return the choices that the texts hold, with what is right."""
    found = []
    for text in texts:
        (trees, mentions, propositions), options = text.arguments
        heads = []
        for mention in mentions:
            token = trees[mention.sentence].token(mention.head)
            heads.append((token.start, token.end))
        teacher = Teacher(text, mentions, heads, scorer)
        resolve_coreference(trees, mentions, propositions, **options, chooser=teacher)
        found += teacher.examples * (GAP_COUNT if text.row is not None else 1)
    return found


def fit(examples: Sequence[Example], prior: float = PRIOR) -> dict[str, float]:
    """Return the weights that make the right choices likeliest, those that matter, to three decimals."""
    counts = Counter(name for rows, _ in examples for names in rows for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    numbers = {name: number for number, name in enumerate(names)}
    table = _Table(examples, numbers)
    weights = minimize(lambda values: table.loss(values, prior), np.zeros(len(names)))
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}


class _Table:
    """The examples as arrays: for each candidate the numbers of its features, for each choice its candidates."""

    def __init__(self, examples: Sequence[Example], numbers: Mapping[str, int]) -> None:
        rows = [[numbers[name] for name in names if name in numbers] for choice, _ in examples for names in choice]
        self.width = len(numbers)
        self.features = np.array([number for row in rows for number in row], dtype=np.int64)
        self.row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        sizes = np.array([len(choice) for choice, _ in examples])
        self.choice_of = np.repeat(np.arange(len(sizes)), sizes)
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.right = np.array([is_right for _, right in examples for is_right in right])

    def loss(self, weights: Array, prior: float) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        scores: Array = np.bincount(self.row_of, weights[self.features], minlength=len(self.right)).astype(np.float64)
        all_, right = self._log_sum(scores), self._log_sum(np.where(self.right, scores, np.float64(-1e9)))
        share = np.exp(scores - all_[self.choice_of])
        share_right = np.where(self.right, np.exp(scores - right[self.choice_of]), 0.0)
        slope = np.bincount(self.features, (share - share_right)[self.row_of], minlength=self.width)
        loss = float(np.sum(all_ - right) + 0.5 * prior * weights @ weights)
        return loss, slope + prior * weights

    def _log_sum(self, scores: Array) -> Array:
        most = np.maximum.reduceat(scores, self.starts)
        total = np.add.reduceat(np.exp(scores - most[self.choice_of]), self.starts)
        result: Array = most + np.log(total)
        return result


def minimize(
    function: Callable[[Array], tuple[float, Array]], start: Array, steps: int = 500, memory: int = 10
) -> Array:
    """Return where a smooth convex function is least; it gives its value and gradient (L-BFGS, Nocedal 1980)."""
    point, (value, slope) = start, function(start)
    pairs: list[tuple[Array, Array]] = []
    for _ in range(steps):
        direction = _direction(slope, pairs)
        length = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(slope).sum()))
        while length > 1e-10:
            following = point + length * direction
            new_value, new_slope = function(following)
            if new_value <= value + 1e-4 * length * float(slope @ direction):
                break
            length /= 2
        moved, turned = following - point, new_slope - slope
        if float(moved @ turned) > 1e-12:
            pairs = [*pairs[-memory + 1 :], (moved, turned)]
        is_done = value - new_value < 1e-8 * abs(value)
        point, value, slope = following, new_value, new_slope
        if is_done:
            break
    return point


def _direction(slope: Array, pairs: Sequence[tuple[Array, Array]]) -> Array:
    found = slope.copy()
    kept = []
    for moved, turned in reversed(pairs):
        share = float(moved @ found) / float(moved @ turned)
        kept.append(share)
        found -= share * turned
    if pairs:
        moved, turned = pairs[-1]
        found *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), share in zip(pairs, reversed(kept), strict=True):
        found += moved * (share - float(turned @ found) / float(moved @ turned))
    return -found


def train(texts: Sequence[Text], rounds: int = ROUNDS) -> dict[str, float]:
    """Return weights learnt from texts: first from gold chains alone, then with the marked pronouns as well."""
    weights = fit(find_examples([text for text in texts if text.gold is not None], Scorer({})))
    for _ in range(rounds):
        weights = fit(find_examples(texts, Scorer(weights)))
    return weights


def main(shared: str, out: str) -> None:
    """Write the weights learnt from the data in `shared` to the file `out`."""
    weights = train(read_texts(Path(shared)))
    lines = "".join(f"{name}\t{weight:g}\n" for name, weight in sorted(weights.items()))
    Path(out).write_text(HEADER + lines, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
