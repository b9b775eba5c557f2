"""How nodes are judged by the sheet: pure, whole, rightly linked, and labels that name something."""

from benchmark.entities import SHEET, Judged, _links, _purity, _wholeness, is_no_notion, is_pronoun, made_up, read_sheet

from kg.model import Entity, EntityType

JUDGED = {
    ("one", "Berg"): Judged("Ann Berg", "Q1"),
    ("two", "Ann Berg"): Judged("Ann Berg", "Q1"),
    ("two", "Eva Berg"): Judged("Eva Berg"),
    ("two", "Norvik"): Judged("Norvik", "-"),
}
PLACES = (("d", 0), ("d", 1))


def entity(slug: str, wikidata: str | None = None) -> Entity:
    return Entity(slug, slug, EntityType.PERSON, wikidata=wikidata, mentions=PLACES)


def test_a_node_of_two_things_is_mixed() -> None:
    named = {"berg": frozenset({("one", "Berg"), ("two", "Eva Berg")}), "norvik": frozenset({("two", "Norvik")})}
    measures, lines = _purity({slug: entity(slug) for slug in named}, named, JUDGED, "")
    assert [measure.score for measure in measures] == [50.0, 50.0]
    assert lines == ["mixed: berg: Ann Berg, Eva Berg"]


def test_a_thing_in_two_nodes_is_parted() -> None:
    named = {"berg": frozenset({("one", "Berg")}), "ann-berg": frozenset({("two", "Ann Berg")})}
    measures, lines = _wholeness(named, JUDGED, "")
    assert measures[0].score == 0.0
    assert lines == ["parted: Ann Berg: ann-berg, berg"]


def test_a_link_is_right_if_it_is_that_of_the_sheet() -> None:
    named = {"berg": frozenset({("one", "Berg")}), "norvik": frozenset({("two", "Norvik")})}
    (measure,), lines = _links({"berg": entity("berg", "Q1"), "norvik": entity("norvik", "Q2")}, named, JUDGED, "")
    assert measure.score == 50.0
    assert lines == ["linked wrongly: norvik: Q2, not -"]


def test_every_line_of_the_sheet_names_an_article_a_name_and_a_thing_once() -> None:
    rows = [line.split("\t") for line in SHEET.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert {len(row) for row in rows} <= {3, 4}
    assert len(read_sheet()) == len(rows) > 1000


def test_labels_that_name_nothing() -> None:
    assert [is_pronoun(label) for label in ("they", "their party", "", "each other")] == [True, False, False, True]
    assert not is_no_notion("May 1968 protests")


def test_made_up_documents_hold_as_many_names_as_asked_for() -> None:
    names = {(m.name, m.type) for _, extraction in made_up(400) for m in extraction.mentions}
    assert len(names) == 400
