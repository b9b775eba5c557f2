"""One name has one type in a document."""

import pytest
from hand import came, read

from kg.model import EntityType


@pytest.mark.parametrize(
    ("body", "is_place"), [("Irving Police Department", True), ("Irving Corp", False), ("Irving Pumps Inc.", False)]
)
def test_a_place_stays_one_beside_a_body_but_not_beside_a_firm_named_after_it(body: str, is_place: bool) -> None:
    reading = read(came("Irving", "LOC") + "\n" + came(body, "ORG"))
    assert reading.mention("Irving").type.is_place == is_place


def test_what_was_taken_for_a_thing_is_the_body_that_has_its_name() -> None:
    reading = read(came("Irving", "MISC") + "\n" + came("Irving Police Department", "ORG"))
    assert reading.mention("Irving").type is EntityType.ORGANIZATION


# parties


@pytest.mark.parametrize(
    ("word", "party"),
    [("Republicans", "Republican Party"), ("GOP", "Republican Party"), ("Democratic", "Democratic Party")],
)
def test_a_party_and_its_members_are_one_where_their_country_is_spoken_of(word: str, party: str) -> None:
    reading = read(came(word, "GROUP") + "\n" + came("Ohio", "LOC"))
    assert (reading.mention(word).name, reading.mention(word).type) == (party, EntityType.ORGANIZATION)


def test_members_of_a_party_of_another_country_are_left_alone() -> None:
    reading = read(came("Republicans", "GROUP") + "\n" + came("France", "LOC"))
    assert reading.mention("Republicans").name == "Republicans"


@pytest.mark.parametrize(("named", "type_"), [("Forward Fjord", "Organization"), ("Norvik", "Place")])
def test_a_body_goes_by_its_name_without_what_it_is(named: str, type_: str) -> None:
    place = "Norvik" if named != "Norvik" else "Oslo"
    reading = read(came("Forward Fjord", "LOC") + "\n" + came(f"{named} party", "ORG") + "\n" + came(place, "LOC"))
    assert reading.mention("Forward Fjord").type.value == (type_ if named == "Forward Fjord" else "Place")


# speakers

ASKED = """
1 ( _ -LRB- 2 punct
2 AB _ NNP 0 root B-WORK
3 ) _ -RRB- 2 punct
4 : _ : 2 punct
5 Why _ WRB 2 advmod
"""


def test_initials_before_a_question_are_the_person_who_has_them() -> None:
    label = read(came("Ann Berg") + "\n" + ASKED).mention("AB")
    assert (label.name, label.type) == ("Ann Berg", EntityType.PERSON)


def test_initials_of_nobody_or_of_two_are_a_thing() -> None:
    assert read(ASKED).mention("AB").type is EntityType.THING
    two = came("Ann Berg") + "\n" + came("Arne Bo") + "\n" + ASKED
    assert read(two).mention("AB").name == "AB"


@pytest.mark.parametrize(("full", "type_"), [("HMS Heron", EntityType.PRODUCT), ("Lake Heron", EntityType.PLACE)])
def test_a_ship_goes_by_its_name_without_the_letters_before_it(full: str, type_: EntityType) -> None:
    assert read(came(full, "LOC") + "\n" + came("Heron", "LOC")).mention("Heron", last=True).type is type_


# members


def plural(name: str, label: str) -> str:
    return came(name, label).replace(f"{name.split()[-1]} _ NNP", f"{name.split()[-1]} _ NNPS")


@pytest.mark.parametrize("label", ["GROUP", "ORG", "PER", "LOC"])
def test_one_of_a_body_is_listed_under_its_plural(label: str) -> None:
    mention = read(came("Zarumi", label) + "\n" + plural("Zarumis", "ORG")).mention("Zarumi")
    assert (mention.name, mention.type) == ("Zarumis", EntityType.ORGANIZATION)


def test_somebody_is_not_listed_under_his_family() -> None:
    reading = read(came("Ann Roe") + "\n" + came("Roe") + "\n" + plural("Roes", "GROUP"))
    assert (reading.mention("Roe").name, reading.mention("Roe").type) == ("Roe", EntityType.PERSON)


def test_members_are_listed_under_the_party_that_the_document_names() -> None:
    reading = read(came("Harvest Party", "ORG") + "\n" + plural("Harvests", "GROUP") + "\n" + came("Harvest", "ORG"))
    assert {reading.mention(word).name for word in ("Harvests", "Harvest")} == {"Harvest Party"}
    assert read(came("Harvest Party", "ORG") + "\n" + came("Harvest", "EVENT")).mention("Harvest").name == "Harvest"
