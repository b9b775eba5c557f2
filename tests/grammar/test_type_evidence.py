"""The type of a name from tables, the noun that heads it, and what stands beside it."""

import pytest
from hand import came, read

from kg.model import Mention, MentionKind


def names(block: str) -> list[tuple[str, str]]:
    found: list[Mention] = [m for m in read(block).extraction.mentions if m.kind is MentionKind.NAME]
    return [(mention.name, mention.type.value) for mention in found]


@pytest.mark.parametrize(
    ("words", "label", "type_"),
    [
        ("European Union", "LOC", "Organization"),
        ("Taleban", "PER", "Organization"),
        ("COVID", "WORK", "Thing"),
        ("Islam", "ORG", "Thing"),
        ("Ramadan", "MISC", "Event"),
        ("Norvik Police", "LOC", "Organization"),
        ("North Bank", "LOC", "Place"),
        ("Lakeland Food Program", "EVENT", "Organization"),
        ("Halden Cup", "ORG", "Event"),
        ("Halden Prize", "EVENT", "Thing"),
        ("Hurricane Petra", "PER", "Person"),
        ("Hurricane Petra", "MISC", "Event"),
        ("HMS Heron", "LOC", "Product"),
        ("Norvik F-90", "MISC", "Product"),
        ("Norvik Hospital", "LOC", "Facility"),
        ("Norvik airport", "LOC", "Facility"),
        ("Fort Worth", "LOC", "Place"),
        ("Senate", "MISC", "Organization"),
        ("White House", "LOC", "Organization"),
        ("Cold War", "ORG", "Event"),
        ("Mideast", "MISC", "Place"),
    ],
)
def test_tables_and_heads_correct_the_tagger(words: str, label: str, type_: str) -> None:
    assert [found for _, found in names(came(words, label))] == [type_]


def test_the_elections_of_a_house_are_an_event() -> None:
    block = came("House Norvik Members elections", "EVENT").replace("2 Norvik _ NNP", "2 of _ IN")
    assert [found for _, found in names(block)] == ["Event"]


@pytest.mark.parametrize(("deprel", "noun", "type_"), [
    ("compound", "rebel", "Organization"), ("nmod:poss", "rebel", "Person"), ("compound", "lawyer", "Person"),
])  # fmt: skip
def test_fighters_belong_to_a_movement_not_to_a_person(deprel: str, noun: str, type_: str) -> None:
    block = f"1 Zarumi _ NNP 2 {deprel} B-PER\n2 {noun}s {noun} NNS 3 nsubj\n3 fled flee VBD 0 root"
    assert names(block) == [("Zarumi", type_)]


@pytest.mark.parametrize(
    ("words", "label"),
    [("Court", "ORG"), ("Election", "EVENT"), ("Council", "MISC"), ("D", "MISC"), ("It", "WORK")],
)
def test_nouns_letters_and_pronouns_with_a_capital_are_no_names(words: str, label: str) -> None:
    block = (
        f"1 So _ RB 3 advmod\n2 {words} _ {'PRP' if words == 'It' else 'NNP'} 3 nsubj B-{label}\n3 fell _ VBD 0 root"
    )
    assert names(block) == []


@pytest.mark.parametrize(
    ("words", "label"),
    [("Congress", "ORG"), ("Brotherhood", "ORG"), ("Borders", "ORG"), ("Church", "PER"), ("US", "LOC")],
)
def test_names_that_are_nouns_too_stay_names(words: str, label: str) -> None:
    assert [name for name, _ in names(came(words, label))] == [words]


def test_small_letters_make_no_name_in_a_sentence_with_capitals() -> None:
    block = "1 a _ DT 3 det\n2 young _ JJ 3 amod B-PER\n3 farmer _ NN 4 nsubj\n4 left leave VBD 0 root\n5 {} 4 obj{}"
    assert names(block.format("Oslo _ NNP", " B-LOC")) == [("Oslo", "Place")]
    assert ("young", "Person") in names(block.format("oslo _ NN", ""))


def test_an_adjective_before_a_noun_is_no_body() -> None:
    block = "1 a _ DT 3 det\n2 Universal _ JJ 3 amod B-ORG\n3 remedy _ NN 4 nsubj\n4 failed fail VBD 0 root"
    assert names(block) == []
    assert names(block.replace("Universal", "Liberal")) == [("Liberal", "Organization")]
