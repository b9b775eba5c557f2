"""What things are said to be: polarity, modality and status of what is said, forms of mentions, types of entities.

Part of the model, apart from it because the command line names these choices without loading the rest.
"""

from __future__ import annotations

from enum import StrEnum


class Polarity(StrEnum):
    """Whether a proposition is affirmed or denied (ISO-TimeML)."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How certain, wanted or required a proposition is (ISO-TimeML, FactBank)."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    PLANNED = "planned"
    WANTED = "wanted"
    REQUIRED = "required"
    CONDITIONAL = "conditional"
    ASKED = "asked"
    ATTEMPTED = "attempted"


class Status(StrEnum):
    """What the text commits to: follows from modality, polarity and attribution."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"


class MentionKind(StrEnum):
    """The form of a mention (ACE)."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class EntityType(StrEnum):
    """The type of an entity; the last three are literals and never become nodes.

    A group is a people, the followers of a faith or of a party; a work is a law, a treaty, a book or the like.
    """

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"
    FACILITY = "Facility"
    POSITION = "Position"
    GROUP = "Group"
    EVENT = "Event"
    WORK = "Work"
    PRODUCT = "Product"
    THING = "Thing"
    CONCEPT = "Concept"
    DATE = "Date"
    MONEY = "Money"
    QUANTITY = "Quantity"

    @property
    def is_literal(self) -> bool:
        """Whether things of this type are written as literals in RDF."""
        return self in (EntityType.DATE, EntityType.MONEY, EntityType.QUANTITY)

    @property
    def is_place(self) -> bool:
        """Whether things of this type are places on the map, countries included."""
        return self in (EntityType.PLACE, EntityType.FACILITY, EntityType.COUNTRY)

    @property
    def is_thing(self) -> bool:
        """Whether this is a type of named things that are told apart less surely than persons, bodies and places."""
        return self in (EntityType.THING, EntityType.GROUP, EntityType.EVENT, EntityType.WORK, EntityType.PRODUCT)
