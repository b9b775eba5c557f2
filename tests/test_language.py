from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.language import LanguageModel, find_names, is_tree
from kg.language.decoding import find_cycle, find_heads
from kg.language.lemmas import apply_rule, find_rule
from kg.language.projective import is_projective
from kg.language.words import SHAPES, normalise, shape

SENTENCES = [
    sentence.split()
    for sentence in (
        "The minister denied the report .",
        "Russia opposes sanctions on Syria .",
        "President Ada Berg met Omar Haddad in Lima on Tuesday .",
        "Wait !",
        "“ We will not sign it , ” she said , “ until the council has voted . ”",
        "Acme - backed rebels took the port of Zuwara , a spokesman for the army said late on 12 March 2011 .",
        "Is n't that what Mr. Okafor wanted ?",
        "Shares fell 5 % to $ 12.40 after the bank , which employs 3,000 people , cut its forecast .",
        "no",
        "Norway 's prime minister and the head of the union were to discuss the treaty that both had criticised .",
    )
]
NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load()


def test_a_sentence_is_a_tree_with_labels_for_every_word(model: LanguageModel) -> None:
    for words, analysis in zip(SENTENCES, model.predict(SENTENCES), strict=True):
        assert len(analysis.words) == len(analysis.names) == len(words)
        assert is_tree([word.head for word in analysis.words])
        assert [word.deprel for word in analysis.words if word.head == 0] == ["root"]
        assert all(word.upos and word.xpos and word.feats and word.lemma for word in analysis.words)
        np.testing.assert_allclose(analysis.names.sum(axis=1), 1.0, atol=1e-4)


def test_a_plain_clause_is_read_right(model: LanguageModel) -> None:
    analysis = model.predict([SENTENCES[1]])[0]
    assert [word.upos for word in analysis.words] == ["PROPN", "VERB", "NOUN", "ADP", "PROPN", "PUNCT"]
    assert [word.head for word in analysis.words] == [2, 0, 2, 5, 3, 2]
    assert [word.lemma for word in analysis.words] == ["Russia", "oppose", "sanction", "on", "Syria", "."]
    assert model.tags(analysis) == ["B-LOC", "O", "O", "O", "B-LOC", "O"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, len(SENTENCES) - 1), max_size=8))
def test_a_sentence_alone_is_analysed_as_in_any_batch(order: list[int]) -> None:
    model = LanguageModel.load()
    together = model.predict([SENTENCES[number] for number in order])
    for number, analysis in zip(order, together, strict=True):
        alone = model.predict([SENTENCES[number]])[0]
        assert analysis.words == alone.words
        assert np.array_equal(analysis.names, alone.names)


def test_no_sentences_and_empty_sentences_are_allowed(model: LanguageModel) -> None:
    assert model.predict([]) == []
    analysis = model.predict([[]])[0]
    assert analysis.words == () and analysis.names.shape == (0, len(model.name_labels))
    assert model.tags(analysis) == []


@pytest.mark.parametrize(
    "words",
    [
        ["and"] * 700,
        ["The", "court", ",", "which", "sat", "for", "days", ",", "heard", "him", ";"] * 80,
        ["https://example.org/" + "x" * 4000],
        ["\u200b", "\x07", "😀", "中文", "a"],
        ["Supercalifragilisticexpialidocious-antidisestablishmentarianism"] * 150,
    ],
)
def test_long_and_odd_sentences_still_give_one_tree(model: LanguageModel, words: list[str]) -> None:
    analysis = model.predict([words])[0]
    assert len(analysis.words) == len(words)
    assert is_tree([word.head for word in analysis.words])


def test_a_broken_model_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        LanguageModel(tmp_path)


def test_greedy_heads_are_kept_where_they_form_a_tree() -> None:
    arcs = np.array([[0, 9, 5, 1], [8, 9, 1, 1], [0, 1, 7, 9]], dtype=np.float32)
    assert find_heads(arcs) == [2, 0, 2]


def test_cycles_and_second_roots_are_repaired() -> None:
    cycle = np.array([[1, 0, 9], [0, 9, 0]], dtype=np.float32)
    assert find_heads(cycle) == [0, 1]
    two_roots = np.array([[9, 0, 1], [8, 7, 0]], dtype=np.float32)
    assert find_heads(two_roots) == [0, 1]


def _scores(size: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(-50, 50), min_size=size + 1, max_size=size + 1)
    return st.lists(row, min_size=size, max_size=size)


@given(st.integers(1, 7).flatmap(_scores))
def test_any_scores_give_a_tree_without_crossing_arcs(rows: list[list[int]]) -> None:
    heads = find_heads(np.array(rows, dtype=np.float32))
    assert is_tree(heads)
    assert is_projective(heads)


def test_arcs_that_share_an_end_or_lie_inside_one_another_do_not_cross() -> None:
    assert is_projective([2, 0, 2, 3, 2])
    assert is_projective([0])
    assert not is_projective([0, 4, 1, 1])
    assert not is_projective([3, 0, 2])  # the arc to the root crosses the one above it


def test_the_best_tree_without_crossing_arcs_is_found_among_all_small_trees() -> None:
    from itertools import product

    random = np.random.default_rng(7)
    for _ in range(60):
        arcs = random.normal(size=(4, 5)).astype(np.float32) * 3
        trees = [heads for heads in product(range(5), repeat=4) if is_tree(heads) and is_projective(heads)]
        best = max(trees, key=lambda heads: sum(arcs[word, head] for word, head in enumerate(heads)))
        found = find_heads(arcs)
        assert found == list(best)


def test_find_cycle_returns_its_nodes() -> None:
    assert sorted(find_cycle([-1, 2, 3, 1, 1])) == [1, 2, 3]
    assert find_cycle([-1, 0, 1, 2]) == []


def test_names_are_decoded_as_legal_bio() -> None:
    odds = np.array([[0.1, 0.2, 0.6, 0.05, 0.05], [0.1, 0.1, 0.3, 0.0, 0.5]], dtype=np.float32)
    assert find_names(odds, NAMES) == ["B-PER", "I-PER"]


@given(st.lists(st.lists(st.floats(0.0625, 1, width=32), min_size=5, max_size=5), max_size=12))
def test_no_name_begins_in_its_middle(rows: list[list[float]]) -> None:
    tags = find_names(np.array(rows, dtype=np.float32), NAMES)
    for before, after in zip(["O", *tags], tags, strict=False):
        assert not after.startswith("I-") or before[2:] == after[2:]


@pytest.mark.parametrize(
    ("form", "lemma", "upos"),
    [
        ("Studies", "study", "VERB"),
        ("was", "be", "AUX"),
        ("Paris", "Paris", "PROPN"),
        ("I", "I", "PRON"),
        ("’s", "’s", "PART"),
    ],
)
def test_a_lemma_rule_gives_back_its_lemma(form: str, lemma: str, upos: str) -> None:
    assert apply_rule(form, find_rule(form, lemma, upos)) == lemma


def test_a_rule_that_cuts_too_much_leaves_the_form() -> None:
    assert apply_rule("is", "lower 3 ") == "is"


def test_words_have_shapes_and_plain_quotes() -> None:
    words = {"said": "lower", "McCain": "mixed", "F-16": "alphanumeric", "Al-Hayat": "hyphenated", "€": "symbol"}
    assert {word: SHAPES[shape(word)] for word in words} == words
    assert [normalise(word) for word in ("“", "’s", "``", "plain")] == ['"', "'s", '"', "plain"]


def test_words_of_names_keep_their_capital_in_their_lemma(model: LanguageModel) -> None:
    words = "The United Nations praised the New York mercenaries .".split()
    lemmas = [word.lemma for word in model.predict([words])[0].words]
    assert (lemmas[1], lemmas[5], lemmas[7]) == ("Unite", "New", "mercenary")
