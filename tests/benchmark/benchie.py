"""BenchIE, development part: exact facts from single sentences, by `kg extract --style minimal`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from . import extraction, sources
from .measures import Measure, digest, percent

FILES = {
    "ClausIE": "clausie",
    "MinIE": "minie",
    "OpenIE6": "openie6",
    "Multi2OIE": "m2oie_en",
    "Stanford": "stanford",
    "ROI-OIE N": "roi_n",
    "ROI-OIE T": "roi_t",
    "Graphene": "graphene",
    "naive": "naive_oie",
}
"""Where the outputs of the systems in anchors.json lie."""


@dataclass(frozen=True)
class Benchie:
    """The gold and the sentences, and the scorer that lies beside them."""

    scorer: ModuleType
    folder: Path
    gold: dict[str, list[Any]]
    sentences: dict[str, str]
    style: str = "minimal"

    @classmethod
    def read(cls, shared: Path | None) -> Benchie:
        """Return the data of the shared folder; raises `Skipped` where they are not there."""
        scorer, folder = sources.find(shared, "bench/score_benchie.py", "bench/benchie-dev")
        module = sources.load_scorer(scorer)
        lines = (folder / "sentences.tsv").read_text(encoding="utf-8").splitlines()
        sentences = dict(line.split("\t", 1) for line in lines)
        return cls(module, folder, module.read_gold(folder / "gold.txt"), sentences)

    @property
    def digest(self) -> str:
        """The digest of gold and sentences."""
        return digest([self.folder / "gold.txt", self.folder / "sentences.tsv"])

    def check(self, output: str, sentences: Mapping[str, str]) -> Iterator[str]:
        """Yield what is wrong with the format of an output."""
        return extraction.check_minimal(output, sentences)

    def score(self, extractions: Path, half: str | None = None) -> dict[str, float]:
        """Return the scorer's figures for a file of extractions, on all sentences or on one half."""
        keep = set(extraction.take_half(list(self.sentences), half))
        scores: dict[str, float] = self.scorer.score(self.gold, self.scorer.read_extractions(extractions), keep=keep)
        return scores

    def measure(self, extractions: Path, half: str | None = None) -> Measure:
        """Return the figure of a file of extractions; only that of all sentences is gated."""
        scores = self.score(extractions, half)
        return Measure(
            f"{half} half" if half else "dev", "F1", percent(scores["f1"]), percent(scores["precision"]),
            percent(scores["recall"]), len(extraction.take_half(list(self.sentences), half)), self.digest,
            is_gated=half is None,
        )  # fmt: skip

    def show(self, extractions: Path, half: str | None = None) -> Iterator[str]:
        """Yield each sentence with its wrong extractions and the facts that were missed, by their first wording."""
        found = self.scorer.read_extractions(extractions)
        for name in extraction.take_half(list(self.sentences), half):
            clusters, ours = self.gold.get(name, []), found.get(name, [])
            matches = self.scorer.matches
            wrong = [one for one in ours if not any(matches(one, wanted) for facts in clusters for wanted in facts)]
            missed = [facts for facts in clusters if not any(matches(one, wanted) for wanted in facts for one in ours)]
            if wrong or missed:
                yield f"{name}\t{self.sentences[name]}"
                yield from (f"  wrong   {' | '.join(one)}" for one in wrong)
                yield from (f"  missed  {' | '.join(facts[0])}" for facts in missed if facts)
