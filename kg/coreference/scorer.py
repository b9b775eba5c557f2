"""The learned choice of an antecedent: a log-linear model over features, its weights a table in this folder.

Mention ranking (Denis and Baldridge 2008; Durrett and Klein 2013): the chains before an anaphor compete with each other
and with there being none. `kg/training/coreference.py` makes the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

from kg.coreference.features import NEW, Candidate

# How sure the choice must be, by kind of anaphor: below, it stays open. Measured by cross-validation on GAP validation
# and GUM train (docs/decisions/0009-coreference.md).
SURE = {"he": 0.2, "it": 0.4, "they": 0.4, "noun": 0.28, "role": 0.6}


@dataclass(frozen=True)
class Choice:
    """What may be chosen for one anaphor: the candidates with their features, and those of there being none."""

    anaphor: int
    kind: str
    candidates: Sequence[tuple[Candidate, Sequence[str]]]
    none: Sequence[str]


class Chooser(Protocol):
    """Chooses the antecedent of each anaphor in text order."""

    def choose(self, choice: Choice) -> int:
        """Return the first mention of the chain meant, or NEW."""
        ...


class Scorer:
    """Chooses by weights; what scores best is taken if it is sure enough."""

    def __init__(self, weights: Mapping[str, float], sure: Mapping[str, float] = SURE) -> None:
        self.weights, self.sure = weights, sure

    def choose(self, choice: Choice) -> int:
        """Return the likeliest chain, the nearest of equals, or NEW where that is less likely than it must be."""
        shares = self.shares(choice)[:-1]
        best = max(range(len(shares)), key=lambda place: (shares[place], -place))
        return choice.candidates[best][0].leader if shares[best] >= self.sure[choice.kind] else NEW

    def shares(self, choice: Choice) -> list[float]:
        """Return the probability of each candidate and, last, that of there being none."""
        get = self.weights.get
        scores = [sum([get(name, 0.0) for name in names]) for _, names in choice.candidates]
        scores.append(sum([get(name, 0.0) for name in choice.none]))
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


@cache
def trained_scorer() -> Scorer:
    """Return the scorer with the weights of the package."""
    text = (resources.files("kg.coreference") / "weights.tsv").read_text(encoding="utf-8")
    rows = [line.rsplit("\t", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return Scorer({name: float(weight) for name, weight in rows})
