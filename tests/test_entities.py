"""Entities across documents: what joins, what does not, and how they are named."""

from collections.abc import Sequence

from hand import Reading, assertions_of, came, find_entity, read, resolve_readings
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.entities import index_entities, resolve, used_entities
from kg.model import Entity, EntityType


def named(*blocks: str) -> Reading:
    """Return one document read from blocks of sentences."""
    return read("\n".join(blocks))


def slugs(entities: Sequence[Entity]) -> list[str]:
    return [entity.slug for entity in entities]


def president(name: str, nation: str = "Norwegian") -> str:
    """Return the block of "Norwegian President NAME left ."."""
    first, *rest = name.split()
    last = 3 + len(rest)
    lines = [f"1 {nation} _ JJ 2 amod", "2 President president NNP 3 nmod:desc"]
    lines += [f"3 {first} _ NNP {last + 1} nsubj B-PER"]
    lines += [f"{4 + number} {word} _ NNP 3 flat I-PER" for number, word in enumerate(rest)]
    return "\n".join([*lines, f"{last + 1} left leave VBD 0 root", f"{last + 2} . _ . {last + 1} punct"]) + "\n"


# joining


def test_only_towns_keep_their_article() -> None:
    town = "1 The _ DT 2 det\n2 Hague _ NNP 3 nsubj B-LOC\n3 slept sleep VBD 0 root\n4 . _ . 3 punct\n"
    bank = town.replace("Hague", "Acme").replace("LOC", "ORG")
    assert [entity.label for entity in resolve_readings(named(town, bank))] == ["Acme", "The Hague"]


def test_equal_names_join_across_documents() -> None:
    entities = resolve_readings(named(came("Ann Berg")), named(came("Ann Berg"), came("Berg")))
    (person,) = entities
    assert (person.slug, person.label, person.type) == ("ann-berg", "Ann Berg", EntityType.PERSON)
    assert len(person.mentions) == 3
    assert person.names == ("Berg",)


def test_a_bare_surname_does_not_join_a_full_name_of_another_document() -> None:
    assert slugs(resolve_readings(named(came("Ann Berg")), named(came("Berg")))) == ["ann-berg", "berg"]


def test_a_surname_used_beside_the_full_name_does_not_join_it_to_a_bare_one() -> None:
    entities = resolve_readings(named(came("Ann Berg"), came("Berg")), named(came("Berg")))
    assert slugs(entities) == ["ann-berg", "berg"]


def test_two_people_of_one_surname_stay_two() -> None:
    entities = resolve_readings(named(came("Ann Berg"), came("Berg")), named(came("Eva Berg"), came("Berg")))
    assert slugs(entities) == ["ann-berg", "eva-berg"]


def test_two_people_of_one_hyphened_surname_stay_two() -> None:
    entities = resolve_readings(
        named(came("Ann Holm-Berg"), came("Holm-Berg")), named(came("Eva Holm-Berg"), came("Holm-Berg"))
    )
    assert slugs(entities) == ["ann-holm-berg", "eva-holm-berg"]


def test_a_bare_surname_joins_a_full_name_by_the_same_national_office() -> None:
    entities = resolve_readings(named(president("Ann Berg")), named(president("Berg")))
    assert find_entity(entities, "ann-berg").names == ("Berg",)
    assert "berg" not in slugs(entities)


def test_a_bare_surname_in_another_office_does_not_join() -> None:
    entities = resolve_readings(named(president("Ann Berg")), named(president("Berg", "Danish")))
    assert {"ann-berg", "berg"} <= set(slugs(entities))


def test_two_full_names_of_one_surname_and_office_stay_two() -> None:
    entities = resolve_readings(named(president("Ann Berg")), named(president("Eva Berg")))
    assert {"ann-berg", "eva-berg"} <= set(slugs(entities))


def test_an_organization_and_a_thing_of_one_name_are_one() -> None:
    entities = resolve_readings(
        named(came("Norvik", "ORG")), named(came("Norvik", "ORG")), named(came("Norvik", "MISC"))
    )
    assert [(entity.slug, entity.type) for entity in entities] == [("norvik", EntityType.ORGANIZATION)]


def test_abbreviations_of_well_known_organizations_join() -> None:
    entities = resolve_readings(named(came("U.N.", "ORG")), named(came("United Nations", "ORG")))
    assert slugs(entities) == ["united-nations"]


def test_an_article_does_not_part_names() -> None:
    entities = resolve_readings(named(came("Northern Union", "ORG")), named(came("the Northern Union", "ORG")))
    assert slugs(entities) == ["northern-union"]


# countries


def test_names_adjectives_and_the_government_s_capital_are_the_linked_country() -> None:
    refused = "1 Moscow _ NNP 2 nsubj B-LOC\n2 refused refuse VBD 0 root\n"
    boats = "1 Old _ JJ 3 amod\n2 Russian _ JJ 3 amod\n3 boats boat NNS 4 nsubj\n4 sank sink VBD 0 root\n"
    entities = resolve_readings(named(came("Russia", "LOC")), named(refused), named(boats))
    country = find_entity(entities, "russia")
    assert (country.label, country.type, country.wikidata) == ("Russia", EntityType.COUNTRY, "Q159")
    assert country.names == ("Moscow", "Russian")
    assert country.reasons == ("linked to Q159 by the table of countries: Moscow, Russia, Russian",)


def test_a_capital_as_a_place_is_an_entity_of_its_own() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 sang sing VBD 0 root\n3 in _ IN 4 case\n4 Moscow _ NNP 2 obl B-LOC\n"
    place = find_entity(resolve_readings(named(block)), "moscow")
    assert (place.type, place.wikidata) == (EntityType.PLACE, "Q649")


def test_an_abbreviated_country_has_the_full_label() -> None:
    (country,) = resolve_readings(named(came("U.S.", "LOC")), named(came("America", "LOC")))
    assert (country.slug, country.label, country.wikidata) == ("united-states", "United States", "Q30")


# labels and slugs


def test_the_label_is_the_fullest_form() -> None:
    entities = resolve_readings(named(came("Ann Maria Berg"), came("Ann Berg"), came("Berg")), named(came("Ann Berg")))
    (person,) = entities
    assert (person.slug, person.label) == ("ann-maria-berg", "Ann Maria Berg")


def test_the_label_is_the_commonest_of_equally_full_forms() -> None:
    one, two = "José Díaz", "Jose Diaz"
    (person,) = resolve_readings(named(came(one)), named(came(two), came(two)))
    assert (person.label, person.names) == (two, (one,))


def test_a_name_shared_by_two_types_is_told_apart_by_type() -> None:
    entities = resolve_readings(named(came("Georgia", "PER")), named(came("Georgia", "LOC"), came("Tbilisi", "LOC")))
    assert slugs(entities) == ["georgia-country", "georgia-person"]
    assert find_entity(entities, "georgia-country").wikidata == "Q230"


def test_a_noun_does_not_take_the_slug_of_a_name() -> None:
    noun = "1 Ann _ NNP 2 nsubj B-PER\n2 ate eat VBD 0 root\n3 the _ DT 4 det\n4 halden _ NN 2 obj\n"
    entities = resolve_readings(named(came("Halden", "ORG")), named(noun))
    assert {"halden", "halden-concept"} <= set(slugs(entities))


def test_slugs_are_unique_and_entities_sorted_by_them() -> None:
    entities = resolve_readings(named(came("Georgia", "PER"), president("Ann Berg")), named(came("Georgia", "LOC")))
    assert slugs(entities) == sorted(set(slugs(entities)))


# offices


def office(*blocks: str, **fields: str) -> Entity:
    reading = read("\n".join(blocks), **fields)
    (found,) = [entity for entity in resolve_readings(reading) if entity.type is EntityType.POSITION]
    return found


def test_an_office_is_named_after_the_country() -> None:
    found = office(president("Ann Berg"))
    assert (found.slug, found.label, found.parts) == ("president-of-norway", "President of Norway", ("norway",))


def test_a_country_takes_its_article_in_an_office() -> None:
    assert office(president("Ann Berg", "American")).label == "President of the United States"


def test_an_office_leaves_out_former_and_acting() -> None:
    block = """
1 Former    _         JJ  3 amod
2 Norwegian _         JJ  3 amod
3 President president NNP 4 nmod:desc
4 Berg      _         NNP 5 nsubj B-PER
5 left      leave     VBD 0 root
"""
    assert office(block).label == "President of Norway"


def test_an_office_of_a_possessor_and_of_an_of_phrase_are_one() -> None:
    block = """
1 Berg      _         NNP 7 nsubj B-PER
2 ,         _         ,   4 punct
3 the       _         DT  4 det
4 President president NN  1 appos
5 of        _         IN  6 case
6 Norway    _         NNP 4 nmod  B-LOC
7 left      leave     VBD 0 root
"""
    assert office(block).slug == "president-of-norway"


def test_the_office_of_a_known_leader_gets_its_country() -> None:
    block = """
1 President president NNP 2 nmod:desc
2 Vladimir  _         NNP 4 nsubj B-PER
3 Putin     _         NNP 2 flat  I-PER
4 left      leave     VBD 0 root
"""
    found = office(block, published="2012-09-08")
    assert found.label == "President of Russia"
    assert found.reasons == ("Vladimir Putin is a leader of Russia in the table of leaders",)


def test_the_office_of_somebody_unknown_has_no_country() -> None:
    block = "1 President president NNP 2 nmod:desc\n2 Berg _ NNP 3 nsubj B-PER\n3 left leave VBD 0 root\n"
    found = office(block, published="2012-09-08")
    assert (found.label, found.parts) == ("President", ())


# concepts

PENALTIES = """
1 Ann        _       NNP 2 nsubj    B-PER
2 backed     back    VBD 0 root
3 penalties  penalty NNS 2 obj
4 against    _       IN  7 case
5 the        _       DT  7 det
6 {name}     _       NNP 7 compound B-{tag}
7 government _       NN  3 nmod
"""


def test_a_concept_mentions_the_names_inside_it() -> None:
    concept = find_entity(
        resolve_readings(named(PENALTIES.format(name="Syrian", tag="MISC"))), "penalties-against-the-syrian-government"
    )
    assert (concept.type, concept.parts) == (EntityType.CONCEPT, ("syria",))


def test_a_government_named_by_its_head_mentions_the_country_too() -> None:
    title = """
1 Syrian    _         JJ  2 amod
2 President president NNP 3 nmod:desc
3 Bashar    _         NNP 5 nsubj B-PER
4 Assad     _         NNP 3 flat  I-PER
5 left      leave     VBD 0 root
6 .         _         .   5 punct
"""
    entities = resolve_readings(named(title, PENALTIES.format(name="Assad", tag="PER")))
    concept = find_entity(entities, "penalties-against-the-assad-government")
    assert concept.parts == ("bashar-assad", "syria")


def test_another_thing_of_a_leader_does_not_mention_the_country() -> None:
    title = """
1 Syrian    _         JJ  2 amod
2 President president NNP 3 nmod:desc
3 Bashar    _         NNP 5 nsubj B-PER
4 Assad     _         NNP 3 flat  I-PER
5 left      leave     VBD 0 root
6 .         _         .   5 punct
"""
    block = PENALTIES.format(name="Assad", tag="PER").replace("government", "portrait")
    concept = find_entity(resolve_readings(named(title, block)), "penalties-against-the-assad-portrait")
    assert concept.parts == ("bashar-assad",)


CLOSED = """
1 {form}  _     PRP$ 2 nmod:poss
2 harbour _     NN   3 nsubj
3 closed  close VBD  0 root
"""


def test_a_possessive_pronoun_is_written_out() -> None:
    entities = resolve_readings(named(came("Norvik", "ORG"), CLOSED.format(form="Its")))
    concept = find_entity(entities, "norvik-s-harbour")
    assert (concept.label, concept.parts) == ("Norvik's harbour", ("norvik",))


def test_a_possessive_pronoun_for_a_name_in_the_plural() -> None:
    entities = resolve_readings(named(came("U.S.", "LOC"), CLOSED.format(form="Its")))
    assert find_entity(entities, "united-states-harbour").label == "United States' harbour"


def test_a_possessive_pronoun_for_nobody_known_is_left_out() -> None:
    assert find_entity(resolve_readings(named(CLOSED.format(form="Their"))), "harbour").label == "harbour"


def test_unresolved_pronouns_and_literals_become_no_entity() -> None:
    block = "1 She _ PRP 2 nsubj\n2 paid pay VBD 0 root\n3 500 _ CD 4 nummod\n4 euros euro NNS 2 obj\n"
    assert resolve_readings(named(block)) == ()


# the whole


DOCUMENTS = (
    named(came("Ann Berg"), came("Berg"), came("Russia", "LOC")),
    named(came("Berg"), came("Norvik", "ORG")),
    named(president("Ann Berg"), CLOSED.format(form="Her")),
    named(president("Berg"), came("Georgia", "LOC")),
    named(came("Georgia", "PER"), came("Norvik", "MISC"), came("U.S.", "LOC")),
    named(came("Ann Maria Berg"), came("Ann Berg"), came("United States", "LOC")),
)


@settings(max_examples=40, deadline=None)
@given(st.permutations(DOCUMENTS))
def test_the_order_of_documents_does_not_matter(readings: list[Reading]) -> None:
    assert resolve_readings(*readings) == resolve_readings(*DOCUMENTS)


def test_a_chain_of_names_joins_across_documents() -> None:
    entities = resolve_readings(*DOCUMENTS)
    assert find_entity(entities, "ann-maria-berg").names == ("Ann Berg", "Berg")


def test_every_mention_belongs_to_at_most_one_entity() -> None:
    entities = resolve_readings(*DOCUMENTS)
    places = [place for entity in entities for place in entity.mentions]
    assert len(places) == len(set(places))
    assert set(index_entities(entities)) == set(places)


def test_no_documents_give_no_entities() -> None:
    assert resolve([]).entities == ()


# one type a name over all documents


def types(*readings: Reading) -> list[tuple[str, str]]:
    return [(entity.slug, entity.type.value) for entity in resolve_readings(*readings)]


def test_a_name_of_one_word_is_what_it_is_most_often() -> None:
    person, firm = named(came("Tromex", "PER")), named(came("Tromex", "ORG"))
    assert types(person, firm, named(came("Tromex", "ORG"), came("Tromex", "ORG"))) == [("tromex", "Organization")]
    assert types(firm, named(came("Tromex", "PER"), came("Tromex", "PER"))) == [("tromex", "Person")]


def test_any_type_wins_over_a_thing_of_the_same_name() -> None:
    for tag, type_ in (("PER", "Person"), ("ORG", "Organization"), ("LOC", "Place")):
        ours = types(named(came("Tromex", tag)), named(came("Tromex", "MISC"), came("Ann Berg")))
        assert ours == [("ann-berg", "Person"), ("tromex", type_)]


def test_a_person_with_a_full_name_in_the_document_stays_a_person() -> None:
    firms = [named(came("Dahl", "ORG"), came("Dahl", "ORG"), came("Dahl", "ORG")), named(came("Dahl", "ORG"))]
    assert types(named(came("Eva Dahl"), came("Dahl")), *firms) == [("dahl", "Organization"), ("eva-dahl", "Person")]


def test_a_name_of_two_words_keeps_its_types() -> None:
    readings = [named(came("Halden Roe", tag)) for tag in ("PER", "ORG", "ORG")]
    assert types(*readings) == [("halden-roe-organization", "Organization"), ("halden-roe-person", "Person")]


def test_a_country_does_not_vote_on_a_person_of_its_name() -> None:
    readings = [named(came("Jordan", "PER")), named(came("Jordan", "LOC"), came("Jordan", "LOC"))]
    assert types(*readings) == [("jordan-country", "Country"), ("jordan-person", "Person")]


# which entities a graph needs


def used(*blocks: str) -> list[str]:
    reading = named(*blocks)
    return slugs(used_entities(resolve_readings(reading), assertions_of(reading)))


def test_a_name_is_needed_and_a_concept_only_where_something_is_said_of_it() -> None:
    storm = "1 Storm _ NN 0 root\n2 over _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n"
    assert used(storm) == ["oslo"]
    sank = "1 Storms storm NNS 2 nsubj\n2 sank sink VBD 0 root\n3 boats boat NNS 2 obj\n"
    assert used(storm, sank) == ["boats", "oslo", "storms"]


def test_a_source_and_an_office_that_is_held_are_needed() -> None:
    block = """
1 The      _     DT  2 det
2 ministry _     NN  3 nsubj
3 said     say   VBD 0 root
4 that     _     IN  7 mark
5 Mayor    mayor NNP 6 nmod:desc
6 Ruiz     _     NNP 7 nsubj     B-PER
7 left     leave VBD 3 ccomp
"""
    assert used(block) == ["mayor", "ministry", "ruiz"]


def test_without_assertions_only_names_are_needed() -> None:
    reading = named(came("Ann Berg", title="Mayor"))
    entities = resolve_readings(reading)
    assert slugs(entities) == ["ann-berg", "mayor"]
    assert slugs(used_entities(entities, [])) == ["ann-berg"]
