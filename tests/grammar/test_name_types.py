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
