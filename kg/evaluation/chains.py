"""Scores coreference chains against a key: MUC, B-cubed, CEAF with phi 4, and their mean, the CoNLL F1.

The definitions are those of the reference scorer (Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted
Mentions: A Reference Implementation", ACL), in which the mentions of key and response need not be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Chains = Sequence[frozenset[Hashable]]
"""Chains of mentions, each mention in one chain at most; a mention is anything that can be told apart, as a span."""


@dataclass(frozen=True)
class Score:
    """What precision and recall are made of, so that the scores of documents add up; equal by value."""

    right_of_found: float = 0.0
    found: float = 0.0
    right_of_wanted: float = 0.0
    wanted: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right_of_found + other.right_of_found, self.found + other.found,
            self.right_of_wanted + other.right_of_wanted, self.wanted + other.wanted,
        )  # fmt: skip

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0 if nothing was found."""
        return self.right_of_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found, 0 if nothing was wanted."""
        return self.right_of_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def muc(key: Chains, response: Chains) -> Score:
    """Return the links of each side that the other has too (Vilain et al. 1995).

    >>> round(muc([frozenset("abc"), frozenset("defg")], [frozenset("ab"), frozenset("cd"), frozenset("fghi")]).f1, 2)
    0.4
    """
    return Score(*_links(response, key), *_links(key, response))


def _links(chains: Chains, others: Chains) -> tuple[float, float]:
    """Return how many links of the chains the others keep, and how many there are."""
    places = {mention: number for number, chain in enumerate(others) for mention in chain}
    kept = total = 0
    for chain in chains:
        parts = {places[mention] for mention in chain if mention in places}
        alone = sum(mention not in places for mention in chain)
        kept += len(chain) - len(parts) - alone
        total += len(chain) - 1
    return kept, total


def b_cubed(key: Chains, response: Chains) -> Score:
    """Return, mention by mention, the share of its chain that the other side's chain holds (Bagga and Baldwin 1998)."""
    return Score(*_shares(response, key), *_shares(key, response))


def _shares(chains: Chains, others: Chains) -> tuple[float, float]:
    places = {mention: number for number, chain in enumerate(others) for mention in chain}
    right = 0.0
    for chain in chains:
        parts = Counter(places[mention] for mention in chain if mention in places)
        right += sum(size * size for size in parts.values()) / len(chain)
    return right, sum(len(chain) for chain in chains)


def ceaf_e(key: Chains, response: Chains) -> Score:
    """Return the likeness, by phi 4, of chains paired as well as can be (Luo 2005)."""
    likeness = [[2 * len(ours & theirs) / (len(ours) + len(theirs)) for theirs in response] for ours in key]
    best = best_assignment(likeness)
    return Score(best, len(response), best, len(key))


def best_assignment(weights: Sequence[Sequence[float]]) -> float:
    """Return the greatest sum of weights with no row and no column taken twice.

    >>> best_assignment([[3.0, 2.0], [2.0, 0.0]])
    4.0
    """
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        (("row", row), ("column", column), weight)
        for row, cells in enumerate(weights)
        for column, weight in enumerate(cells)
        if weight > 0
    )
    return float(sum(graph.edges[pair]["weight"] for pair in networkx.max_weight_matching(graph)))


@dataclass(frozen=True)
class ChainScores:
    """The three scores of one document or of several together; equal by value."""

    muc: Score = Score()
    b_cubed: Score = Score()
    ceaf_e: Score = Score()

    def __add__(self, other: ChainScores) -> ChainScores:
        return ChainScores(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf_e + other.ceaf_e)

    @property
    def conll(self) -> float:
        """The mean of the three F1 scores, by which the shared task of CoNLL 2012 ranked its systems."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score_chains(key: Iterable[Iterable[Hashable]], response: Iterable[Iterable[Hashable]]) -> ChainScores:
    """Return the scores of the chains of one document; chains of one mention are left out on both sides."""
    wanted = [chain for chain in map(frozenset, key) if len(chain) > 1]
    found = [chain for chain in map(frozenset, response) if len(chain) > 1]
    return ChainScores(muc(wanted, found), b_cubed(wanted, found), ceaf_e(wanted, found))
