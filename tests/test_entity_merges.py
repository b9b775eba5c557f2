"""Which names of several documents are one entity, the reasons, and what a person's decisions change."""

from collections.abc import Sequence

import pytest
from hand import Reading, came, find_entity, read
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.decisions import Decisions, Reference
from kg.entities import Resolution, resolve
from kg.entities.comparison import compare_people, contradict, parse_person
from kg.grammar.state_bodies import find_state_body
from kg.model import Entity


def named(*blocks: str) -> Reading:
    return read("\n".join(blocks))


def resolved(*readings: Reading, decisions: Decisions | None = None) -> Resolution:
    return resolve([(reading.document, reading.extraction) for reading in readings], decisions=decisions)


def slugs(*readings: Reading, decisions: Decisions | None = None) -> list[str]:
    return [entity.slug for entity in resolved(*readings, decisions=decisions).entities]


def people(*names: str) -> list[Reading]:
    """Return a document for each name."""
    return [named(came(name)) for name in names]


def headed(name: str, nation: str, title: str = "President") -> str:
    """Return the block of "NATION TITLE NAME left ."."""
    first, *rest = name.split()
    last = 3 + len(rest)
    lines = [f"1 {nation} _ JJ 2 amod", f"2 {title} {title.lower()} NNP 3 nmod:desc"]
    lines += [f"3 {first} _ NNP {last + 1} nsubj B-PER"]
    lines += [f"{4 + number} {word} _ NNP 3 flat I-PER" for number, word in enumerate(rest)]
    return "\n".join([*lines, f"{last + 1} left leave VBD 0 root", f"{last + 2} . _ . {last + 1} punct"]) + "\n"


# forms of a person's name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ann Berg", "Ann Maria Berg"),
        ("Ann M. Berg", "Ann Maria Berg"),
        ("Bill Berg", "William Berg"),
        ("José Díaz", "Jose Diaz"),
        ("Jan van der Berg", "Jan Van der Berg"),
    ],
)
def test_forms_of_one_name_are_one_person(left: str, right: str) -> None:
    assert len(slugs(*people(left, right))) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ann Berg", "Eva Berg"),
        ("Ann A. Berg", "Ann B. Berg"),
        ("Paul Lind Jr.", "Paul Lind Sr."),
        ("Paul Lind", "Paul Lind Jr."),
        ("Otto II", "Otto III"),
        ("Paul Lind", "Paula Lind"),
        ("Mary Hansen", "Mary Hanson"),
        ("A. Berg", "Ann Berg"),
        ("Ann Berg", "Berg"),
        ("Ann Berg", "Ann"),
    ],
)
def test_names_that_may_be_two_persons_stay_two(left: str, right: str) -> None:
    assert len(slugs(*people(left, right))) == 2


def test_a_name_that_may_be_either_of_two_joins_neither() -> None:
    assert slugs(*people("Ann A. Berg", "Ann B. Berg", "Ann Berg")) == ["ann-a-berg", "ann-b-berg", "ann-berg"]


def test_another_spelling_joins_only_beside_the_same_office() -> None:
    assert len(slugs(*people("Sergey Ivanov", "Sergei Ivanov"))) == 2
    held = [named(headed(name, "Norwegian")) for name in ("Sergey Ivanov", "Sergei Ivanov")]
    found = resolved(*held).entities
    assert find_entity(found, "sergei-ivanov").names == ("Sergey Ivanov",)


def test_equal_names_in_offices_of_two_countries_are_two_told_apart() -> None:
    one, two = named(headed("Ann Berg", "Norwegian")), named(headed("Ann Berg", "Danish", "Minister"))
    found = [slug for slug in slugs(one, two) if slug.startswith("ann")]
    assert found == ["ann-berg-minister", "ann-berg-president"]


def test_a_surname_that_two_bear_joins_no_other_document() -> None:
    found = slugs(*people("Ann Berg", "Eva Berg", "Berg"))
    assert found == ["ann-berg", "berg", "eva-berg"]


def test_persons_of_one_document_stay_two_whatever_others_call_them() -> None:
    both = named(came("Ann Berg"), came("Eva Berg"))
    assert len(slugs(both, *people("Ann Maria Berg", "Berg"))) == 3


@given(st.sampled_from(["Ann Berg", "Ann M. Berg", "Bill Roe", "William Roe", "Roe", "Otto II", "Jan van Berg"] * 2))
def test_comparison_is_symmetric(name: str) -> None:
    for other in ("Ann Berg", "Ann Maria Berg", "Will Roe", "Roe", "Otto III"):
        left, right = parse_person(name), parse_person(other)
        assert compare_people(left, right) == compare_people(right, left)
        assert contradict(left, right) == contradict(right, left)


# bodies


def test_a_state_body_is_that_of_the_country_the_article_is_about() -> None:
    ours = named(came("Norway", "LOC"), came("Norway", "LOC"), came("Supreme Court", "ORG"))
    theirs = named(came("Chile", "LOC"), came("Chile", "LOC"), came("Supreme Court", "ORG"))
    full = named(came("Norwegian Supreme Court", "ORG"))
    found = resolved(ours, theirs, full).entities
    assert find_entity(found, "norwegian-supreme-court").names == ("Supreme Court",)
    assert find_entity(found, "supreme-court").label == "Supreme Court"


def test_a_state_body_of_nobody_known_stays_in_its_article() -> None:
    found = slugs(named(came("Supreme Court", "ORG")), named(came("Supreme Court", "ORG"), came("Ann Berg")))
    assert len([slug for slug in found if slug.startswith("supreme-court")]) == 2


def test_only_a_state_that_has_such_a_body_is_meant() -> None:
    block = [came(name, "LOC") for name in ("Norway", "Norway", "Norway", "U.S.", "U.S.")]
    found = resolved(named(*block, came("Congress", "ORG")), named(came("US Congress", "ORG"))).entities
    assert find_entity(found, "united-states-congress").names == ("Congress", "US Congress")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Defence Ministry", "ministry of defense"),
        ("Ministry of Foreign Affairs", "ministry of foreign affairs"),
        ("Foreign Ministry", "ministry of foreign affairs"),
        ("Labor Department", "department of labor"),
        ("House", "house of representatives"),
    ],
)
def test_state_bodies_by_kind(name: str, kind: str) -> None:
    body = find_state_body(name)
    assert body is not None and body.kind == kind


@pytest.mark.parametrize("name", ["Bank of Norway", "Oslo Police Department", "Acme", "Ann Berg", "Ministry"])
def test_other_bodies_are_no_state_bodies(name: str) -> None:
    assert find_state_body(name) is None


def test_a_short_name_joins_the_one_fuller_name_that_another_document_explains() -> None:
    explained = named(came("Northern Lights Fund", "ORG"), came("NLF", "ORG"))
    assert len(slugs(explained, named(came("NLF", "ORG"), came("Ann Berg")))) == 2


# reasons


def test_every_merge_has_a_rule_and_a_score() -> None:
    (person,) = resolved(*people("Bill Berg", "William Berg")).entities
    (merge,) = person.merges
    assert (merge.left, merge.right, merge.rule, merge.score) == (
        "Bill Berg", "William Berg", "a short form of the first name", 0.85,
    )  # fmt: skip
    assert person.reasons == ("Bill Berg = William Berg: a short form of the first name (0.85)",)


def test_a_near_miss_is_a_doubt_with_evidence_of_both() -> None:
    one, two = people("Sergey Ivanov", "Sergei Ivanov")
    (doubt,) = resolved(one, two).doubts
    assert not doubt.merged
    assert {doubt.left.name, doubt.right.name} == {"Sergey Ivanov", "Sergei Ivanov"}
    assert {place[0] for place in doubt.evidence} == {one.document.id, two.document.id}


# decisions


CORPUS = (
    named(came("Ann Berg"), came("Berg"), came("Norvik", "ORG")),
    named(came("Ann Berg"), came("Acme", "ORG")),
    named(came("Eva Roe"), came("Norvik", "ORG"), came("Russia", "LOC")),
    named(came("Evelyn Roe"), came("Russia", "LOC"), came("Acme Pumps", "ORG")),
)


def decide(kind: str, *names: str) -> Decisions:
    return Decisions(**{kind: ((Reference(names[0]), Reference(names[1])),)})


def others(entities: Sequence[Entity], *names: str) -> list[Entity]:
    return [entity for entity in entities if not {entity.label, *entity.names} & set(names)]


def test_same_makes_two_one() -> None:
    found = resolved(*CORPUS, decisions=decide("same", "Eva Roe", "Evelyn Roe")).entities
    entity = find_entity(found, "eva-roe")
    assert entity.names == ("Evelyn Roe",)
    assert entity.reasons == ("Eva Roe = Evelyn Roe: a person's decision (1.00)",)


def test_different_keeps_two_of_one_chain_apart() -> None:
    found = slugs(*CORPUS, decisions=decide("different", "Ann Berg", "Berg"))
    assert {"ann-berg", "berg"} <= set(found)


def test_different_parts_equal_names_by_document_and_keeps_the_rest_together() -> None:
    readings = [named(came("Ann Berg"), came(name, "ORG")) for name in ("Acme", "Norvik", "Tromex")]
    apart = Reference("Ann Berg", document=readings[0].document.id)
    found = resolved(*readings, decisions=Decisions(different=((apart, Reference("Ann Berg")),))).entities
    sizes = sorted(len(entity.mentions) for entity in found if entity.label == "Ann Berg")
    assert sizes == [1, 2]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["same", "different"]), st.permutations(["Ann Berg", "Eva Roe", "Evelyn Roe", "Berg", "Acme"]))
def test_a_decision_changes_only_what_it_names(kind: str, names: list[str]) -> None:
    before, after = (resolved(*CORPUS, decisions=decisions).entities for decisions in (None, decide(kind, *names[:2])))
    kept = others(before, *names[:2])
    concerned = {name for entity in before if entity not in kept for name in (entity.label, *entity.names)}
    assert others(after, *concerned) == others(before, *concerned)


@settings(max_examples=30, deadline=None)
@given(st.permutations(CORPUS), st.sampled_from(["same", "different"]))
def test_order_does_not_matter_under_decisions(readings: list[Reading], kind: str) -> None:
    decisions = decide(kind, "Ann Berg", "Eva Roe")
    assert resolved(*readings, decisions=decisions) == resolved(*CORPUS, decisions=decisions)


def ate(*words: str) -> str:
    """Return the block of "Ann ate a ... HEAD"."""
    nouns = [f"{number} {word} _ JJ {3 + len(words)} amod" for number, word in enumerate(words[:-1], start=4)]
    last = 3 + len(words)
    head = f"{last} {words[-1]} _ NN 2 obj"
    start = ["1 Ann _ NNP 2 nsubj B-PER", "2 ate eat VBD 0 root", f"3 the _ DT {last} det"]
    return "\n".join([*start, *nouns, head]) + "\n"


def test_concepts_are_joined_and_parted_by_decision() -> None:
    one, two = named(ate("old", "bread")), named(ate("stale", "bread"), came("Eva Roe"))
    joined = resolved(one, two, decisions=decide("same", "old bread", "stale bread")).entities
    assert len(find_entity(joined, "old-bread").mentions) == 2
    twin = named(ate("old", "bread"), came("Eva Roe"))
    apart = Decisions(different=((Reference("old bread", document=twin.document.id), Reference("old bread")),))
    assert len([slug for slug in slugs(one, twin, decisions=apart) if slug.startswith("old-bread")]) == 2


def test_a_concept_joins_a_name_by_decision() -> None:
    reading = named(ate("old", "bread"), came("Norvik", "ORG"))
    entity = find_entity(resolved(reading, decisions=decide("same", "Norvik", "old bread")).entities, "norvik")
    assert len(entity.mentions) == 2


def test_decisions_about_nobody_known_change_nothing() -> None:
    assert resolved(*CORPUS, decisions=decide("same", "Nils Holm", "Ann Berg")) == resolved(*CORPUS)
