"""Shares with their intervals, and the mean of precision and recall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# The normal deviate that leaves 2.5 % on either side.
_DEVIATE = 1.959964


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1, with the bounds between which it lies with 95 % confidence; to four digits."""

    value: float
    low: float
    high: float


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall.

    >>> f1(0.5, 0.5), f1(0.0, 0.0)
    (0.5, 0.0)
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def wilson(share: float, trials: float) -> Share:
    """Return a share with its score interval (Wilson 1927); without trials anything is possible.

    The interval stays between 0 and 1, and keeps its width where all or none succeed, as in small samples of good
    facts. `trials` may be a broken number: what is drawn in clusters counts for fewer.

    >>> [round(bound, 3) for bound in (wilson(0.9, 10).low, wilson(0.9, 10).high)]
    [0.596, 0.982]
    """
    if trials <= 0:
        return Share(round(share, 4), 0.0, 1.0)
    square = _DEVIATE**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    reach = _DEVIATE / (1 + square / trials) * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    return Share(round(share, 4), round(max(0.0, middle - reach), 4), round(min(1.0, middle + reach), 4))


def estimate_share(clusters: Sequence[tuple[float, int]]) -> Share | None:
    """Return the share of successes from pairs of successes and trials, one a cluster; None without trials.

    The facts of one sentence are right or wrong together, so a sentence, not a fact, is what was drawn at random: the
    variance is that of a ratio over clusters (Cochran 1977, 6.3), and the interval is Wilson's with as many trials as
    would have that variance, but no more than there are.

    >>> estimate_share([(2, 2), (0, 2)]).value
    0.5
    >>> estimate_share([(2, 2), (0, 2)]).low < estimate_share([(1, 1), (1, 1), (0, 1), (0, 1)]).low
    True
    """
    trials = sum(count for _, count in clusters)
    if not trials:
        return None
    share = sum(successes for successes, _ in clusters) / trials
    count = len(clusters)
    squares = sum((successes - share * size) ** 2 for successes, size in clusters)
    variance = count / max(count - 1, 1) * squares / trials**2
    effective = share * (1 - share) / variance if variance > 0 else trials
    return wilson(share, min(trials, effective))
