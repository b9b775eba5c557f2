"""What a benchmark measured, and how it stands against its floor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """One figure of a benchmark, gated by a floor of the same name; equal when everything in it is.

    Scores in quality are per cent. `digest` names the data that the score depends on, None where it depends on none
    that stays the same. A figure that differs from run to run has a `tolerance`, a share of the floor. `limit` is a
    floor that never moves, and what is not `is_gated` has none.
    """

    name: str
    kind: str
    score: float
    precision: float | None = None
    recall: float | None = None
    examples: int | None = None
    digest: str | None = None
    lower_is_better: bool = False
    tolerance: float = 0.0
    limit: float | None = None
    is_gated: bool = True

    def is_worse_than(self, floor: float) -> bool:
        """Tell whether the score is worse than a floor by more than the tolerance."""
        return self._gain(floor) < -self.tolerance * abs(floor)

    def is_better_than(self, floor: float) -> bool:
        """Tell whether the score is better than a floor by more than the tolerance."""
        return self._gain(floor) > self.tolerance * abs(floor)

    def _gain(self, floor: float) -> float:
        return floor - self.score if self.lower_is_better else self.score - floor


@dataclass(frozen=True)
class Floor:
    """The score that a measure must reach, on these data; the other figures are those of the run that set it."""

    kind: str
    score: float
    precision: float | None = None
    recall: float | None = None
    examples: int | None = None
    digest: str | None = None

    @classmethod
    def of(cls, measure: Measure) -> Floor:
        """Return the floor that a measure sets."""
        return cls(
            measure.kind, measure.score, measure.precision, measure.recall, measure.examples, measure.digest
        )  # fmt: skip


class Verdict(StrEnum):
    """How a measure stands against its floor."""

    UNGATED = "not gated"
    NEW = "no floor yet"
    BETTER = "better than its floor"
    MET = "ok"
    BELOW = "WORSE THAN ITS FLOOR"
    OTHER_DATA = "OTHER DATA"

    @property
    def fails(self) -> bool:
        """Whether the run exits with 1."""
        return self in (Verdict.BELOW, Verdict.OTHER_DATA)


def judge(measure: Measure, floor: Floor | None) -> Verdict:
    """Return how a measure stands; on other data, or another number of examples of them, no score can be compared."""
    if measure.limit is not None:
        return Verdict.BELOW if measure.is_worse_than(measure.limit) else Verdict.MET
    if not measure.is_gated:
        return Verdict.UNGATED
    if floor is None:
        return Verdict.NEW
    if measure.digest and (measure.digest, measure.examples) != (floor.digest, floor.examples):
        return Verdict.OTHER_DATA
    if measure.is_worse_than(floor.score):
        return Verdict.BELOW
    return Verdict.BETTER if measure.is_better_than(floor.score) else Verdict.MET


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the files' contents, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def percent(share: float) -> float:
    """Return a share as per cent to two decimals.

    >>> percent(0.34293)
    34.29
    """
    return round(100 * share, 2)
