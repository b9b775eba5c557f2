"""Scores of coreference chains, by examples whose figures are known and by trying all assignments."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.chains import ChainScores, best_assignment, score_chains

# Figure 1 of Pradhan et al. (2014): the mentions of key and response are not all the same.
KEY = ["abc", "defg"]
RESPONSE = ["ab", "cd", "fghi"]


def rounded(scores: ChainScores) -> list[tuple[float, float, float]]:
    return [
        (round(score.recall, 2), round(score.precision, 2), round(score.f1, 2))
        for score in (scores.muc, scores.b_cubed, scores.ceaf_e)
    ]


def test_the_worked_example_of_the_reference_scorer() -> None:
    scores = score_chains(KEY, RESPONSE)
    assert rounded(scores) == [(0.4, 0.4, 0.4), (0.42, 0.5, 0.45), (0.65, 0.43, 0.52)]
    assert scores.conll == pytest.approx((0.4 + 0.4545 + 0.52) / 3, abs=0.001)


def test_the_same_chains_score_one() -> None:
    assert rounded(score_chains(KEY, KEY)) == [(1.0, 1.0, 1.0)] * 3


def test_chains_of_one_count_on_neither_side() -> None:
    assert score_chains([*KEY, "x"], [*RESPONSE, "y", "z"]) == score_chains(KEY, RESPONSE)


def test_one_chain_of_all_has_no_missing_links_but_wrong_ones() -> None:
    scores = score_chains(["ab", "cd"], ["abcd"])
    assert (scores.muc.recall, round(scores.muc.precision, 3)) == (1.0, 0.667)
    assert (scores.b_cubed.recall, scores.b_cubed.precision) == (1.0, 0.5)
    assert round(scores.ceaf_e.f1, 3) == 0.444


def test_nothing_found_scores_nothing() -> None:
    scores = score_chains(KEY, [])
    assert rounded(scores) == [(0.0, 0.0, 0.0)] * 3 and scores.conll == 0.0


def test_documents_add_up_by_what_their_scores_are_made_of() -> None:
    total = score_chains(KEY, RESPONSE) + score_chains(["ab"], ["ab"])
    assert (total.muc.recall, total.muc.precision) == (3 / 6, 3 / 6)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_the_best_assignment_is_the_best_of_all(weights: list[list[int]]) -> None:
    rows, columns = len(weights), 3
    if rows <= columns:
        sums = [sum(weights[row][places[row]] for row in range(rows)) for places in permutations(range(3), rows)]
    else:
        sums = [sum(weights[places[c]][c] for c in range(columns)) for places in permutations(range(rows), columns)]
    assert best_assignment([[float(weight) for weight in row] for row in weights]) == max(sums)
