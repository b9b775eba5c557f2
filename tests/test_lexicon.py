"""What the word lists tell."""

import pytest

from kg.lexicon import (
    find_canonical,
    find_condition,
    find_effect,
    find_gender,
    find_given_name,
    find_modal,
    find_negation,
    find_nominalization,
    find_organization,
    find_outcome,
    find_role,
    find_title,
    is_currency_sign,
    is_honorific,
    is_preposition_of,
    is_speech,
    is_viewpoint,
    read_table,
)
from kg.model import Modality

EFFECTS = {"report", "think", "deny", "doubt", "true", "not"} | {modality.value for modality in Modality}


@pytest.mark.parametrize(
    ("lemma", "upos", "effect"),
    [
        ("announce", "VERB", "report"),
        ("deny", "VERB", "deny"),
        ("doubt", "VERB", "doubt"),
        ("manage", "VERB", "true"),
        ("decline", "VERB", "not"),
        ("seek", "VERB", "attempted"),
        ("intend", "VERB", "planned"),
        ("want", "VERB", "wanted"),
        ("demand", "VERB", "required"),
        ("ask", "VERB", "asked"),
        ("unlikely", "ADJ", "not probable"),
        ("bid", "NOUN", "attempted"),
        ("Hope", "NOUN", "wanted"),
    ],
)
def test_effect_of_a_governing_word(lemma: str, upos: str, effect: str) -> None:
    assert find_effect(lemma, upos) == effect


def test_effect_depends_on_the_part_of_speech() -> None:
    assert find_effect("plan", "ADJ") is None


def test_every_effect_is_a_known_one() -> None:
    assert {effect.removeprefix("not ") for _, _, effect in read_table("embedding")} <= EFFECTS


@pytest.mark.parametrize(
    ("lemma", "frame", "outcome"),
    [("manage", "VERB", "not"), ("fail", "VERB", "true"), ("force", "VERB", "possible"), ("regret", "VERB", None)],
)
def test_what_the_denial_of_a_governing_word_tells(lemma: str, frame: str, outcome: str | None) -> None:
    assert find_outcome(lemma, frame) == outcome


def test_every_word_with_an_outcome_has_an_effect() -> None:
    effects = {(word, frame) for word, frame, _ in read_table("embedding")}
    assert {(word, frame) for word, frame, _ in read_table("implicatives")} <= effects
    assert {outcome for _, _, outcome in read_table("implicatives")} <= {"not", "true", "possible"}


def test_phrases_of_viewpoint() -> None:
    assert is_viewpoint("in", "view")
    assert not is_viewpoint("in", "city")


def test_no_word_has_two_effects() -> None:
    words = [(word, upos) for word, upos, _ in read_table("embedding")]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("table", ["auxiliaries", "conditions"])
def test_every_modality_is_a_known_one(table: str) -> None:
    assert all(Modality(row[1]) for row in read_table(table))


def test_speech_verbs_credit_a_speaker() -> None:
    assert is_speech("warn")
    assert is_speech("deny")
    assert not is_speech("build")


def test_some_verbs_are_speech_only_after_a_quote() -> None:
    assert is_speech("continue")
    assert find_effect("continue", "VERB") == "true"


def test_modals() -> None:
    assert find_modal("might") is Modality.POSSIBLE
    assert find_modal("Will") is Modality.PLANNED
    assert find_modal("must") is Modality.REQUIRED
    assert find_modal("would") is Modality.CONDITIONAL
    assert find_modal("probably") is Modality.PROBABLE
    assert find_modal("has") is None


def test_negation_by_kind() -> None:
    kinds = [find_negation(word) for word in ("Never", "no", "nobody", "without", "often")]
    assert kinds == ["adverb", "determiner", "pronoun", "preposition", None]


def test_conditions() -> None:
    assert find_condition("unless") is Modality.CONDITIONAL
    assert find_condition("whether") is Modality.ASKED
    assert find_condition("because") is None


def test_kinds_of_prepositions() -> None:
    assert is_preposition_of("place", "in")
    assert is_preposition_of("source", "according to")
    assert not is_preposition_of("place", "with")


def test_roles_and_their_gender() -> None:
    assert find_role("Minister") == ("office", "-")
    assert find_role("chairwoman") == ("office", "Fem")
    assert find_role("bridge") is None


def test_gender_of_forms_of_address_kin_and_roles() -> None:
    assert [find_gender(word) for word in ("Mrs.", "brother", "spokesman", "minister")] == ["Fem", "Masc", "Masc", None]


def test_honorifics() -> None:
    assert is_honorific("Dr.")
    assert not is_honorific("President")


def test_gender_of_given_names() -> None:
    assert find_given_name("Maria") == "Fem"
    assert find_given_name("Zzyzx") is None


def test_nominalizations_name_predicate_and_prepositions() -> None:
    assert find_nominalization("visit") == ("visit", ("to",))
    assert find_nominalization("harbour") is None


def test_canonical_predicates() -> None:
    assert find_canonical("meet with") == "meet"
    assert find_canonical("be against") == "oppose"
    assert find_canonical("paint") == "paint"


def test_abbreviations_of_organizations_with_and_without_dots() -> None:
    assert find_organization("UN") == find_organization("U.N.") == "United Nations"
    assert find_organization("Norvik") is None


def test_comments_are_no_rows() -> None:
    assert all(not row[0].startswith("#") for row in read_table("negation"))


def test_titles_in_full() -> None:
    assert find_title("Col.") == "Colonel"
    assert find_title("Mayor") is None


@pytest.mark.parametrize(("form", "expected"), [("$", True), ("US$", True), ("€", True), ("₦", True), ("%", False)])
def test_currency_signs(form: str, expected: bool) -> None:
    assert is_currency_sign(form) == expected


@pytest.mark.parametrize("form", ["USD", "$4", "m"])
def test_words_and_numbers_are_no_currency_signs(form: str) -> None:
    assert not is_currency_sign(form)
