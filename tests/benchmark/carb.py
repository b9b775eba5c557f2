"""CaRB, development part: shared tokens of long extractions, by `kg extract --style maximal`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from . import extraction, sources
from .measures import Measure, digest, percent

_HALF = 0.5
"""The share of tokens under which a pair of tuples is shown as wrong; it has no part in the score."""


@dataclass(frozen=True)
class Carb:
    """The gold and the sentences, and the scorer that lies beside them."""

    scorer: ModuleType
    folder: Path
    gold: dict[str, list[Any]]
    sentences: dict[str, str]
    style: str = "maximal"

    @classmethod
    def read(cls, shared: Path | None) -> Carb:
        """Return the data of the shared folder; raises `Skipped` where they are not there."""
        scorer, folder = sources.find(shared, "bench/score_carb.py", "bench/carb-dev")
        module = sources.load_scorer(scorer)
        lines = (folder / "sentences.txt").read_text(encoding="utf-8").splitlines()
        sentences = {str(number): line for number, line in enumerate(lines, start=1)}
        return cls(module, folder, module.read_gold(folder / "gold.tsv"), sentences)

    @property
    def digest(self) -> str:
        """The digest of gold and sentences."""
        return digest([self.folder / "gold.tsv", self.folder / "sentences.txt"])

    def check(self, output: str, sentences: Mapping[str, str]) -> Iterator[str]:
        """Yield what is wrong with the format of an output."""
        return extraction.check_maximal(output, sentences)

    def score(self, extractions: Path, half: str | None = None) -> dict[str, float]:
        """Return the scorer's figures for a file of extractions, on all sentences or on one half."""
        gold = self._gold(half)
        found = self.scorer.read_extractions(extractions)
        scores: dict[str, float] = self.scorer.score(gold, {key: found[key] for key in found.keys() & gold.keys()})
        return scores

    def measure(self, extractions: Path, half: str | None = None) -> Measure:
        """Return the figure of a file of extractions; only that of all sentences is gated."""
        scores = self.score(extractions, half)
        precision, recall = (percent(scores.get(f"best_{name}", 0.0)) for name in ("precision", "recall"))
        return Measure(
            f"{half} half" if half else "dev", "best F1", percent(scores["best_f1"]), precision, recall,
            len(extraction.take_half(list(self.sentences), half)), self.digest, is_gated=half is None,
        )  # fmt: skip

    def show(self, extractions: Path, half: str | None = None) -> Iterator[str]:
        """Yield each sentence with its extractions that share less than half of their tokens with a gold tuple, and
        the gold tuples of which less than half is found.
        """
        found, gold = self.scorer.read_extractions(extractions), self._gold(half)
        for text in self.sentences.values():
            key = self.scorer.sentence_key(text)
            if key in gold:
                ours = [one[2] for one in found.get(key, [])]
                pairs = [[self.scorer.pair_score(wanted, one) for one in ours] for wanted in gold[key]]
                best = [max((row[number][0] for row in pairs), default=0.0) for number in range(len(ours))]
                yield text
                yield from (f"  wrong   {_line(one)}" for one, most in zip(ours, best, strict=True) if most < _HALF)
                yield from (
                    f"  missed  {_line(wanted[1])}"
                    for wanted, row in zip(gold[key], pairs, strict=True)
                    if max((recall for _, recall in row), default=0.0) < _HALF
                )

    def _gold(self, half: str | None) -> dict[str, list[Any]]:
        names = extraction.take_half(list(self.sentences), half)
        keys = {self.scorer.sentence_key(self.sentences[name]) for name in names}
        return {key: tuples for key, tuples in self.gold.items() if half is None or key in keys}


def _line(slots: list[list[str]]) -> str:
    relation, *arguments = (" ".join(tokens) for tokens in slots)
    return " | ".join([*arguments[:1], relation, *arguments[1:]])
